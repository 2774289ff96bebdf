package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.List;

/** q(z | x_o, r): from the observed values to mean and log-variance, each [B x H], log-variance clamped. */
sealed interface Encoder permits MlpEncoder, SetEncoder {

    void declare(Declarations initial, FeatureLayout layout, int latent);

    GaussianVars record(Graph graph, int latent);

    /**
     * Without gradient; a row's result does not depend on the other rows.
     *
     * @param values [rows x E], zero where missing
     * @param observed [rows x D]
     */
    Posterior encode(Weights weights, FeatureLayout layout, int latent, int rows, float[] values, float[] observed);

    /** Hidden layers {@code encoder.0}, ... and the last, linear one to [mean ; log-variance]. */
    record Layers(List<Integer> widths, Activation activation, double logVarianceClamp) {
        public Layers {
            widths = List.copyOf(widths);
        }

        void declare(Declarations initial, int inputs, int latent) {
            int width = inputs;
            for (int i = 0; i < widths.size(); i++) {
                initial.affine("encoder." + i, width, widths.get(i));
                width = widths.get(i);
            }
            initial.affine("encoder." + widths.size(), width, 2 * latent);
        }

        GaussianVars record(Graph graph, Var input, int latent) {
            Var output = input;
            for (int i = 0; i < widths.size(); i++) output = graph.affine(output, "encoder." + i, activation);
            return graph.split(graph.affine(output, "encoder." + widths.size(), Activation.IDENTITY), latent, logVarianceClamp);
        }

        Posterior run(Weights weights, int latent, int rows, float[] input) {
            return Posterior.split(Weights.forward(weights.layers("encoder", widths.size() + 1, activation, Activation.IDENTITY),
                    rows, input), latent, logVarianceClamp);
        }
    }
}

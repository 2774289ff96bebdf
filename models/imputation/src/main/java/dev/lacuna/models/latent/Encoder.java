package dev.lacuna.models.latent;

import dev.lacuna.autodiff.StackColumns;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.Optional;

/**
 * q(z | x_o, r): from the observed values to mean and log-variance, each [B x H], log-variance clamped; of a mixture Σ_m π_m N_m
 * those of each component, and π.
 */
sealed interface Encoder permits MlpEncoder, SetEncoder {

    void declare(Declarations initial, FeatureLayout layout, int latent);

    PosteriorVars record(Graph graph, int latent);

    Layers layers();

    /**
     * Without gradient; a row's result does not depend on the other rows.
     *
     * @param values [rows x E], zero where missing
     * @param observed [rows x D]
     */
    Posterior encode(Weights weights, FeatureLayout layout, int latent, int rows, float[] values, float[] observed);

    /**
     * Hidden layers {@code encoder.0}, ... and the last, linear one to [mean ; log-variance]: of M components [M means ; M
     * log-variances], and beside it {@code encoder.share} to the M logits of π.
     *
     * @param components M, at least 1
     */
    record Layers(List<Integer> widths, Activation activation, double logVarianceClamp, int components) {
        private static final String SHARE = "encoder.share";

        public Layers {
            widths = List.copyOf(widths);
        }

        /** One Gaussian. */
        Layers(List<Integer> widths, Activation activation, double logVarianceClamp) {
            this(widths, activation, logVarianceClamp, 1);
        }

        void declare(Declarations initial, int inputs, int latent) {
            int width = inputs;
            for (int i = 0; i < widths.size(); i++) {
                initial.affine("encoder." + i, width, widths.get(i));
                width = widths.get(i);
            }
            initial.affine("encoder." + widths.size(), width, 2 * components * latent);
            if (components > 1) initial.affine(SHARE, width, components);
        }

        PosteriorVars record(Graph graph, Var input, int latent) {
            Var output = input;
            for (int i = 0; i < widths.size(); i++) output = graph.affine(output, "encoder." + i, activation);
            GaussianVars all = graph.split(graph.affine(output, "encoder." + widths.size(), Activation.IDENTITY),
                    components * latent, logVarianceClamp);
            if (components == 1) return new PosteriorVars(all.mean(), all.logVariance(), Optional.empty());
            return new PosteriorVars(StackColumns.of(all.mean(), components), StackColumns.of(all.logVariance(), components),
                    Optional.of(graph.affine(output, SHARE, Activation.IDENTITY)));
        }

        Posterior run(Weights weights, int latent, int rows, float[] input) {
            List<DenseLayer> layers = weights.layers("encoder", widths.size() + 1, activation, Activation.IDENTITY);
            float[] hidden = Weights.forward(layers.subList(0, widths.size()), rows, input);
            float[] both = Weights.forward(layers.subList(widths.size(), layers.size()), rows, hidden);
            if (components == 1) return Posterior.split(both, latent, logVarianceClamp);
            float[] shareLogits = Weights.forward(List.of(weights.layer(SHARE, Activation.IDENTITY)), rows, hidden);
            return Posterior.mixture(both, shareLogits, components, latent, logVarianceClamp);
        }
    }
}

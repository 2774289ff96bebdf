package dev.lacuna.models.latent;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.Optional;

/** The prior of the latent variable. */
sealed interface Prior {

    void declare(Declarations initial, int latent);

    /** Mean and log-variance on the tape, [B x H] each; none for the standard normal. */
    Optional<GaussianVars> record(Graph graph, int latent);

    /** @param auxiliary [rows x U] */
    LatentPrior freeze(Weights weights, int latent, int rows, float[] auxiliary);

    /** z ~ N(0, I). */
    record StandardNormal() implements Prior {
        @Override
        public void declare(Declarations initial, int latent) {}

        @Override
        public Optional<GaussianVars> record(Graph graph, int latent) {
            return Optional.empty();
        }

        @Override
        public LatentPrior freeze(Weights weights, int latent, int rows, float[] auxiliary) {
            return new LatentPrior.Standard();
        }
    }

    /**
     * z | u ~ N(m(u), diag exp l(u)), [m ; l] one affine layer of the U auxiliary features: {@code prior.0}. The log-variance is
     * clamped to -10 to 10 (Ma and Zhang 2021, equation 6, and their published code).
     */
    record Conditional(int auxiliary) implements Prior {
        private static final double CLAMP = 10;

        @Override
        public void declare(Declarations initial, int latent) {
            initial.affine("prior.0", auxiliary, 2 * latent);
        }

        @Override
        public Optional<GaussianVars> record(Graph graph, int latent) {
            return Optional.of(graph.split(graph.affine(graph.auxiliary(), "prior.0", Activation.IDENTITY), latent, CLAMP));
        }

        @Override
        public LatentPrior freeze(Weights weights, int latent, int rows, float[] auxiliary) {
            float[] both = Weights.forward(List.of(weights.layer("prior.0", Activation.IDENTITY)), rows, auxiliary);
            Posterior split = Posterior.split(both, latent, CLAMP);
            return new LatentPrior.PerRow(split.mean(), split.logVariance());
        }
    }
}

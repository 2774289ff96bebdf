package dev.lacuna.kernels.sampling;

/** The prior of the latent variable, diagonal Gaussian. */
public sealed interface LatentPrior {

    /** N(0, I). */
    record Standard() implements LatentPrior {}

    /** One for each row, conditional on side information: mean and logVariance [rows x latent]. */
    record PerRow(float[] mean, float[] logVariance) implements LatentPrior {
        public PerRow {
            mean = Checks.copy("prior mean", mean, mean.length);
            logVariance = Checks.copy("prior log-variance", logVariance, mean.length);
        }
    }

    /** One for each category: mean and logVariance [categories x latent]. The categories themselves are equally likely. */
    record PerCategory(float[] mean, float[] logVariance) implements LatentPrior {
        public PerCategory {
            mean = Checks.copy("prior mean", mean, mean.length);
            logVariance = Checks.copy("prior log-variance", logVariance, mean.length);
        }
    }
}

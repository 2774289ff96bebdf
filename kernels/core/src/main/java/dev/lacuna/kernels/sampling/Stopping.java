package dev.lacuna.kernels.sampling;

/**
 * When a row may end before its last sample. A rule is looked at after every {@value ImportanceSampler#CHUNK} samples (of each
 * category), so a row that stops after n samples has the numbers of a request for n samples. A stop that looks at the weights
 * favours lucky streaks a little; {@code minimumSamples} bounds that.
 */
public sealed interface Stopping {

    /** Use all samples. */
    record Never() implements Stopping {}

    /** Stop at an effective sample size (Σw)² / Σw² of {@code target} or more. */
    record EffectiveSampleSize(double target, int minimumSamples) implements Stopping {
        public EffectiveSampleSize {
            if (!(target >= 1)) {
                throw new IllegalArgumentException("the target of the effective sample size is " + target + "; it is at least 1");
            }
        }
    }

    /**
     * Stop when for every missing feature the predictive standard deviation over the square root of the effective sample size,
     * an upper estimate of the standard error of its weighted mean, is at most {@code tolerance} (in units of the feature).
     */
    record StandardError(double tolerance, int minimumSamples) implements Stopping {
        public StandardError {
            if (!(tolerance > 0)) {
                throw new IllegalArgumentException("the tolerance of the standard error is " + tolerance + "; it is above 0");
            }
        }
    }
}

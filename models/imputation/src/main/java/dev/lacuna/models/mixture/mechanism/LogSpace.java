package dev.lacuna.models.mixture.mechanism;

/**
 * Stable scalar functions of log-probabilities. All go through {@link StrictMath}, so a fit has the same bits on every JDK.
 */
public final class LogSpace {

    private LogSpace() {}

    /** log(1 + eˣ) without overflow; 0 for -∞. */
    public static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** 1 / (1 + e⁻ˣ), exact to rounding in both tails. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + StrictMath.exp(-x));
        }
        double e = StrictMath.exp(x);
        return e / (1 + e);
    }

    /** log(p / (1 - p)); ±∞ at the ends. */
    public static double logit(double p) {
        return StrictMath.log(p) - StrictMath.log1p(-p);
    }

    /** log(eᵃ + eᵇ); -∞ where both are. */
    public static double logAddExp(double a, double b) {
        double high = Math.max(a, b);
        if (high == Double.NEGATIVE_INFINITY) {
            return high;
        }
        return high + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - high));
    }
}

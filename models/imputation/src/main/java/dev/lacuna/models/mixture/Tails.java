package dev.lacuna.models.mixture;

/** Tails of the chi-square distribution with a whole number of degrees of freedom, and the normal distribution function. */
final class Tails {

    private Tails() {}

    /**
     * Pr(X ≥ x): the finite sums of Abramowitz and Stegun 26.4.4-5.
     */
    static double upperTail(double x, int degrees) {
        if (degrees < 1) {
            throw new IllegalArgumentException("degrees of freedom must be 1 or more; given " + degrees);
        }
        if (!(x > 0)) {
            return 1;
        }
        double half = x / 2;
        double sum;
        double term;
        int start;
        if (degrees % 2 == 0) {
            term = StrictMath.exp(-half);
            sum = term;
            start = 2;
        } else {
            sum = normalTwoTail(Math.sqrt(x));
            term = StrictMath.sqrt(2 / StrictMath.PI) * StrictMath.exp(-half) / Math.sqrt(x);
            start = 1;
        }
        for (int k = start; k < degrees; k += 2) {
            term *= x / k;
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** Φ(z), to about 1e-15. */
    static double normal(double z) {
        double tail = 0.5 * normalTwoTail(Math.abs(z));
        return z > 0 ? 1 - tail : tail;
    }

    /** Pr(|N| ≥ z), by the power series below 3 and a continued fraction above. */
    private static double normalTwoTail(double z) {
        if (z == 0) {
            return 1;
        }
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int k = 1; k < 200 && term > 1e-18 * sum; k++) {
                term *= z * z / (2 * k + 1);
                sum += term;
            }
            return 1 - 2 * sum * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        }
        double f = z;
        for (int k = 100; k >= 1; k--) {
            f = z + k / f;
        }
        return 2 * StrictMath.exp(-z * z / 2) / (StrictMath.sqrt(2 * StrictMath.PI) * f);
    }
}

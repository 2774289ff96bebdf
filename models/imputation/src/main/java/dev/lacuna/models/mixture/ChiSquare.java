package dev.lacuna.models.mixture;

/** Upper tail of the chi-square distribution with a whole number of degrees of freedom. */
final class ChiSquare {

    private ChiSquare() {}

    /**
     * Pr(X ≥ x): the finite sums of Abramowitz and Stegun 26.4.4-5; accurate to about 1e-7 for odd degrees (error function 7.1.26
     * refined by continued fraction beyond 3).
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

    /** Pr(|N| ≥ z), by the power series below 3 and a continued fraction above. */
    private static double normalTwoTail(double z) {
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

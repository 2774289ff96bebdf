package dev.lacuna.kernels.sampling;

/** The parts of Student's t with v &gt;= 3 degrees of freedom that are not a logarithm of something per entry. */
public final class StudentT {
    private static final double PI = Math.PI;

    private StudentT() {}

    /**
     * exp of the log-normaliser up to {@link #tail}: with a = v / 2, lnΓ(a + 1/2) - lnΓ(a) - ln(v pi) / 2 = ln(this) + tail.
     * The ratio of gamma functions is shifted by 3, where the asymptotic series is exact to 3e-8.
     */
    static float normaliser(float degrees) {
        double a = 0.5 * degrees;
        double shifted = a + 3;
        double ratio = (a + 0.5) * (a + 1.5) * (a + 2.5) / (a * (a + 1) * (a + 2));
        return (float) (Math.sqrt(shifted) / (ratio * Math.sqrt(degrees * PI)));
    }

    /** What the series adds to the logarithm of {@link #normaliser}. */
    static double tail(float degrees) {
        double r = 1 / (0.5 * degrees + 3);
        double r2 = r * r;
        return r * (-1.0 / 8 + r2 * (1.0 / 192 - r2 / 640));
    }

    /**
     * A t variate from two standard normals: with R² = n² + m², U = exp(-R² / 2) is uniform and n / R is the cosine of a uniform
     * angle, and Bailey's polar form is sqrt(v (U^(-2/v) - 1)) n / R. It tends to n as v grows. One in use costs a
     * StrictMath.expm1; only models with Student-t features pay it.
     */
    public static float fromNormals(float n, float m, float degrees) {
        double square = (double) n * n + (double) m * m;
        if (square == 0) {
            return 0;
        }
        return (float) (n * Math.sqrt(degrees * StrictMath.expm1(square / degrees) / square));
    }

    /** Variance over squared scale. */
    static double variance(float degrees) {
        return degrees / (degrees - 2.0);
    }
}

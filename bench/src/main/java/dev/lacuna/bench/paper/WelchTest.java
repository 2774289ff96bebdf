package dev.lacuna.bench.paper;

import java.util.function.DoubleUnaryOperator;

/** Two means with unequal variances: t, degrees of freedom and the two-sided p value. */
record WelchTest(double t, double degrees, double p) {
    private static final int INTERVALS = 20_000;

    /** Means with their squared standard errors and the sizes of the groups. */
    static WelchTest of(double mean1, double squaredError1, double n1, double mean0, double squaredError0, double n0) {
        double squaredError = squaredError1 + squaredError0;
        double t = (mean1 - mean0) / Math.sqrt(squaredError);
        double degrees = squaredError * squaredError
                / (squaredError1 * squaredError1 / (n1 - 1) + squaredError0 * squaredError0 / (n0 - 1));
        // With x = sqrt(v) tan φ the density of t is proportional to cos^(v - 1) φ.
        DoubleUnaryOperator density = angle -> Math.pow(Math.cos(angle), degrees - 1);
        double from = Math.atan(Math.abs(t) / Math.sqrt(degrees));
        return new WelchTest(t, degrees, simpson(density, from) / simpson(density, 0));
    }

    private static double simpson(DoubleUnaryOperator f, double from) {
        double width = (Math.PI / 2 - from) / INTERVALS;
        double sum = f.applyAsDouble(from) + f.applyAsDouble(Math.PI / 2);
        for (int i = 1; i < INTERVALS; i++) sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * width);
        return sum * width / 3;
    }
}

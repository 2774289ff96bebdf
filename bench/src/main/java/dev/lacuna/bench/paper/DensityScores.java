package dev.lacuna.bench.paper;

import java.util.Arrays;

/**
 * How far generated points Q are from true points P of the plane, both [2][points]: three distances and the moments. GINA shows
 * pictures only; these scores are this project's own.
 */
final class DensityScores {
    private static final double[] BANDWIDTHS = {2, 1, .5, .2, .1};
    private static final int ANGLES = 64;
    private static final int QUANTILES = 512;
    /** Cells of an axis of the density grid, from -4 to 4. */
    static final int GRID = 60;
    private static final double EDGE = 4;
    /** Keeps the divergence finite where nothing was generated, relative to the highest density. */
    private static final double LEAST_DENSITY = 1e-12;

    private final double[][] truth;
    private final double[] bandwidths = new double[2];
    private final double truthAffinity;
    private final double[][] truthSlices;
    private final double[] truthDensity;

    private DensityScores(double[][] truth) {
        this.truth = truth;
        for (int d = 0; d < 2; d++) bandwidths[d] = Math.pow(truth[d].length, -1.0 / 6) * Columns.deviation(truth[d]);
        truthAffinity = affinity(truth);
        truthSlices = slices(truth);
        truthDensity = density(truth);
    }

    static DensityScores against(double[][] truth) {
        return new DensityScores(truth);
    }

    /** Unbiased MMD² with Gaussian kernels exp(-d² / 2h²), the mean over five bandwidths h. */
    double squaredDiscrepancy(double[][] generated) {
        double across = 0;
        for (int i = 0; i < truth[0].length; i++) {
            for (int j = 0; j < generated[0].length; j++) {
                across += kernel(truth[0][i] - generated[0][j], truth[1][i] - generated[1][j]);
            }
        }
        return truthAffinity + affinity(generated) - 2 * across / truth[0].length / generated[0].length;
    }

    private static double affinity(double[][] points) {
        int n = points[0].length;
        double sum = 0;
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < i; j++) sum += kernel(points[0][i] - points[0][j], points[1][i] - points[1][j]);
        }
        return 2 * sum / n / (n - 1);
    }

    /**
     * The narrower bandwidths' kernels are powers of the widest one's, 4, 16, 100 and 400 by {@link #BANDWIDTHS}: five calls of exp
     * were most of this experiment's time.
     */
    private static double kernel(double dx, double dy) {
        double widest = Math.exp(-(dx * dx + dy * dy) / (2 * BANDWIDTHS[0] * BANDWIDTHS[0]));
        double power4 = square(square(widest));
        double power16 = square(square(power4));
        double power32 = square(power16);
        double power100 = square(power32) * power32 * power4;
        return (widest + power4 + power16 + power100 + square(square(power100))) / BANDWIDTHS.length;
    }

    private static double square(double x) {
        return x * x;
    }

    /** Sliced Wasserstein distance of order 2 over 64 fixed angles and 512 quantiles. */
    double slicedWasserstein(double[][] generated) {
        double[][] slices = slices(generated);
        double squares = 0;
        for (int a = 0; a < ANGLES; a++) {
            for (int i = 0; i < QUANTILES; i++) {
                double difference = slices[a][i] - truthSlices[a][i];
                squares += difference * difference;
            }
        }
        return Math.sqrt(squares / ANGLES / QUANTILES);
    }

    private static double[][] slices(double[][] points) {
        int n = points[0].length;
        double[][] slices = new double[ANGLES][QUANTILES];
        double[] projected = new double[n];
        for (int a = 0; a < ANGLES; a++) {
            double angle = Math.PI * (a + .5) / ANGLES;
            for (int i = 0; i < n; i++) projected[i] = points[0][i] * Math.cos(angle) + points[1][i] * Math.sin(angle);
            Arrays.sort(projected);
            for (int i = 0; i < QUANTILES; i++) {
                double position = (i + .5) / QUANTILES * (n - 1);
                int below = (int) position;
                slices[a][i] = projected[below] + (position - below) * (projected[below + 1] - projected[below]);
            }
        }
        return slices;
    }

    /** KL(P || Q) of Gaussian kernel densities on a grid, with the truth's bandwidths for both. */
    double divergence(double[][] generated) {
        double[] q = density(generated);
        double floor = LEAST_DENSITY * Arrays.stream(q).max().orElseThrow();
        double total = Arrays.stream(q).map(x -> x + floor).sum();
        double sum = 0;
        for (int g = 0; g < q.length; g++) {
            if (truthDensity[g] > 0) sum += truthDensity[g] * Math.log(truthDensity[g] / ((q[g] + floor) / total));
        }
        return sum;
    }

    /** Smoothed share of the points in each cell of the grid, [GRID x GRID], first coordinate slowest; sums to 1. */
    double[] density(double[][] points) {
        double[] density = new double[GRID * GRID];
        double[][] near = new double[2][GRID];
        for (int s = 0; s < points[0].length; s++) {
            for (int d = 0; d < 2; d++) {
                for (int g = 0; g < GRID; g++) {
                    double distance = (-EDGE + 2 * EDGE * g / (GRID - 1) - points[d][s]) / bandwidths[d];
                    near[d][g] = Math.exp(-.5 * distance * distance);
                }
            }
            for (int i = 0; i < GRID; i++) {
                for (int j = 0; j < GRID; j++) density[i * GRID + j] += near[0][i] * near[1][j];
            }
        }
        double total = Arrays.stream(density).sum();
        for (int g = 0; g < density.length; g++) density[g] /= total;
        return density;
    }
}

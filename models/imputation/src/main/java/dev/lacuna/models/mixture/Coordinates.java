package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The unconstrained parameter vector [a_1..a_{g-1} | μ_1..μ_g | rows of L, diagonal as logarithm | mechanism] (spec 1.7 B).
 *
 * <p>a_k = log(π_k / π_g); Σ = L Lᵀ, one L where the covariance is shared; a diagonal Σ has only the logarithms.
 */
record Coordinates(Covariances structure, int classes, int columns, Mechanism mechanism) {
    /** |a_k| stays below this, or below log n where that is more (spec 1.7): a class lighter than e⁻⁸ has no rows to speak of. */
    private static final double LOGIT_BOUND = 8;
    /** log-diagonals of standardised features stay within ± this (spec 1.7). */
    private static final double LOG_SCALE_BOUND = 8;
    /** Intercepts beyond this give probabilities of 0 or 1 to any float (spec 1.7); times the covariate's scale. */
    private static final double INTERCEPT_BOUND = 4000;
    /** e⁷, the largest slope (spec 1.7). */
    private static final double SLOPE_BOUND = 1096.6331584284585;
    /** A probability closer to 0 or 1 than e⁻¹⁵ is on the boundary. */
    static final double PROBABILITY_LOGIT_BOUND = 15;

    int means() {
        return classes - 1;
    }

    int covariances() {
        return means() + classes * columns;
    }

    int mechanismStart() {
        return covariances() + structure.parameters(classes, columns);
    }

    int size() {
        return mechanismStart() + mechanism.parameters(classes);
    }

    double[] encode(GaussianMixture mixture, double[] mechanismParameters) {
        double[] x = new double[size()];
        for (int k = 0; k < classes - 1; k++) {
            x[k] = StrictMath.log(mixture.weight(k)) - StrictMath.log(mixture.weight(classes - 1));
        }
        for (int k = 0; k < classes; k++) {
            System.arraycopy(mixture.mean(k), 0, x, means() + k * columns, columns);
        }
        int at = covariances();
        for (int m = 0; m < structure.matrices(classes); m++) {
            double[] lower = mixture.lower(m);
            for (int i = 0; i < columns; i++) {
                for (int j = structure.diagonal() ? i : 0; j <= i; j++) {
                    x[at++] = i == j ? StrictMath.log(lower[i * columns + i]) : lower[i * columns + j];
                }
            }
        }
        System.arraycopy(mechanismParameters, 0, x, at, mechanismParameters.length);
        return x;
    }

    double[] weights(double[] x) {
        double[] w = new double[classes];
        double top = 0;
        for (int k = 0; k < classes - 1; k++) {
            top = Math.max(top, x[k]);
        }
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            w[k] = StrictMath.exp((k < classes - 1 ? x[k] : 0) - top);
            sum += w[k];
        }
        for (int k = 0; k < classes; k++) {
            w[k] /= sum;
        }
        return w;
    }

    /** L of matrix m, [p*p]. */
    double[] lower(double[] x, int m) {
        double[] lower = new double[columns * columns];
        int at = covariances() + m * structure.entries(columns);
        for (int i = 0; i < columns; i++) {
            for (int j = structure.diagonal() ? i : 0; j <= i; j++) {
                double v = x[at++];
                lower[i * columns + j] = i == j ? StrictMath.exp(v) : v;
            }
        }
        return lower;
    }

    GaussianMixture decode(double[] x) {
        double[][] mean = new double[classes][];
        for (int k = 0; k < classes; k++) {
            mean[k] = Arrays.copyOfRange(x, means() + k * columns, means() + (k + 1) * columns);
        }
        double[][] lower = new double[structure.matrices(classes)][];
        for (int m = 0; m < lower.length; m++) {
            lower[m] = lower(x, m);
        }
        return GaussianMixture.ofCholesky(structure, weights(x), mean, lower);
    }

    double[] mechanismParameters(double[] x) {
        return Arrays.copyOfRange(x, mechanismStart(), size());
    }

    /** Half-width of the box around 0 that each coordinate may not leave; infinite for means and off-diagonals. */
    double[] bounds(int rows) {
        double[] bound = new double[size()];
        Arrays.fill(bound, Double.POSITIVE_INFINITY);
        Arrays.fill(bound, 0, classes - 1, Math.max(LOGIT_BOUND, StrictMath.log(rows)));
        int at = covariances();
        for (int m = 0; m < structure.matrices(classes); m++) {
            for (int i = 0; i < columns; i++) {
                for (int j = structure.diagonal() ? i : 0; j <= i; j++, at++) {
                    if (i == j) {
                        bound[at] = LOG_SCALE_BOUND;
                    }
                }
            }
        }
        List<String> names = mechanism.parameterNames(classes);
        for (int i = 0; i < names.size(); i++) {
            bound[at + i] = names.get(i).startsWith("logit") ? PROBABILITY_LOGIT_BOUND
                    : names.get(i).equals("xi1") ? SLOPE_BOUND : INTERCEPT_BOUND;
        }
        return bound;
    }

    /** Names in order; classes and columns count from 1. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int k = 1; k < classes; k++) {
            names.add("log weight ratio " + k);
        }
        for (int k = 1; k <= classes; k++) {
            for (int c = 1; c <= columns; c++) {
                names.add("mean " + k + "," + c);
            }
        }
        for (int m = 1; m <= structure.matrices(classes); m++) {
            for (int i = 1; i <= columns; i++) {
                for (int j = structure.diagonal() ? i : 1; j <= i; j++) {
                    names.add((i == j ? "log cholesky " : "cholesky ") + m + ":" + i + "," + j);
                }
            }
        }
        names.addAll(mechanism.parameterNames(classes));
        return names;
    }
}

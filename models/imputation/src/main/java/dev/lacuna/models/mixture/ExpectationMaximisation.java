package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;

/**
 * EM with closed-form M-steps, for mechanisms whose probability does not read the class densities: missing completely at random
 * and class-dependent (spec 1.5 a-c). Each step raises the joint log-likelihood; one that does not is reported.
 */
final class ExpectationMaximisation {
    /** A fall of the log-likelihood beyond this part of it is not rounding. */
    private static final double MONOTONE = 1e-10;
    /** A class with fewer rows than this has died. */
    private static final double EMPTY = 1e-6;

    /** Where the iterations ended; {@code trouble} is empty, or says what stopped them. */
    record Result(double[] x, double logLikelihood, int iterations, boolean converged, String trouble) {}

    private ExpectationMaximisation() {}

    static boolean applies(Mechanism mechanism) {
        return mechanism.link().isEmpty();
    }

    static Result run(Likelihood likelihood, double[] start, int maxIterations, double relativeTolerance) {
        double[] x = start.clone();
        WeightedSums sums = likelihood.expectation(x);
        double value = sums.logLikelihood;
        if (!Double.isFinite(value)) {
            return new Result(x, value, 0, false, "the start has log-likelihood " + value);
        }
        for (int iteration = 1; iteration <= maxIterations; iteration++) {
            double[] next = step(likelihood, x, sums);
            if (next.length == 0) {
                return new Result(x, value, iteration, false, "a class died or its covariance became singular in EM step "
                        + iteration);
            }
            sums = likelihood.expectation(next);
            double gain = sums.logLikelihood - value;
            if (!(gain >= -MONOTONE * Math.max(1, Math.abs(value)))) {
                return new Result(x, value, iteration, false, "EM step " + iteration + " would lower the log-likelihood by "
                        + -gain);
            }
            x = next;
            value = sums.logLikelihood;
            if (gain <= relativeTolerance * Math.abs(value)) {
                return new Result(x, value, iteration, true, "");
            }
        }
        return new Result(x, value, maxIterations, false, "");
    }

    /** One M-step from the sums of an E-step; empty where a class has no rows or a covariance is singular. */
    static double[] step(Likelihood likelihood, double[] x, WeightedSums sums) {
        Coordinates at = likelihood.coordinates;
        int g = at.classes();
        int p = at.columns();
        int n = likelihood.data.rows;
        Densities old = new Densities(at, x);
        double[] weight = new double[g];
        double[][] mean = new double[g][p];
        for (int k = 0; k < g; k++) {
            if (!(sums.weight[k] > EMPTY)) {
                return new double[0];
            }
            weight[k] = sums.weight[k] / n;
            for (int i = 0; i < p; i++) {
                mean[k][i] = sums.first[k * p + i] / sums.weight[k];
            }
        }
        double[][] lower = new double[at.structure().matrices(g)][];
        for (int m = 0; m < lower.length; m++) {
            double[] s = likelihood.scatter(old, sums, m);
            double mass = at.structure().shared() ? n : sums.weight[m];
            for (int i = 0; i < p; i++) {
                for (int j = at.structure().diagonal() ? i : 0; j <= i; j++) {
                    double shift = 0;
                    for (int k = at.structure().shared() ? 0 : m; k <= (at.structure().shared() ? g - 1 : m); k++) {
                        shift += sums.weight[k] * (mean[k][i] - old.means[k * p + i]) * (mean[k][j] - old.means[k * p + j]);
                    }
                    s[i * p + j] = (s[i * p + j] - shift) / mass;
                    s[j * p + i] = s[i * p + j];
                }
            }
            lower[m] = at.structure().diagonal() ? rootOfDiagonal(s, p) : Cholesky.lower(s, p);
            if (lower[m].length == 0) {
                return lower[m];
            }
        }
        return at.encode(GaussianMixture.ofCholesky(at.structure(), weight, mean, lower), mechanismStep(at, x, sums, n));
    }

    private static double[] mechanismStep(Coordinates at, double[] x, WeightedSums sums, int n) {
        double[] parameters = at.mechanismParameters(x);
        boolean byClass = at.mechanism() instanceof Mechanism.ClassDependent;
        for (int k = 0; k < parameters.length; k++) {
            double missing = sums.mechanism[k] + LogSpace.sigmoid(parameters[k]) * (byClass ? sums.weight[k] : n);
            double rate = missing / (byClass ? sums.weight[k] : n);
            double logit = LogSpace.logit(Math.max(0, Math.min(1, rate)));
            double bound = Coordinates.PROBABILITY_LOGIT_BOUND;
            parameters[k] = byClass ? Math.max(-bound, Math.min(bound, logit)) : logit;
        }
        return parameters;
    }

    private static double[] rootOfDiagonal(double[] s, int p) {
        double[] root = new double[p * p];
        for (int i = 0; i < p; i++) {
            if (!(s[i * p + i] > 0)) {
                return new double[0];
            }
            root[i * p + i] = Math.sqrt(s[i * p + i]);
        }
        return root;
    }
}

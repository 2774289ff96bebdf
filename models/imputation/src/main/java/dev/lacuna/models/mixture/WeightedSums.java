package dev.lacuna.models.mixture;

import java.util.Arrays;

/**
 * What one pass over the rows leaves behind: the log-likelihood and, with weights c [rows x classes], Σ c, Σ c y and (where
 * covariances are not shared) Σ c (y-μ)(y-μ)ᵀ, packed lower triangle or diagonal; and the mechanism's gradient.
 */
final class WeightedSums {
    double logLikelihood;
    double ignorable;
    final double[] weight;
    final double[] first;
    final double[] second;
    final double[] mechanism;

    WeightedSums(Coordinates at) {
        weight = new double[at.classes()];
        first = new double[at.classes() * at.columns()];
        second = new double[at.structure().shared() ? 0 : at.classes() * at.structure().entries(at.columns())];
        mechanism = new double[at.mechanism().parameters(at.classes())];
    }

    void clear() {
        logLikelihood = 0;
        ignorable = 0;
        Arrays.fill(weight, 0);
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        Arrays.fill(mechanism, 0);
    }

    void add(WeightedSums other) {
        logLikelihood += other.logLikelihood;
        ignorable += other.ignorable;
        add(weight, other.weight);
        add(first, other.first);
        add(second, other.second);
        add(mechanism, other.mechanism);
    }

    private static void add(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }
}

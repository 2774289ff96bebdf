package dev.lacuna.models.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Simulated relative efficiency of fits against the rule from complete labels, with Monte Carlo errors (spec 6): two classes with
 * one covariance, excess errors exact by equation (1.1), all methods on the same draws.
 */
public final class RelativeEfficiency {

    private RelativeEfficiency() {}

    /** A way to make a rule from a draw; it may look at {@code complete()} only if it is meant to be an oracle. */
    public record Method(String name, Function<LabelSimulator.Draw, GaussianMixture> fit) {}

    /**
     * One method's outcome.
     *
     * @param meanExcess mean of error minus Bayes error over the replicates that succeeded
     * @param excessError Monte Carlo standard error of it
     * @param efficiency mean excess of complete labels over this method's, on the same replicates
     * @param efficiencyError its standard error by the delta method, pairing respected
     * @param beatsComplete share of replicates with a smaller error than the complete-label rule
     * @param failures replicates whose fit ended in an error
     */
    public record Outcome(String name, double meanExcess, double excessError, double efficiency, double efficiencyError,
            double beatsComplete, int failures) {}

    /** The oracle with all labels. */
    public static Method complete() {
        return new Method("complete labels", d -> LabelledMoments.exact(d.complete(), Covariances.EQUAL, 2));
    }

    /** The rule from labelled rows alone. */
    public static Method labelledOnly() {
        return new Method("labelled only", d -> Baselines.labelledOnly(d.observed(), Covariances.EQUAL, 2));
    }

    /** Self-training with the linear rule. */
    public static Method selfTraining() {
        return new Method("self-training", d -> Baselines.selfTraining(d.observed(), Covariances.EQUAL, 2));
    }

    /** Minimum-entropy regularisation at this λ. */
    public static Method entropyMinimisation(double lambda) {
        return new Method("entropy " + lambda, d -> Baselines.entropyMinimisation(d.observed(), Covariances.EQUAL, 2, lambda));
    }

    /** The ignorable fit of as many labels, removed at random instead: separates how many are missing from which. */
    public static Method thinned(InformativeLabels settings) {
        return new Method("thinned at random", d -> {
            int rows = d.observed().rows();
            double[] order = Draws.of(rows, "thinned labels").uniform(Double.doubleToLongBits(d.observed().feature(0, 0)), rows);
            double[] sorted = order.clone();
            Arrays.sort(sorted);
            double cut = sorted[Math.min(rows - 1, d.observed().missing())];
            int[] labels = new int[rows];
            Arrays.setAll(labels, j -> order[j] < cut ? PartlyLabelled.MISSING : d.truth()[j]);
            return settings.fit(d.observed().withLabels(labels)).mixture();
        });
    }

    /** A fit with these settings. */
    public static Method fitted(String name, InformativeLabels settings) {
        return new Method(name, d -> settings.fit(d.observed()).mixture());
    }

    /** Error of the rule "class 0 where b₀ + bᵀy > 0" under the true mixture: equation (1.1). */
    public static double error(GaussianMixture truth, double[] rule) {
        int p = truth.columns();
        double variance = 0;
        double[] s = truth.covariance(0);
        double[] score = {rule[0], rule[0]};
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                variance += rule[i + 1] * s[i * p + j] * rule[j + 1];
            }
            for (int k = 0; k < 2; k++) {
                score[k] += rule[i + 1] * truth.mean(k)[i];
            }
        }
        double sd = Math.sqrt(variance);
        return truth.weight(0) * Tails.normal(-score[0] / sd) + truth.weight(1) * Tails.normal(score[1] / sd);
    }

    /**
     * Runs all methods on {@code replicates} draws of {@code rows} rows; the first method is the reference of the efficiencies.
     * Draws on which a class has no label are drawn again from the next replicate number beyond the last.
     */
    public static List<Outcome> run(GaussianMixture truth, LabelSimulator simulator, List<Method> methods, int rows,
            int replicates,
            long seed, int threads) {
        double[][] excess = new double[methods.size()][replicates];
        double bayes = error(truth, truth.discriminant());
        try (Workers workers = new Workers(threads)) {
            workers.run(replicates, r -> {
                LabelSimulator.Draw draw = draw(simulator, rows, seed, r, replicates);
                for (int m = 0; m < excess.length; m++) {
                    try {
                        excess[m][r] = error(truth, methods.get(m).fit.apply(draw).discriminant()) - bayes;
                    } catch (IllegalArgumentException e) {
                        excess[m][r] = Double.NaN;
                    }
                }
            });
        }
        List<Outcome> out = new ArrayList<>();
        for (int m = 0; m < excess.length; m++) {
            out.add(outcome(methods.get(m).name, excess[0], excess[m]));
        }
        return out;
    }

    private static LabelSimulator.Draw draw(LabelSimulator simulator, int rows, long seed, int replicate, int replicates) {
        for (long r = replicate;; r += replicates) {
            LabelSimulator.Draw draw = simulator.draw(rows, seed, r);
            if (Arrays.stream(draw.observed().labelCounts(2)).allMatch(c -> c > 0)) {
                return draw;
            }
        }
    }

    private static Outcome outcome(String name, double[] reference, double[] excess) {
        int n = 0;
        double meanA = 0;
        double meanB = 0;
        int wins = 0;
        for (int r = 0; r < excess.length; r++) {
            if (!Double.isNaN(excess[r]) && !Double.isNaN(reference[r])) {
                n++;
                meanA += reference[r];
                meanB += excess[r];
                wins += excess[r] < reference[r] ? 1 : 0;
            }
        }
        meanA /= n;
        meanB /= n;
        double varianceB = 0;
        double ratio = 0;
        double efficiency = meanA / meanB;
        for (int r = 0; r < excess.length; r++) {
            if (!Double.isNaN(excess[r]) && !Double.isNaN(reference[r])) {
                varianceB += (excess[r] - meanB) * (excess[r] - meanB);
                double residual = reference[r] - efficiency * excess[r];
                ratio += residual * residual;
            }
        }
        double scale = 1.0 / ((double) n * Math.max(1, n - 1));
        return new Outcome(name, meanB, Math.sqrt(varianceB * scale), efficiency, Math.sqrt(ratio * scale) / meanB,
                (double) wins / n,
                excess.length - n);
    }
}

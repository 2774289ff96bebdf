package dev.lacuna.bench.mixture;

import static dev.lacuna.bench.mixture.MixtureExperiments.SEED;
import static dev.lacuna.bench.mixture.MixtureExperiments.format;
import static dev.lacuna.bench.mixture.MixtureExperiments.head;
import static dev.lacuna.bench.mixture.MixtureExperiments.row;

import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.Draws;
import dev.lacuna.models.mixture.InformativeLabels;
import dev.lacuna.models.mixture.PartlyLabelled;
import dev.lacuna.models.mixture.deep.NeuralLabels;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The neural class model against the Gaussian one on the same draws: labels that depend on normal features along a line, a
 * parabola and waves, which no Gaussian rule fits.
 */
final class DeepComparison {
    private static final int ROWS = 500;
    private static final int TEST_ROWS = 20_000;
    private static final double SLOPE = 8;
    private static final double INTERCEPT = -5;

    private DeepComparison() {}

    /** Features with the true log-odds of class 0. */
    private interface World {
        double logOdds(double[] y);
    }

    static void print(int replicates) {
        head("neural against Gaussian class model: test error in percent (Monte Carlo error), n = " + ROWS + ", " + replicates
                + " replicates, normalised entropy link, slope " + SLOPE + ", seed " + SEED, "data", "missing",
                        "Gaussian equal, ent",
                "Gaussian unequal, ent", "Gaussian equal, ignorable", "linear network", "linear, labels only", "network",
                        "network, labels only",
                "Bayes");
        // features are standard normal in both: only the way labels depend on them differs
        world("logistic, linear", replicates, y -> 2.5 * y[0]);
        world("logistic, parabola", replicates, y -> 3 * (y[1] - y[0] * y[0] + 0.7));
        world("logistic, waves", replicates, y -> 4 * StrictMath.sin(2.5 * y[0]) + y[1]);
    }

    private static void world(String name, int replicates, World world) {
        Map<String, double[]> errors = new LinkedHashMap<>();
        double missing = 0;
        for (int r = 0; r < replicates; r++) {
            int[] truth = new int[ROWS];
            PartlyLabelled sample = draw(world, ROWS, r, true, truth);
            int[] testTruth = new int[TEST_ROWS];
            PartlyLabelled test = draw(world, TEST_ROWS, 1_000_000L + r, false, testTruth);
            missing += sample.missing() / (double) ROWS / replicates;
            Map<String, ToIntFunction<double[]>> rules = new LinkedHashMap<>();
            rules.put("equal", gaussian(sample, Covariances.EQUAL, "normalised-entropy"));
            rules.put("unequal", gaussian(sample, Covariances.UNEQUAL, "normalised-entropy"));
            rules.put("ignorable", gaussian(sample, Covariances.EQUAL, "mcar"));
            rules.put("linear", NeuralLabels.builder().hidden().build().fit(sample, 2)::classify);
            rules.put("linear only", NeuralLabels.builder().hidden().labelledOnly().build().fit(sample, 2)::classify);
            rules.put("network", NeuralLabels.builder().build().fit(sample, 2)::classify);
            rules.put("network only", NeuralLabels.builder().labelledOnly().build().fit(sample, 2)::classify);
            rules.put("Bayes", y -> world.logOdds(y) > 0 ? 0 : 1);
            for (Map.Entry<String, ToIntFunction<double[]>> rule : rules.entrySet()) {
                int wrong = 0;
                for (int j = 0; j < TEST_ROWS; j++) {
                    wrong += rule.getValue().applyAsInt(test.row(j)) == testTruth[j] ? 0 : 1;
                }
                errors.computeIfAbsent(rule.getKey(), k -> new double[replicates])[r] = 100.0 * wrong / TEST_ROWS;
            }
        }
        List<Object> cells = new ArrayList<>(List.of(name, format("%.2f", missing)));
        for (double[] e : errors.values()) {
            double mean = Arrays.stream(e).average().orElse(Double.NaN);
            double squares = Arrays.stream(e).map(v -> (v - mean) * (v - mean)).sum();
            cells.add(format("%.2f (%.2f)", mean, Math.sqrt(squares / (e.length - 1) / e.length)));
        }
        row(cells.toArray());
    }

    private static ToIntFunction<double[]> gaussian(PartlyLabelled sample, Covariances covariances, String mechanism) {
        return InformativeLabels.builder().covariances(covariances).mechanism(Mechanism.named(mechanism)).randomStarts(1)
                .fit(sample)::classify;
    }

    private static PartlyLabelled draw(World world, int rows, long replicate, boolean hide, int[] truth) {
        double[] normal = Draws.of(SEED, "deep features").normal(replicate, rows * 2);
        double[] uniform = Draws.of(SEED, "deep labels").uniform(replicate, rows * 2);
        double[] y = new double[rows * 2];
        int[] labels = new int[rows];
        Posterior at = new Posterior(2);
        for (int j = 0; j < rows; j++) {
            y[2 * j] = normal[2 * j];
            y[2 * j + 1] = normal[2 * j + 1];
            double d = world.logOdds(new double[] {y[2 * j], y[2 * j + 1]});
            truth[j] = uniform[2 * j] < LogSpace.sigmoid(d) ? 0 : 1;
            at.logJoint[0] = d;
            at.logJoint[1] = 0;
            at.update();
            double q = LogSpace.sigmoid(INTERCEPT + SLOPE * Covariate.NORMALISED_ENTROPY.value(at));
            labels[j] = hide && uniform[2 * j + 1] < q ? PartlyLabelled.MISSING : truth[j];
        }
        return PartlyLabelled.of(y, 2, labels);
    }
}

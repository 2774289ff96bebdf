package dev.lacuna.models.patternset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.patternset.Published.Divergence;
import dev.lacuna.models.patternset.Published.ObservedWeight;
import dev.lacuna.models.patternset.Published.Reduction;
import org.junit.jupiter.api.Test;

/** The switches of the published code, by what they must and must not change. */
class PublishedTest {
    private static final long SEED = 17;
    private static final int FEATURES = 4;
    /** float32 sums of some twenty numbers of size 1 to 10. */
    private static final double ROUNDING = 1e-5;

    private static PatternSetSpec spec(Divergence divergence, Reduction reduction) {
        return new PatternSetSpec(Variant.SHARED_LATENT, FeatureLayout.uniform(FEATURES, FeatureKind.GAUSSIAN), 3, 2, 6, .25,
                PatternSetSpec.supervision(.5, FEATURES), new Published(ObservedWeight.PAPER, divergence, reduction));
    }

    private static PatternSetObjective objective(PatternSetSpec spec, Parameters parameters, int rows, float observedWeight) {
        PatternSetObjective objective = new PatternSetObjective(spec, parameters, rows, rows);
        float[] x = new float[rows * FEATURES];
        float[] r = new float[rows * FEATURES];
        Kernels.get().normal(Philox.key(SEED, "values"), 0, 0, x, 0, x.length);
        for (int i = 0; i < r.length; i++) r[i] = i % 3 == 1 ? 0 : 1;
        for (int row = 0; row < rows; row++) objective.load(row, x, r, row, observedWeight);
        noise(objective, 0);
        return objective;
    }

    private static void noise(PatternSetObjective objective, long stream) {
        float[] z = objective.latentNoise.value().data;
        Kernels.get().normal(Philox.key(SEED, "noise"), stream, 0, z, 0, z.length);
    }

    @Test
    void reduction_ofASingleRow_isTheMean() {
        Parameters parameters = spec(Divergence.CLOSED, Reduction.MEAN).initialParameters(SEED);
        double mean = objective(spec(Divergence.CLOSED, Reduction.MEAN), parameters, 1, 1).evaluate();
        assertEquals(mean, objective(spec(Divergence.CLOSED, Reduction.MIXED), parameters, 1, 1).evaluate(), ROUNDING);
    }

    /** Five rows: the term of the observed values counts five times as much under MIXED, which adds it up over the batch. */
    @Test
    void reduction_mixed_addsUpTheObservedValues() {
        Parameters parameters = spec(Divergence.CLOSED, Reduction.MEAN).initialParameters(SEED);
        double[] observedTerm = new double[2];
        for (Reduction reduction : Reduction.values()) {
            PatternSetSpec spec = spec(Divergence.CLOSED, reduction);
            observedTerm[reduction.ordinal()] = objective(spec, parameters, 5, 2).evaluate() - objective(spec, parameters, 5, 1)
                    .evaluate();
        }
        assertEquals(5 * observedTerm[Reduction.MEAN.ordinal()], observedTerm[Reduction.MIXED.ordinal()], 20 * ROUNDING);
    }

    @Test
    void observedWeight_loss_isLinearInIt() {
        PatternSetSpec spec = spec(Divergence.CLOSED, Reduction.MEAN);
        Parameters parameters = spec.initialParameters(SEED);
        double one = objective(spec, parameters, 5, 1).evaluate();
        double two = objective(spec, parameters, 5, 2).evaluate();
        assertEquals(two - one, objective(spec, parameters, 5, 3).evaluate() - two, ROUNDING);
    }

    /** The mean over draws of log q - log p is the divergence. */
    @Test
    void divergence_monteCarlo_isTheClosedFormOnAverage() {
        Parameters parameters = spec(Divergence.CLOSED, Reduction.MEAN).initialParameters(SEED);
        PatternSetObjective closed = objective(spec(Divergence.CLOSED, Reduction.MEAN), parameters, 5, 1);
        PatternSetObjective drawn = objective(spec(Divergence.MONTE_CARLO, Reduction.MEAN), parameters, 5, 1);
        int draws = 4000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            noise(closed, i);
            noise(drawn, i);
            double difference = drawn.evaluate() - closed.evaluate();
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / draws;
        double deviation = Math.sqrt(squares / draws - mean * mean);
        assertEquals(0, mean, 4 * deviation / Math.sqrt(draws));
        assertNotEquals(0, deviation, ROUNDING);
    }
}

package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The missingness model in which no column hides itself, in training and in the sampler. */
class NoSelfCensoringTest {
    private static final int ROWS = 6;
    private static final int SAMPLES = 9;
    private static final int LATENT = 3;
    /** Columns: real, three levels, real. */
    private static final FeatureLayout LAYOUT = new FeatureLayout(new int[] {0, 1, 1, 1, 2}, List.of(FeatureKind.GAUSSIAN,
            FeatureKind.CATEGORICAL, FeatureKind.CATEGORICAL, FeatureKind.CATEGORICAL, FeatureKind.GAUSSIAN));

    private static LatentSpec spec(int privateLatent, List<Integer> decoder, Mixing mixing) {
        return new LatentSpec(LAYOUT, LATENT, SAMPLES, new MlpEncoder(new Encoder.Layers(List.of(4), Activation.TANH, 10), true),
                new Trunk(decoder, Activation.TANH), new DataHead(new DataHead.Scale.PerEntry(0.1)), new Prior.StandardNormal(),
                new NoSelfCensoring(privateLatent), mixing, 1, Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
    }

    private static FMatrixRMaj values() {
        Random random = new Random(8);
        FMatrixRMaj x = new FMatrixRMaj(ROWS, 5);
        for (int row = 0; row < ROWS; row++) {
            x.set(row, 0, (float) random.nextGaussian());
            x.set(row, 1 + random.nextInt(3), 1);
            x.set(row, 4, (float) random.nextGaussian());
        }
        return x;
    }

    /** Row 0 has nothing, row 1 everything. */
    private static FMatrixRMaj observed() {
        Random random = new Random(9);
        FMatrixRMaj observed = new FMatrixRMaj(ROWS, 3);
        for (int i = 0; i < ROWS * 3; i++) observed.data[i] = i < 3 ? 0 : i < 6 ? 1 : random.nextInt(2);
        return observed;
    }

    private static LatentObjective objective(LatentSpec spec, Parameters parameters, FMatrixRMaj x, FMatrixRMaj observed) {
        LatentObjective objective = new LatentObjective(spec, parameters, ROWS, ROWS);
        for (int row = 0; row < ROWS; row++) objective.inputs().load(row, x, observed, row);
        float[] noise = objective.inputs().latentNoise.value().data;
        Kernels.get().normal(3, 0, 0, noise, 0, noise.length);
        objective.inputs().valueNoise.ifPresent(values -> Kernels.get().normal(4, 0, 0, values.value().data, 0, values.size()));
        return objective;
    }

    /**
     * The bound in training is the mean over rows of the sampler's log mean weight, given the same noise. The sampler reads the
     * private part through rows of 0. Tolerance: log-weights of about 10, float32 sums of some ten terms.
     */
    @ParameterizedTest
    @CsvSource({"0,5,SAMPLE", "1,5,SAMPLE", "2,5,MEAN", "1,0,SAMPLE", "2,0,MEAN"})
    void sampler_givenTheNoiseOfTraining_hasItsBound(int privateLatent, int hidden, Mixing mixing) {
        LatentSpec spec = spec(privateLatent, hidden == 0 ? List.of() : List.of(hidden), mixing);
        Parameters parameters = spec.initialParameters(5, new float[] {0.3f, -0.2f, 0.5f});
        LatentObjective objective = objective(spec, parameters, values(), observed());
        double loss = objective.evaluate();
        float[] filled = objective.inputs().values.value().data;
        Posterior posterior = spec.encoder().encode(new Weights(parameters), LAYOUT, LATENT, ROWS, filled, observed().data);
        float[] valueNoise = objective.inputs().valueNoise.map(values -> values.value().data)
                .orElseGet(() -> new float[SAMPLES * ROWS * 5]);
        SamplingRequest request = SamplingRequest.builder(ROWS).posterior(posterior.mean(), posterior.logVariance())
                .values(filled, observed().data).noise(new Noise.Given(objective.inputs().latentNoise.value().data, valueNoise))
                .samples(SAMPLES).completeRows(true).build();
        double sum = 0;
        for (double each : ImportanceSampler.cpu().sample(spec.freeze(new Weights(parameters)), request).logMeanWeight()) {
            sum += each;
        }
        assertEquals(-loss, sum / ROWS, 2e-5);
    }

    @Test
    void logits_otherValueOfAColumn_changeForTheOthersOnly() {
        LatentSpec spec = spec(0, List.of(5), Mixing.SAMPLE);
        Parameters parameters = spec.initialParameters(5, new float[3]);
        FMatrixRMaj everything = new FMatrixRMaj(ROWS, 3);
        everything.fill(1);
        float[] before = logits(spec, parameters, values(), everything);
        FMatrixRMaj changed = values();
        for (int row = 0; row < ROWS; row++) {
            float first = changed.get(row, 1);
            changed.set(row, 1, changed.get(row, 2));
            changed.set(row, 2, changed.get(row, 3));
            changed.set(row, 3, first);
        }
        float[] after = logits(spec, parameters, changed, everything);
        for (int i = 0; i < before.length; i++) {
            if (i % 3 == 1) assertEquals(before[i], after[i]);
            else assertNotEquals(before[i], after[i]);
        }
    }

    private static float[] logits(LatentSpec spec, Parameters parameters, FMatrixRMaj x, FMatrixRMaj observed) {
        LatentObjective objective = objective(spec, parameters, x, observed);
        objective.forward();
        return objective.missingnessLogits().orElseThrow().value().data.clone();
    }
}

package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.List;
import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two cheap ways to a linear missingness model's logits against the dense product. */
class FactoredLogitsTest {
    /** No way pays where the share is not known. */
    private static final double DENSE = Double.NaN;
    /** More columns than two panels hold, so that a complete row needs three. */
    private static final int COLUMNS = 150;
    private static final int ROWS = 6;
    private static final int LATENT = 3;

    private static LatentSpec spec(Input input, int hidden, FeatureKind kind, int components, Mixing mixing) {
        return new LatentSpec(FeatureLayout.uniform(COLUMNS, kind), LATENT, 4,
                new MlpEncoder(new Encoder.Layers(List.of(5), Activation.TANH, 10, components), true),
                new Trunk(hidden == 0 ? List.of() : List.of(hidden), Activation.TANH),
                new DataHead(new DataHead.Scale.PerEntry(0.3)), new Prior.StandardNormal(),
                new Missingness.Network(input, List.of()), mixing, 0.7, Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
    }

    /** Row 0 has nothing, row 1 everything, the others some. */
    private static LatentObjective objective(LatentSpec spec, Parameters parameters, double share) {
        Random random = new Random(2);
        FMatrixRMaj x = new FMatrixRMaj(ROWS, COLUMNS);
        FMatrixRMaj observed = new FMatrixRMaj(ROWS, COLUMNS);
        LatentObjective objective = new LatentObjective(spec, parameters, ROWS, ROWS, share);
        for (int i = 0; i < x.data.length; i++) {
            int row = i / COLUMNS;
            x.data[i] = (float) random.nextGaussian();
            observed.data[i] = row == 1 || row > 1 && random.nextInt(10) == 0 ? 1 : 0;
        }
        for (int row = 0; row < ROWS; row++) objective.inputs().load(row, x, observed, row);
        float[] noise = objective.inputs().latentNoise.value().data;
        Kernels.get().normal(3, 0, 0, noise, 0, noise.length);
        objective.inputs().valueNoise.ifPresent(values -> Kernels.get().normal(4, 0, 0, values.value().data, 0, values.size()));
        return objective;
    }

    /**
     * Tolerances: log-weights are sums of 300 float32 terms, near -300, each good to 1e-7 of numbers up to 10; gradients relative
     * to a parameter's largest.
     */
    @ParameterizedTest
    @CsvSource({"VALUES_AND_LATENT,5,GAUSSIAN,1", "VALUES,5,GAUSSIAN,1", "VALUES_AND_LATENT,0,GAUSSIAN,1", "VALUES,0,STUDENT_T,1",
        "VALUES_AND_LATENT,5,GAUSSIAN,2"})
    void objective_factored_equalsTheDenseOne(Input input, int hidden, FeatureKind kind, int components) {
        compare(spec(input, hidden, kind, components, Mixing.MEAN), 0.02);
    }

    @ParameterizedTest
    @CsvSource({"VALUES_AND_LATENT,GAUSSIAN,1,SAMPLE", "VALUES,GAUSSIAN,1,SAMPLE", "VALUES_AND_LATENT,STUDENT_T,2,MEAN",
        "VALUES_AND_LATENT,BERNOULLI,1,MEAN"})
    void objective_drawsMultipliedAtHolesOnly_equalsTheDenseOne(Input input, FeatureKind kind, int components, Mixing mixing) {
        compare(spec(input, 5, kind, components, mixing), 0.9);
    }

    private static void compare(LatentSpec spec, double share) {
        Parameters parameters = spec.initialParameters(5, new float[COLUMNS]);
        LatentObjective dense = objective(spec, parameters, DENSE);
        LatentObjective factored = objective(spec, parameters, share);
        assertEquals(dense.evaluate(), factored.evaluate(), 1e-4);
        double[] expected = dense.logWeights().orElseThrow();
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], factored.logWeights().orElseThrow()[i], 2e-4);
        float[] logits = dense.missingnessLogits().orElseThrow().value().data;
        float[] others = factored.missingnessLogits().orElseThrow().value().data;
        int different = 0;
        for (int i = 0; i < logits.length; i++) {
            assertEquals(logits[i], others[i], 5e-6);
            if (logits[i] != others[i]) different++;
        }
        assertNotEquals(0, different, "the two ways round differently; these are one way");
        for (Parameter parameter : parameters) {
            float[] gradient = dense.tape().gradient(parameter).data;
            float[] other = factored.tape().gradient(parameter).data;
            double largest = 0;
            for (float g : gradient) largest = Math.max(largest, Math.abs(g));
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(gradient[i], other[i], 1e-4 * largest + 1e-7, parameter.name() + " " + i);
            }
        }
    }

    /** Draws of missing values have no factors: the dense way whatever the share. */
    @Test
    void objective_sampledValues_staysDense() {
        LatentSpec spec = spec(Input.VALUES, 5, FeatureKind.GAUSSIAN, 1, Mixing.SAMPLE);
        Parameters parameters = spec.initialParameters(5, new float[COLUMNS]);
        assertEquals(objective(spec, parameters, DENSE).evaluate(), objective(spec, parameters, 0.02).evaluate());
    }

    /** 1,000 columns, 5 draws: 70 % observed pay, 30 % do not; nor do few draws or few columns. */
    @Test
    void completedPays_ratings_whereMostCellsAreObserved() {
        assertTrue(CompletedLogits.pays(5, 1000, 0.7));
        assertFalse(CompletedLogits.pays(5, 1000, 0.3));
        assertFalse(CompletedLogits.pays(1, 1000, 1));
        assertFalse(CompletedLogits.pays(5, 11, 0.7));
    }

    /** 1,000 ratings, 100 rows, 5 draws, 10 hidden units: 2 % observed pay, 70 % do not; nor does a handful of columns. */
    @Test
    void pays_ratings_whereFewCellsAreObserved() {
        assertTrue(FactoredLogits.pays(100, 5, 1000, 10, 0.02));
        assertFalse(FactoredLogits.pays(100, 5, 1000, 10, 0.7));
        assertFalse(FactoredLogits.pays(16, 20, 11, 128, 0.02));
    }
}

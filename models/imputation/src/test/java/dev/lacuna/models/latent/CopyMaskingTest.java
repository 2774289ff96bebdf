package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.Design;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** What a shard shows its encoder when rows lend each other their patterns. */
class CopyMaskingTest {
    private static final int ROWS = 30;
    private static final int COLUMNS = 5;
    private static final FMatrixRMaj X = new FMatrixRMaj(ROWS, COLUMNS);
    private static final FMatrixRMaj OBSERVED = new FMatrixRMaj(ROWS, COLUMNS);

    static {
        Random random = new Random(4);
        for (int i = 0; i < X.data.length; i++) {
            X.data[i] = (float) random.nextGaussian();
            OBSERVED.data[i] = random.nextInt(3) > 0 ? 1 : 0;
        }
    }

    private static LatentShard shard(double most, double copied, int rows, FMatrixRMaj x, FMatrixRMaj observed) {
        Encoder encoder = new MlpEncoder(new Encoder.Layers(List.of(4), Activation.TANH, 10), true);
        LatentSpec spec = new LatentSpec(FeatureLayout.uniform(COLUMNS, FeatureKind.GAUSSIAN), 2, 2, encoder,
                new Trunk(List.of(), Activation.TANH), new DataHead(new DataHead.Scale.Fixed(1)), new Prior.StandardNormal(),
                new Missingness.SelfMasking(false, false), Mixing.SAMPLE, 1, Bound.IMPORTANCE_WEIGHTED, false,
                new Dropout(most, true, copied));
        return new LatentShard(spec, spec.initialParameters(1, new float[COLUMNS]), new LatentShard.TrainingData(x, observed,
                new FMatrixRMaj(rows, 0)), new Design.Part(rows, 0, 1), 7);
    }

    private static float[] row(float[] matrix, int row) {
        return Arrays.copyOfRange(matrix, row * COLUMNS, (row + 1) * COLUMNS);
    }

    private static float[] both(float[] one, float[] other) {
        float[] product = new float[one.length];
        for (int i = 0; i < one.length; i++) product[i] = other[i] == 0 ? 0 : one[i];
        return product;
    }

    @Test
    void evaluate_copyingAlways_showsEachRowMeetAnotherRowsPattern() {
        LatentShard shard = shard(0, 1, ROWS, X, OBSERVED);
        int[] batch = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
        Set<String> seen = new HashSet<>();
        for (int step = 0; step < 20; step++) {
            assertTrue(Double.isFinite(shard.evaluate(step, batch, 0, ROWS)));
            ShardInputs inputs = shard.inputs();
            for (int i = 0; i < ROWS; i++) {
                int own = batch[i];
                float[] shown = row(inputs.shown.value().data, i);
                boolean real = IntStream.range(0, ROWS).anyMatch(lender -> lender != own
                        && Arrays.equals(shown, both(row(OBSERVED.data, own), row(OBSERVED.data, lender))));
                assertTrue(real, "row " + own + " shows " + Arrays.toString(shown));
                assertArrayEquals(both(row(X.data, own), shown), row(inputs.shownValues.value().data, i));
                assertArrayEquals(row(OBSERVED.data, own), row(inputs.observed.value().data, i));
                assertArrayEquals(row(OBSERVED.data, own), row(inputs.scored.get(FeatureKind.GAUSSIAN).value().data, i));
                if (own == 0) seen.add(Arrays.toString(shown));
            }
        }
        assertTrue(seen.size() > 1, "another row lends at each step");
    }

    /**
     * 600 rows: half copy, and a copy hides something with probability 1 - (7/9)^5 = .72. Expected 214, standard deviation 12;
     * five of them.
     */
    @Test
    void evaluate_copyingHalfTheTime_leavesTheOtherHalf() {
        LatentShard shard = shard(0, 0.5, ROWS, X, OBSERVED);
        int[] batch = IntStream.range(0, ROWS).toArray();
        int less = 0;
        for (int step = 0; step < 20; step++) {
            shard.evaluate(step, batch, 0, ROWS);
            for (int i = 0; i < ROWS; i++) {
                if (!Arrays.equals(row(shard.inputs().shown.value().data, i), row(OBSERVED.data, i))) less++;
            }
        }
        assertTrue(less > 154 && less < 274, "rows with less to see: " + less);
    }

    @Test
    void evaluate_sameStepAgain_showsTheSame() {
        LatentShard shard = shard(0.5, 0.5, ROWS, X, OBSERVED);
        int[] batch = IntStream.range(0, ROWS).toArray();
        double first = shard.evaluate(3, batch, 0, ROWS);
        float[] shown = shard.inputs().shown.value().data.clone();
        shard.evaluate(4, batch, 0, ROWS);
        assertEquals(first, shard.evaluate(3, batch, 0, ROWS));
        assertArrayEquals(shown, shard.inputs().shown.value().data);
    }

    @Test
    void evaluate_oneRow_hasNobodyToCopy() {
        FMatrixRMaj x = new FMatrixRMaj(1, COLUMNS, true, row(X.data, 0));
        FMatrixRMaj observed = new FMatrixRMaj(1, COLUMNS, true, row(OBSERVED.data, 0));
        LatentShard shard = shard(0, 1, 1, x, observed);
        shard.evaluate(0, new int[] {0}, 0, 1);
        assertArrayEquals(observed.data, row(shard.inputs().shown.value().data, 0));
    }
}

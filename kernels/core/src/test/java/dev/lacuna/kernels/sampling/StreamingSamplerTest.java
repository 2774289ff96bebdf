package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The streamed sums against two passes in double, and what must not change a bit. */
class StreamingSamplerTest {
    private static final int SEED = 20260711;
    private static final int ROWS = 7;
    /** Two whole chunks and a part of a third. */
    private static final int SAMPLES = 150;

    /** Tolerance 2e-4: float32 layers of width 9 and less are exact to about 1e-6, log-weights of size 30 to 3e-5. */
    @ParameterizedTest
    @EnumSource(RandomNetworks.Form.class)
    void sums_streamed_equalTwoPasses(RandomNetworks.Form form) {
        FrozenNetwork network = RandomNetworks.network(form, SEED);
        SamplingRequest request = RandomNetworks.request(network, ROWS, SAMPLES, SEED).completeRows(true).build();
        SamplingResult result = ImportanceSampler.cpu().sample(network, request);
        for (int b = 0; b < ROWS; b++) {
            TwoPassReference reference = new TwoPassReference(network, request, b);
            for (int e = 0; e < RandomNetworks.FEATURES; e++) {
                String cell = "row " + b + ", feature " + e;
                int i = b * RandomNetworks.FEATURES + e;
                assertEquals(reference.expected[e], result.expected()[i], 2e-4, cell);
                assertEquals(reference.standardDeviation[e], result.standardDeviation()[i], 2e-4, cell);
            }
            assertEquals(reference.effectiveSampleSize, result.effectiveSampleSize()[b], 2e-4 * SAMPLES, "row " + b);
            assertEquals(reference.logMeanWeight, result.logMeanWeight()[b], 2e-4, "row " + b);
            assertEquals(SAMPLES * network.categories(), result.samplesUsed()[b]);
        }
    }

    @ParameterizedTest
    @EnumSource(RandomNetworks.Form.class)
    void result_threadsAndBlocks_sameBits(RandomNetworks.Form form) {
        FrozenNetwork network = RandomNetworks.network(form, SEED);
        SamplingResult reference = sample(network, 8, 1);
        for (int chunksPerBlock : new int[] {1, 2, 3, 8, 12}) {
            for (int threads = 1; threads <= 3; threads++) {
                assertSame(reference, sample(network, chunksPerBlock, threads));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RandomNetworks.Form.class)
    void result_plainKernels_sameBits(RandomNetworks.Form form) {
        FrozenNetwork network = RandomNetworks.network(form, SEED);
        SamplingRequest request = RandomNetworks.request(network, ROWS, SAMPLES, SEED).draws(3).build();
        assertSame(new CpuSampler(Kernels.plain()).sample(network, request), ImportanceSampler.cpu().sample(network, request));
    }

    /**
     * The bits themselves, so that every JDK, width and provider that runs this test is compared with every other. A change of an
     * elementary function or of an address of noise changes them knowingly.
     */
    @Test
    void result_everyForm_hasTheseBits() {
        int hash = 1;
        for (RandomNetworks.Form form : RandomNetworks.Form.values()) {
            SamplingResult result = sample(RandomNetworks.network(form, SEED), 8, 1);
            hash = 31 * hash + Arrays.hashCode(result.expected());
            hash = 31 * hash + Arrays.hashCode(result.standardDeviation());
            hash = 31 * hash + Arrays.hashCode(result.effectiveSampleSize());
            hash = 31 * hash + Arrays.hashCode(result.logMeanWeight());
            for (float[] draw : result.draws()) {
                hash = 31 * hash + Arrays.hashCode(draw);
            }
        }
        assertEquals(1840696813, hash);
    }

    private static SamplingResult sample(FrozenNetwork network, int chunksPerBlock, int threads) {
        SamplingRequest request = RandomNetworks.request(network, ROWS, SAMPLES, SEED).threads(threads).draws(3).build();
        return new CpuSampler(Kernels.get(), chunksPerBlock).sample(network, request);
    }

    @ParameterizedTest
    @EnumSource(RandomNetworks.Form.class)
    void result_rowsAlone_sameBits(RandomNetworks.Form form) {
        FrozenNetwork network = RandomNetworks.network(form, SEED);
        SamplingRequest whole = RandomNetworks.request(network, ROWS, SAMPLES, SEED).draws(2).build();
        SamplingResult all = ImportanceSampler.cpu().sample(network, whole);
        int[] reversed = {6, 5, 4, 3, 2, 1, 0};
        SamplingResult permuted = ImportanceSampler.cpu().sample(network, pick(network, whole, reversed));
        for (int b = 0; b < ROWS; b++) {
            SamplingResult alone = ImportanceSampler.cpu().sample(network, pick(network, whole, b));
            assertSame(row(all, b), alone);
            assertSame(row(all, b), row(permuted, ROWS - 1 - b));
        }
    }

    @Test
    void stopping_effectiveSampleSize_equalsShorterRequest() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.CATEGORIES, SEED);
        SamplingResult stopped = ImportanceSampler.cpu().sample(network, RandomNetworks.request(network, ROWS, 2000, SEED)
                .stopping(new Stopping.EffectiveSampleSize(100, 0)).draws(2).build());
        assertStopsLikeShorterRequests(network, stopped);
        for (int b = 0; b < ROWS; b++) {
            assertTrue(stopped.samplesUsed()[b] == 0 || stopped.effectiveSampleSize()[b] >= 100, "row " + b);
        }
    }

    @Test
    void stopping_standardError_equalsShorterRequest() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.SELF_MASKING, SEED);
        SamplingResult stopped = ImportanceSampler.cpu().sample(network, RandomNetworks.request(network, ROWS, 5000, SEED)
                .stopping(new Stopping.StandardError(0.1, 256)).draws(2).build());
        assertStopsLikeShorterRequests(network, stopped);
        for (int i = 0; i < stopped.expected().length; i++) {
            int b = i / RandomNetworks.FEATURES;
            assertTrue(stopped.samplesUsed()[b] == 0 || stopped.samplesUsed()[b] >= 256, "row " + b);
            assertTrue(stopped.samplesUsed()[b] == 5000
                    || !(stopped.standardDeviation()[i] / Math.sqrt(stopped.effectiveSampleSize()[b]) > 0.1 + 1e-6), "row " + b);
        }
    }

    /** A row that stopped after n samples is the row of a request for n samples. */
    private static void assertStopsLikeShorterRequests(FrozenNetwork network, SamplingResult stopped) {
        int different = (int) Arrays.stream(stopped.samplesUsed()).distinct().count();
        assertTrue(different > 2, "rows stop at different places: " + Arrays.toString(stopped.samplesUsed()));
        for (int b = 0; b < ROWS; b++) {
            int samples = Math.max(1, stopped.samplesUsed()[b] / network.categories());
            SamplingResult shorter = ImportanceSampler.cpu().sample(network,
                    RandomNetworks.request(network, ROWS, samples, SEED).draws(2).build());
            assertSame(row(stopped, b), row(shorter, b));
        }
    }

    @Test
    void row_complete_isSkippedUnlessAskedFor() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.TRUNK, SEED);
        SamplingResult result = ImportanceSampler.cpu().sample(network, RandomNetworks.request(network, ROWS, 64, SEED).build());
        assertEquals(0, result.samplesUsed()[1]);
        assertTrue(Double.isNaN(result.effectiveSampleSize()[1]) && Double.isNaN(result.logMeanWeight()[1]));
        SamplingRequest request = RandomNetworks.request(network, ROWS, 64, SEED).build();
        assertArrayEquals(Arrays.copyOfRange(request.x(), 9, 18), Arrays.copyOfRange(result.expected(), 9, 18));
    }

    @Test
    void values_underMissingCells_doNotMatter() {
        for (RandomNetworks.Form form : RandomNetworks.Form.values()) {
            FrozenNetwork network = RandomNetworks.network(form, SEED);
            SamplingRequest clean = RandomNetworks.request(network, ROWS, 64, SEED).draws(1).build();
            float[] garbage = clean.x().clone();
            for (int i = 0; i < garbage.length; i++) {
                int column = RandomNetworks.COLUMN[i % RandomNetworks.FEATURES];
                boolean missing = clean.observed()[i / RandomNetworks.FEATURES * RandomNetworks.COLUMNS + column] == 0;
                garbage[i] = missing ? 777 : garbage[i];
            }
            SamplingRequest dirty = RandomNetworks.request(network, ROWS, 64, SEED).draws(1)
                    .values(garbage, clean.observed()).build();
            assertSame(ImportanceSampler.cpu().sample(network, clean), ImportanceSampler.cpu().sample(network, dirty));
        }
    }

    private static SamplingRequest pick(FrozenNetwork network, SamplingRequest whole, int... rows) {
        int latent = network.latent();
        int features = RandomNetworks.FEATURES;
        float[] mean = new float[network.categories() * rows.length * latent];
        float[] logVariance = new float[mean.length];
        float[] x = new float[rows.length * features];
        float[] observed = new float[rows.length * RandomNetworks.COLUMNS];
        float[] priorMean = new float[rows.length * latent];
        float[] priorLogVariance = new float[rows.length * latent];
        long[] keys = new long[rows.length];
        Noise.Keyed noise = (Noise.Keyed) whole.noise();
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < network.categories(); c++) {
                int from = (c * ROWS + rows[i]) * latent;
                int to = (c * rows.length + i) * latent;
                System.arraycopy(whole.posteriorMean(), from, mean, to, latent);
                System.arraycopy(whole.posteriorLogVariance(), from, logVariance, to, latent);
            }
            System.arraycopy(whole.x(), rows[i] * features, x, i * features, features);
            System.arraycopy(whole.observed(), rows[i] * RandomNetworks.COLUMNS, observed, i * RandomNetworks.COLUMNS,
                    RandomNetworks.COLUMNS);
            if (whole.prior() instanceof LatentPrior.PerRow prior) {
                System.arraycopy(prior.mean(), rows[i] * latent, priorMean, i * latent, latent);
                System.arraycopy(prior.logVariance(), rows[i] * latent, priorLogVariance, i * latent, latent);
            }
            keys[i] = noise.rowKeys()[rows[i]];
        }
        LatentPrior prior = whole.prior() instanceof LatentPrior.PerRow ? new LatentPrior.PerRow(priorMean, priorLogVariance)
                : whole.prior();
        return SamplingRequest.builder(rows.length).posterior(mean, logVariance).prior(prior).values(x, observed)
                .noise(new Noise.Keyed(noise.seed(), keys)).samples(whole.samples()).draws(whole.draws()).build();
    }

    private static SamplingResult row(SamplingResult all, int b) {
        int from = b * RandomNetworks.FEATURES;
        int to = from + RandomNetworks.FEATURES;
        return new SamplingResult(Arrays.copyOfRange(all.expected(), from, to),
                Arrays.copyOfRange(all.standardDeviation(), from, to), Arrays.copyOfRange(all.effectiveSampleSize(), b, b + 1),
                Arrays.copyOfRange(all.logMeanWeight(), b, b + 1), Arrays.copyOfRange(all.samplesUsed(), b, b + 1),
                all.draws().stream().map(draw -> Arrays.copyOfRange(draw, from, to)).toList());
    }

    private static void assertSame(SamplingResult expected, SamplingResult actual) {
        assertArrayEquals(expected.expected(), actual.expected());
        assertArrayEquals(expected.standardDeviation(), actual.standardDeviation());
        assertArrayEquals(expected.effectiveSampleSize(), actual.effectiveSampleSize());
        assertArrayEquals(expected.logMeanWeight(), actual.logMeanWeight());
        assertArrayEquals(expected.samplesUsed(), actual.samplesUsed());
        assertEquals(expected.draws().size(), actual.draws().size());
        for (int m = 0; m < expected.draws().size(); m++) {
            assertArrayEquals(expected.draws().get(m), actual.draws().get(m));
        }
    }
}

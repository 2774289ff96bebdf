package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Completions follow the weights. All seeds are fixed, so a test that passes once passes always. */
class ResamplingTest {
    private static final int SEED = 11;

    /**
     * 5,000 draws over the 150 samples of one row, found again by their sampled value; the last part chunk included. The 0.1 %
     * point of chi-square with f degrees of freedom is near f + 3.1 sqrt(2 f) + 4 (Wilson and Hilferty).
     */
    @Test
    void draws_manyOfOneRow_followTheWeights() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.SELF_MASKING, SEED);
        int samples = 150;
        int draws = 5000;
        SamplingRequest request = RandomNetworks.request(network, 1, samples, SEED).draws(draws).build();
        SamplingResult result = ImportanceSampler.cpu().sample(network, request);
        TwoPassReference reference = new TwoPassReference(network, request, 0);
        double max = Arrays.stream(reference.logWeight).max().orElseThrow();
        double[] weight = Arrays.stream(reference.logWeight).map(l -> Math.exp(l - max)).toArray();
        double sum = Arrays.stream(weight).sum();
        int[] counts = new int[samples];
        for (float[] draw : result.draws()) {
            counts[nearest(reference.sampledValue, draw[0])]++;
        }
        double chiSquare = 0;
        int cells = 0;
        double restExpected = 0;
        int rest = 0;
        for (int l = 0; l < samples; l++) {
            double expected = draws * weight[l] / sum;
            if (expected < 5) {
                restExpected += expected;
                rest += counts[l];
            } else {
                chiSquare += (counts[l] - expected) * (counts[l] - expected) / expected;
                cells++;
            }
        }
        chiSquare += (rest - restExpected) * (rest - restExpected) / restExpected;
        assertTrue(cells > 30, cells + " cells");
        assertTrue(chiSquare < cells + 3.1 * Math.sqrt(2.0 * cells) + 4, "chi-square " + chiSquare + " of " + cells + " cells");
    }

    private static int nearest(double[] values, float value) {
        int best = 0;
        for (int l = 1; l < values.length; l++) {
            best = Math.abs(values[l] - value) < Math.abs(values[best] - value) ? l : best;
        }
        assertEquals(values[best], value, 1e-5);
        return best;
    }

    /**
     * The mean over 4,000 draws against the weighted mean, four standard errors; every form and kind of feature, but those whose
     * weight tilts the values while their decoder's mean is averaged.
     */
    @Test
    void draws_everyKind_haveTheExpectedMean() {
        for (RandomNetworks.Form form : RandomNetworks.Form.values()) {
            FrozenNetwork network = RandomNetworks.network(form, SEED);
            if (network.samplesValues() && network.averaging() == Averaging.DECODER_MEAN) {
                continue;
            }
            int draws = 4000;
            SamplingResult result = ImportanceSampler.cpu().sample(network,
                    RandomNetworks.request(network, 4, 2000, SEED).draws(draws).build());
            for (int i = 0; i < result.expected().length; i++) {
                int cell = i;
                double mean = result.draws().stream().mapToDouble(draw -> draw[cell]).average().orElseThrow();
                double tolerance = 4 * result.standardDeviation()[i] / Math.sqrt(draws);
                assertEquals(result.expected()[i], mean, tolerance + 1e-6, form + ", cell " + i);
            }
        }
    }

    @Test
    void draws_discreteColumns_areLevels() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.PLAIN, SEED);
        SamplingResult result = ImportanceSampler.cpu().sample(network,
                RandomNetworks.request(network, 8, 70, SEED).draws(5).build());
        for (float[] draw : result.draws()) {
            for (int b = 0; b < 8; b++) {
                int from = b * RandomNetworks.FEATURES;
                assertTrue(draw[from + 2] == 0 || draw[from + 2] == 1);
                assertEquals(1, draw[from + 3] + draw[from + 4] + draw[from + 5]);
                assertEquals(1, Math.max(draw[from + 3], Math.max(draw[from + 4], draw[from + 5])));
            }
        }
    }

    @Test
    void draws_moreAskedFor_firstOnesStay() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.VALUES_AND_LATENT, SEED);
        SamplingRequest.Builder request = RandomNetworks.request(network, 3, 200, SEED);
        List<float[]> few = ImportanceSampler.cpu().sample(network, request.draws(2).build()).draws();
        List<float[]> many = ImportanceSampler.cpu().sample(network, request.draws(9).build()).draws();
        assertArrayEquals(few.get(0), many.get(0));
        assertArrayEquals(few.get(1), many.get(1));
    }
}

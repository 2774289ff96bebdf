package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is added to log-weights, and the weighted moments: against double arithmetic, and the same bits from both providers. */
class WeighingTest {

    private static final int ROW = 70;
    private static final int[] LIST = {4, 0, 3};

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();

    /** Inputs of one case; each provider gets its own copy of what it writes. */
    private static final class Case {
        final float[] a;
        final float[] b;
        final float[] parameters;
        final float[] z;
        final float[] high;
        final float[] low;
        final float[] first = new float[5];
        final float[] second = new float[5];

        Case(float[] a, float[] b, float[] parameters, float[] z, float[] high, float[] low) {
            this.a = a;
            this.b = b;
            this.parameters = parameters;
            this.z = z;
            this.high = high;
            this.low = low;
        }

        Case copy() {
            return new Case(a, b, parameters, z.clone(), high.clone(), low.clone());
        }

        void run(Kernels kernels, int length) {
            kernels.drawNormal(5, parameters, parameters, parameters, parameters, 2, z, 3, ROW, high, low, 1, length);
            kernels.addGaussian(LIST, 3, parameters, parameters, a, 2, b, 1, ROW, high, low, 1, length);
            kernels.addTerms(LIST, 2, parameters, a, 4, ROW, high, low, 1, length);
            kernels.weightedMoments(LIST, 3, b, a, 1, ROW, parameters, first, second, length);
        }
    }

    @Test
    void weighing_everyLengthWildInputs_sameBits() {
        SplittableRandom random = new SplittableRandom(43);
        for (int length : new int[] {0, 1, 4, 15, 16, 17, 31, 32, 48, 63, 64}) {
            for (boolean wild : new boolean[] {false, true}) {
                Case mine = wild
                        ? new Case(Workload.wild(random, 400), Workload.wild(random, 400), Workload.tame(random, 10),
                                Workload.wild(random, 400), Workload.tame(random, 70), Workload.tame(random, 70))
                        : new Case(Workload.tame(random, 400), positive(random, 400), positive(random, 10),
                                Workload.tame(random, 400), Workload.tame(random, 70), new float[70]);
                Case expected = mine.copy();
                Case actual = mine.copy();
                expected.run(plain, length);
                actual.run(vector, length);
                String label = "length " + length + ", wild " + wild;
                assertArrayEquals(Workload.bits(expected.z), Workload.bits(actual.z), label);
                assertArrayEquals(Workload.bits(expected.high), Workload.bits(actual.high), label);
                assertArrayEquals(Workload.bits(expected.low), Workload.bits(actual.low), label);
                assertArrayEquals(Workload.bits(expected.first), Workload.bits(actual.first), label);
                assertArrayEquals(Workload.bits(expected.second), Workload.bits(actual.second), label);
            }
        }
    }

    /** Tolerance 3e-7 of the terms' size, 30: each term has a few float roundings, and their sum no further one. */
    @Test
    void addGaussian_manyFeatures_losesNothingInTheSum() {
        SplittableRandom random = new SplittableRandom(44);
        int features = 2000;
        int[] list = new int[features];
        float[] times = new float[features];
        for (int e = 0; e < features; e++) {
            list[e] = e;
            times[e] = 1;
        }
        float[] x = Workload.tame(random, features);
        float[] mean = Workload.tame(random, features * 32);
        float[] std = positive(random, features * 32);
        float[] high = new float[32];
        float[] low = new float[32];
        vector.addGaussian(list, features, x, times, mean, 0, std, 0, 32, high, low, 0, 32);
        for (int s = 0; s < 32; s++) {
            double sum = 0;
            double size = 0;
            for (int e = 0; e < features; e++) {
                double deviation = ((double) x[e] - mean[e * 32 + s]) / std[e * 32 + s];
                double term = -0.5 * deviation * deviation - Math.log(std[e * 32 + s]) - 0.5 * Math.log(2 * Math.PI);
                sum += term;
                size += Math.abs(term);
            }
            assertEquals(sum, (double) high[s] + low[s], 3e-7 * size / 10, "sample " + s);
        }
    }

    /** A draw from N(m, s²) under N(m, s²) has the log-ratio 0: both densities are the same. */
    @Test
    void drawNormal_sameDistribution_addsNothing() {
        float[] mean = {0.5f, -1};
        float[] std = {2, 0.25f};
        float[] inverse = {0.5f, 4};
        float[] z = Workload.tame(new SplittableRandom(45), 64);
        float[] high = new float[32];
        float[] low = new float[32];
        float[] eps = z.clone();
        vector.drawNormal(2, mean, std, mean, inverse, 0, z, 0, 32, high, low, 0, 32);
        for (int s = 0; s < 32; s++) {
            assertEquals(0, (double) high[s] + low[s], 1e-6);
            assertEquals(0.5 + 2 * eps[s], z[s], 1e-6);
            assertEquals(-1 + 0.25 * eps[32 + s], z[32 + s], 1e-6);
        }
    }

    private static float[] positive(SplittableRandom random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (0.3 + random.nextDouble());
        }
        return x;
    }
}

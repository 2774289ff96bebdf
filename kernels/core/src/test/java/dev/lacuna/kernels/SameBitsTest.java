package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One fixed workload through every kernel has one hash: on JDK 17 and 25, plain and vector, at 128, 256 and 512 bits. The build
 * runs this class once without the vector module and once for each forced width.
 */
@Tag("every-width")
@Tag("one-hash")
class SameBitsTest {

    private static final long COMPLETED_HASH = 0xfc84a2f07113353aL;
    static final long HASH = 0xECE8B5E43F35D265L;

    @Test
    void workload_onAnyProviderWidthAndJdk_hasOneHash() {
        assertEquals(Long.toHexString(HASH), Long.toHexString(hash(Kernels.get())), Kernels.get().name());
        assertEquals(Long.toHexString(HASH), Long.toHexString(hash(Kernels.plain())), "plain");
    }

    /** Its own hash, so that neither changes with the other. */
    @Test
    void completedRows_onAnyProviderWidthAndJdk_haveOneHash() {
        assertEquals(Long.toHexString(COMPLETED_HASH), Long.toHexString(completedHash(Kernels.get())), Kernels.get().name());
        assertEquals(Long.toHexString(COMPLETED_HASH), Long.toHexString(completedHash(Kernels.plain())), "plain");
    }

    private static long completedHash(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(72);
        long hash = 0;
        for (int n : new int[] {7, 50, 130}) {
            Holes holes = new Holes(6, 140);
            float[] x = Workload.tame(random, 6 * 140);
            for (int i = 0; i < x.length; i += 3) x[i] = 0;
            holes.load(x);
            float[] drawn = Workload.tame(random, 42 * 140);
            float[] w = Workload.tame(random, 140 * n);
            float[] y = Workload.tame(random, 42 * n);
            kernels.multiplyCompleted(holes, 7, n, x, drawn, w, y);
            kernels.multiplyCompletedLeftTransposed(holes, 7, n, x, drawn, y, w, true);
            kernels.multiplyCompletedRightTransposed(holes, 7, n, y, w, drawn);
            for (float[] result : new float[][] {y, w, drawn}) hash = Workload.hash(hash, result);
        }
        return hash;
    }

    static long hash(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(71);
        float[][] inputs = {Workload.wild(random, 1003), Workload.wild(random, 1003), Workload.wild(random, 1003),
                Workload.wild(random, 1003)};
        long[] hash = {0};
        ElementwiseParityTest.calls().forEach((name, call) -> {
            float[][] out = {new float[1003], new float[1003]};
            call.run(kernels, inputs, 1, out, 2, 1001);
            hash[0] = Workload.hash(Workload.hash(hash[0], out[0]), out[1]);
        });
        for (int n : new int[] {1, 3, 10, 11, 16, 20, 33, 70, 130}) {
            int m = 19;
            int k = 37;
            float[] a = Workload.tame(random, m * k);
            float[] b = Workload.tame(random, k * n);
            float[] c = new float[m * n];
            kernels.multiply(m, n, k, a, 0, k, b, 0, n, c, 0, n, false);
            kernels.multiplyLeftTransposed(m, n, k, a, 0, m, b, 0, n, c, 0, n, true);
            kernels.multiplyRightTransposed(m, n, k, a, 0, k, b, 0, k, c, 0, n, true);
            hash[0] = Workload.hash(hash[0], c);
            float[] y = new float[m * n];
            kernels.affine(m, n, k, a, 0, k, b, 0, n, b, 0, Activation.TANH, y, 0, n);
            hash[0] = Workload.hash(hash[0], y);
            float[] sums = new float[m + n];
            kernels.rowSums(m, n, c, 0, n, sums, 0);
            kernels.columnSums(m, n, c, 0, n, sums, m, false);
            hash[0] = Workload.hash(hash[0], sums);
        }
        for (int outputs : new int[] {5, 22, 64}) {
            float[] parameters = Workload.tame(random, 64 * outputs);
            float[] in = Workload.tame(random, 64 * 96);
            float[] rows = new float[outputs * 96];
            LayerWeights weights = new LayerWeights(64, outputs, parameters);
            kernels.layer(weights, parameters, new int[3], Activation.TANH, 3, in, rows, 32, 96);
            float[] high = new float[96];
            float[] low = new float[96];
            int[] list = {0, 2, 4};
            kernels.drawNormal(outputs, parameters, parameters, parameters, parameters, 0, in, 0, 96, high, low, 0, 77);
            kernels.softplus(in, 0, in, 0, in.length);
            kernels.addGaussian(list, 3, parameters, parameters, rows, 0, in, 0, 96, high, low, 1, 77);
            kernels.addTerms(list, 3, parameters, rows, 0, 96, high, low, 1, 77);
            float[] moments = new float[10];
            float[] squares = new float[10];
            kernels.weightedMoments(list, 3, in, rows, 0, 96, parameters, moments, squares, 77);
            for (float[] result : new float[][] {rows, in, high, low, moments, squares}) {
                hash[0] = Workload.hash(hash[0], result);
            }
        }
        double[] x = new double[210];
        for (int i = 0; i < x.length; i++) {
            x[i] = 100 * random.nextDouble();
        }
        double[] out = new double[10];
        kernels.logSumExpColumns(21, 10, x, 0, 10, out, 0);
        for (double v : out) {
            hash[0] = Philox.mix(hash[0] ^ Double.doubleToLongBits(v));
        }
        return hash[0];
    }
}

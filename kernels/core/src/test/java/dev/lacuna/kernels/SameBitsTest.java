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

    static final long HASH = 0xa25b7f3c3efe9905L;

    @Test
    void workload_onAnyProviderWidthAndJdk_hasOneHash() {
        assertEquals(Long.toHexString(HASH), Long.toHexString(hash(Kernels.get())), Kernels.get().name());
        assertEquals(Long.toHexString(HASH), Long.toHexString(hash(Kernels.plain())), "plain");
    }

    static long hash(Kernels kernels) {
        SplittableRandom random = new SplittableRandom(71);
        float[][] in = {Workload.wild(random, 1003), Workload.wild(random, 1003), Workload.wild(random, 1003),
                Workload.wild(random, 1003)};
        long[] hash = {0};
        ElementwiseParityTest.calls().forEach((name, call) -> {
            float[][] out = {new float[1003], new float[1003]};
            call.run(kernels, in, 1, out, 2, 1001);
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

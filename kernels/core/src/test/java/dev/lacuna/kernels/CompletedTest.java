package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Products with completed rows: equal bits on both providers, and close to the same products with the rows written out. */
@Tag("every-width")
class CompletedTest {

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();

    /** Rows, draws, columns of X, columns of W. */
    private static final int[][] SHAPES = {{1, 1, 1, 1}, {2, 5, 7, 3}, {3, 2, 9, 16}, {5, 5, 20, 17}, {6, 6, 131, 40},
        {4, 10, 33, 48},
        {7, 8, 260, 50}, {5, 11, 40, 97}, {9, 5, 129, 130}, {2, 3, 17, 700}};

    @Test
    void products_anyShareOfHoles_sameBitsAndClose() {
        SplittableRandom random = new SplittableRandom(31);
        for (int[] s : SHAPES) {
            for (double share : new double[] {0, 0.3, 1}) {
                check(random, s[0], s[1], s[2], s[3], share);
            }
        }
    }

    @Test
    void products_specialValues_sameBits() {
        SplittableRandom random = new SplittableRandom(32);
        for (int n : new int[] {20, 49}) {
            float[] observed = pattern(random, 4, 30, 0.4);
            Holes holes = new Holes(4, 30);
            holes.load(observed);
            float[] x = Workload.wild(random, 4 * 30);
            float[] drawn = Workload.wild(random, 20 * 30);
            float[] w = Workload.wild(random, 30 * n);
            float[] g = Workload.wild(random, 20 * n);
            compare(holes, 5, n, x, drawn, w, g, "special, n " + n);
        }
    }

    private void check(SplittableRandom random, int batch, int samples, int d, int n, double share) {
        int rows = batch * samples;
        float[] observed = pattern(random, batch, d, share);
        Holes holes = new Holes(batch, d);
        holes.load(pattern(random, batch, d, 0.5));
        holes.load(observed);
        float[] x = Workload.tame(random, batch * d);
        float[] drawn = Workload.tame(random, rows * d);
        float[] completed = new float[rows * d];
        for (int i = 0; i < x.length; i++) {
            if (observed[i] == 0) x[i] = 0;
        }
        for (int i = 0; i < completed.length; i++) {
            completed[i] = observed[i % x.length] == 0 ? drawn[i] : x[i % x.length];
        }
        float[] w = Workload.tame(random, d * n);
        float[] g = Workload.tame(random, rows * n);
        String label = batch + " x " + samples + " x " + d + " x " + n + ", holes " + share;
        float[][] actual = compare(holes, samples, n, x, drawn, w, g, label);
        float[] y = ones(rows * n);
        float[] dw = ones(d * n);
        float[] dx = new float[rows * d];
        plain.multiply(rows, n, d, completed, 0, d, w, 0, n, y, 0, n, true);
        plain.multiplyLeftTransposed(d, n, rows, completed, 0, d, g, 0, n, dw, 0, n, true);
        plain.multiplyRightTransposed(rows, d, n, g, 0, n, w, 0, n, dx, 0, d, false);
        for (int i = 0; i < dx.length; i++) {
            dx[i] = observed[i % x.length] == 0 ? 1 + dx[i] : 1;
        }
        // Each of two orders of at most n terms below 1 rounds sums below n by 2^-24 relative, and mostly far less.
        assertArrayEquals(y, actual[0], d * 1e-6f, label);
        assertArrayEquals(dw, actual[1], rows * 1e-6f, label);
        assertArrayEquals(dx, actual[2], n * 1e-6f, label);
    }

    /** Y, dW and dX, each added to ones. */
    private float[][] compare(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] g, String label) {
        float[][] expected = run(plain, holes, samples, n, x, drawn, w, g);
        float[][] actual = run(vector, holes, samples, n, x, drawn, w, g);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(Workload.bits(expected[i]), Workload.bits(actual[i]), label + ", result " + i);
        }
        return actual;
    }

    private static float[][] run(Kernels kernels, Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] g) {
        float[] y = ones(g.length);
        float[] dw = ones(w.length);
        float[] dx = ones(drawn.length);
        float[] overwritten = ones(w.length);
        kernels.multiplyCompleted(holes, samples, n, x, drawn, w, y);
        kernels.multiplyCompletedLeftTransposed(holes, samples, n, x, drawn, g, dw, true);
        kernels.multiplyCompletedRightTransposed(holes, samples, n, g, w, dx);
        kernels.multiplyCompletedLeftTransposed(holes, samples, n, x, drawn, g, overwritten, false);
        return new float[][] {y, dw, dx, overwritten};
    }

    @Test
    void load_ofAnotherPattern_forgetsTheFirst() {
        Holes holes = new Holes(2, 3);
        holes.load(new float[] {0, 0, 0, 0, 0, 0});
        holes.load(new float[] {1, 0, 1, 0, 1, 0});
        assertEquals(1, holes.start[1]);
        assertEquals(3, holes.start[2]);
        assertArrayEquals(new int[] {1, 0, 2}, java.util.Arrays.copyOf(holes.list, 3));
    }

    private static float[] pattern(SplittableRandom random, int rows, int columns, double holes) {
        float[] observed = new float[rows * columns];
        for (int i = 0; i < observed.length; i++) {
            observed[i] = random.nextDouble() < holes ? 0 : 1;
        }
        return observed;
    }

    private static float[] ones(int length) {
        float[] ones = new float[length];
        java.util.Arrays.fill(ones, 1f);
        return ones;
    }
}

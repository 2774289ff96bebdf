package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Products of both providers: equal bits, close to a double reference, nothing written outside C. */
class GemmTest {

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();

    private enum Form { PLAIN, LEFT, RIGHT }

    @Test
    void multiply_allSmallShapes_sameBitsAndClose() {
        SplittableRandom random = new SplittableRandom(21);
        for (int m = 0; m <= 9; m++) {
            for (int n = 0; n <= 9; n++) {
                for (int k = 0; k <= 9; k++) {
                    check(random, m, n, k, random.nextInt(3));
                }
            }
        }
    }

    @Test
    void multiply_oneVectorOfColumns_sameBitsAndClose() {
        SplittableRandom random = new SplittableRandom(25);
        for (int m : new int[] {3, 8, 9, 12, 13, 21}) {
            for (int n = 8; n <= 17; n++) {
                for (int k : new int[] {7, 8, 9, 13, 15, 16, 17, 24, 40}) {
                    check(random, m, n, k, 0);
                    check(random, m, n, k, random.nextInt(3));
                }
            }
        }
    }

    @Tag("every-width")
    @Test
    void multiply_raggedAndBlockedShapes_sameBitsAndClose() {
        SplittableRandom random = new SplittableRandom(22);
        for (int[] s : new int[][] {{1, 16, 5}, {8, 15, 7}, {9, 17, 33}, {33, 10, 20}, {20, 31, 13}, {13, 32, 4}, {7, 33, 9},
                {5, 47, 6},
            {6, 48, 3}, {11, 63, 8}, {4, 64, 16}, {10, 65, 7}, {12, 79, 5}, {3, 80, 11}, {5, 81, 9}, {6, 97, 4}, {9, 130, 21},
            {17, 11, 530}, {300, 10, 20}, {12, 8, 8}, {20, 10, 500},
            {13, 20, 16}, {40, 36, 23}, {35, 70, 33}, {10, 21, 1030}, {300, 3, 10}, {517, 5, 3}, {2, 1030, 3}, {5, 1041, 515}}) {
            check(random, s[0], s[1], s[2], 0);
            check(random, s[0], s[1], s[2], 1 + random.nextInt(9));
        }
    }

    @Property(tries = 40)
    void multiply_anyShape_sameBitsAndClose(@ForAll long seed, @ForAll @IntRange(max = 70) int m,
            @ForAll @IntRange(max = 140) int n,
            @ForAll @IntRange(max = 70) int k, @ForAll @IntRange(max = 6) int gap) {
        check(new SplittableRandom(seed), m, n, k, gap);
    }

    /** Rows of C shorter than a vector are stored whole: over the next ones, in this block and the one after it. */
    @Test
    void multiply_narrowRowsOfAnyNumber_sameBits() {
        SplittableRandom random = new SplittableRandom(29);
        for (int n = 1; n < 16; n++) {
            for (int m = 1; m < 28; m++) check(random, m, n, 3, 0);
            check(random, 261, n, 515, 0);
        }
    }

    @Test
    void multiply_specialValues_sameBits() {
        SplittableRandom random = new SplittableRandom(23);
        for (Form form : Form.values()) {
            for (int n : new int[] {3, 16, 37, 64}) {
                float[] a = Workload.wild(random, 9 * 11);
                float[] b = Workload.wild(random, 11 * n);
                float[] expected = new float[9 * n];
                float[] actual = new float[9 * n];
                call(plain, form, 9, n, 11, a, 0, form == Form.LEFT ? 9 : 11, b, 0, form == Form.RIGHT ? 11 : n, expected, 0, n,
                        false);
                call(vector, form, 9, n, 11, a, 0, form == Form.LEFT ? 9 : 11, b, 0, form == Form.RIGHT ? 11 : n, actual, 0, n,
                        false);
                assertArrayEquals(Workload.bits(expected), Workload.bits(actual), form + " n " + n);
            }
        }
    }

    private void check(SplittableRandom random, int m, int n, int k, int gap) {
        for (Form form : Form.values()) {
            for (boolean accumulate : new boolean[] {false, true}) {
                check(random, form, m, n, k, gap, accumulate);
            }
        }
    }

    private void check(SplittableRandom random, Form form, int m, int n, int k, int gap, boolean accumulate) {
        int aRows = form == Form.LEFT ? k : m;
        int aStride = (form == Form.LEFT ? m : k) + gap;
        int bRows = form == Form.RIGHT ? n : k;
        int bStride = (form == Form.RIGHT ? k : n) + gap;
        int cStride = n + gap;
        // Arrays end with their last element, so that a read past the end throws.
        float[] a = Workload.tame(random, gap + Math.max(0, aRows * aStride - gap));
        float[] b = Workload.tame(random, gap + Math.max(0, bRows * bStride - gap));
        float[] old = Workload.tame(random, gap + Math.max(0, m * cStride - gap));
        float[] expected = old.clone();
        float[] actual = old.clone();
        call(plain, form, m, n, k, a, gap, aStride, b, gap, bStride, expected, gap, cStride, accumulate);
        call(vector, form, m, n, k, a, gap, aStride, b, gap, bStride, actual, gap, cStride, accumulate);
        String label = form + " " + m + "x" + n + "x" + k + " gap " + gap + " accumulate " + accumulate;
        assertArrayEquals(Workload.bits(expected), Workload.bits(actual), label);
        boolean[] inside = new boolean[old.length];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = gap + i * cStride + j;
                inside[at] = true;
                double sum = accumulate ? old[at] : 0;
                double size = Math.abs(sum);
                for (int p = 0; p < k; p++) {
                    double term = (double) a[gap + (form == Form.LEFT ? p * aStride + i : i * aStride + p)]
                            * b[gap + (form == Form.RIGHT ? j * bStride + p : p * bStride + j)];
                    sum += term;
                    size += Math.abs(term);
                }
                // Each of k fused steps rounds a partial sum of at most Σ|a b| by half an ulp (2^-24 relative).
                assertEquals(sum, actual[at], k * 0x1p-24 * 1.01 * size, label + " at " + i + ", " + j);
            }
        }
        for (int i = 0; i < old.length; i++) {
            assertTrue(inside[i] || old[i] == actual[i], label + ": wrote outside C at " + i);
        }
    }

    private static void call(Kernels kernels, Form form, int m, int n, int k, float[] a, int aOffset, int aStride, float[] b,
            int bOffset, int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        switch (form) {
            case PLAIN -> kernels.multiply(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate);
            case LEFT -> kernels.multiplyLeftTransposed(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride,
                    accumulate);
            case RIGHT -> kernels.multiplyRightTransposed(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride,
                    accumulate);
        }
    }

    @Tag("every-width")
    @Test
    void affine_everyActivation_isProductThenBiasThenFunction() {
        SplittableRandom random = new SplittableRandom(24);
        for (int[] s : new int[][] {{5, 3, 4}, {9, 20, 7}, {20, 64, 10}, {3, 70, 0}, {7, 1030, 2}, {270, 5, 3}}) {
            int m = s[0];
            int n = s[1];
            int k = s[2];
            for (int gap : new int[] {0, 2}) {
                float[] a = Workload.tame(random, m * k + 1);
                float[] b = Workload.tame(random, k * n);
                float[] bias = Workload.tame(random, n + 1);
                for (Activation f : Activation.values()) {
                    float[] expected = new float[m * (n + gap)];
                    plain.multiply(m, n, k, a, 1, k, b, 0, n, expected, 0, n + gap, false);
                    for (int i = 0; i < m; i++) {
                        for (int j = 0; j < n; j++) {
                            expected[i * (n + gap) + j] += bias[1 + j];
                        }
                        plain.activate(f, expected, i * (n + gap), expected, i * (n + gap), n);
                    }
                    for (Kernels kernels : List.of(plain, vector)) {
                        float[] actual = new float[m * (n + gap)];
                        kernels.affine(m, n, k, a, 1, k, b, 0, n, bias, 1, f, actual, 0, n + gap);
                        assertArrayEquals(Workload.bits(expected), Workload.bits(actual), kernels.name() + " " + f + " n " + n);
                    }
                }
            }
        }
    }
}

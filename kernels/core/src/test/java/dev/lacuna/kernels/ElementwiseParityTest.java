package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Plain and vector kernels give the same bits for every length, offset and special value. */
class ElementwiseParityTest {

    private static final int[] LENGTHS = {0, 1, 4, 6, 13, 16, 17, 31, 64, 207, 4098};
    private static final int PAD = 5;

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();

    /** Reads up to five inputs and writes two outputs; offsets are those of the inputs and of the outputs. */
    interface Call {
        void run(Kernels kernels, float[][] in, int inOffset, float[][] out, int outOffset, int length);
    }

    static Map<String, Call> calls() {
        Map<String, Call> calls = new TreeMap<>();
        calls.put("exp", (k, x, i, y, o, n) -> k.exp(x[0], i, y[0], o, n));
        calls.put("log", (k, x, i, y, o, n) -> k.log(x[0], i, y[0], o, n));
        calls.put("log1p", (k, x, i, y, o, n) -> k.log1p(x[0], i, y[0], o, n));
        for (Activation f : Activation.values()) {
            calls.put("activate " + f, (k, x, i, y, o, n) -> k.activate(f, x[0], i, y[0], o, n));
            for (boolean add : new boolean[] {false, true}) {
                calls.put("backward " + f + add, (k, x, i, y, o, n) -> k.activationBackward(f, x[0], i, x[1], i, y[0], o, n,
                        add));
            }
        }
        calls.put("addScaled", (k, x, i, y, o, n) -> k.addScaled(x[1][i], x[0], i, y[0], o, n));
        calls.put("multiplyAdd", (k, x, i, y, o, n) -> k.multiplyAdd(x[0], i, x[1], i, x[2], i, y[0], o, n));
        calls.put("gaussian", (k, x, i, y, o, n) -> k.gaussianLogDensity(x[0], i, x[1], i, x[2], i, y[0], o, n));
        calls.put("bernoulli", (k, x, i, y, o, n) -> k.bernoulliLogDensity(x[0], i, x[1], i, y[0], o, n));
        for (boolean add : new boolean[] {false, true}) {
            calls.put("multiply " + add, (k, x, i, y, o, n) -> k.multiplyElements(x[0], i, x[1], i, y[0], o, n, add));
            calls.put("gaussian backward " + add, (k, x, i, y, o, n) -> k.gaussianLogDensityBackward(x[0], i, x[1], i, x[2], i,
                    x[3],
                    i, y[0], o, y[1], o, n, add));
            calls.put("bernoulli backward " + add,
                    (k, x, i, y, o, n) -> k.bernoulliLogDensityBackward(x[0], i, x[1], i, x[2], i, y[0], o, n, add));
        }
        for (int position : new int[] {0, 4, 92, 4 * 1234567}) {
            calls.put("normal " + position, (k, x, i, y, o, n) -> k.normal(0x1234_5678_9ABC_DEF0L, -7, position, y[0], o, n));
            calls.put("uniform " + position, (k, x, i, y, o, n) -> k.uniform(-3, 1L << 40, position + (1L << 34), y[0], o, n));
        }
        return calls;
    }

    @Test
    void elementwise_everyLengthAndOffset_sameBits() {
        SplittableRandom random = new SplittableRandom(11);
        for (int length : LENGTHS) {
            for (int offset = 0; offset < 3; offset++) {
                compareAll(random, length, offset, 2 - offset);
            }
        }
    }

    @Property(tries = 60)
    void elementwise_anyLengthAndOffset_sameBits(@ForAll long seed, @ForAll @IntRange(max = 300) int length,
            @ForAll @IntRange(max = 20) int inOffset, @ForAll @IntRange(max = 20) int outOffset) {
        compareAll(new SplittableRandom(seed), length, inOffset, outOffset);
    }

    private void compareAll(SplittableRandom random, int length, int inOffset, int outOffset) {
        float[][] in = new float[4][];
        for (int i = 0; i < in.length; i++) {
            in[i] = Workload.wild(random, inOffset + length + PAD);
        }
        float[][] old = {Workload.tame(random, outOffset + length + PAD), Workload.tame(random, outOffset + length + PAD)};
        calls().forEach((name, call) -> {
            float[][] expected = {old[0].clone(), old[1].clone()};
            float[][] actual = {old[0].clone(), old[1].clone()};
            call.run(plain, in, inOffset, expected, outOffset, length);
            call.run(vector, in, inOffset, actual, outOffset, length);
            for (int i = 0; i < old.length; i++) {
                String label = name + " length " + length + " offsets " + inOffset + ", " + outOffset;
                assertArrayEquals(Workload.bits(expected[i]), Workload.bits(actual[i]), label);
                for (int j = 0; j < old[i].length; j++) {
                    if (j < outOffset || j >= outOffset + length) {
                        assertEquals(old[i][j], actual[i][j], label + ": wrote outside its range at " + j);
                    }
                }
            }
        });
    }

    @Test
    void elementwise_inPlace_sameAsInto() {
        SplittableRandom random = new SplittableRandom(12);
        float[] x = Workload.wild(random, 77);
        for (Activation f : Activation.values()) {
            float[] into = new float[77];
            float[] place = x.clone();
            vector.activate(f, x, 0, into, 0, 77);
            vector.activate(f, place, 0, place, 0, 77);
            assertArrayEquals(Workload.bits(into), Workload.bits(place), f.name());
        }
    }

    @Test
    void doubleExp_specialAndOrdinary_sameBits() {
        SplittableRandom random = new SplittableRandom(13);
        double[] x = new double[1001];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(4) == 0 ? Workload.SPECIAL[random.nextInt(Workload.SPECIAL.length)]
                    : 800 * (2 * random.nextDouble() - 1);
        }
        double[] expected = new double[1001];
        double[] actual = new double[1001];
        plain.exp(x, 1, expected, 2, 999);
        vector.exp(x, 1, actual, 2, 999);
        assertArrayEquals(expected, actual);
    }

    @Test
    void rowAndColumnSums_everyWidth_sameBits() {
        SplittableRandom random = new SplittableRandom(14);
        for (int columns : new int[] {0, 1, 3, 8, 15, 16, 17, 33, 64, 70, 130}) {
            for (int rows : new int[] {0, 1, 2, 7}) {
                int stride = columns + 3;
                float[] x = Workload.tame(random, 2 + rows * stride + 3);
                float[] rowsPlain = new float[rows + 2];
                float[] rowsVector = new float[rows + 2];
                plain.rowSums(rows, columns, x, 2, stride, rowsPlain, 1);
                vector.rowSums(rows, columns, x, 2, stride, rowsVector, 1);
                assertArrayEquals(Workload.bits(rowsPlain), Workload.bits(rowsVector), rows + " x " + columns);
                plain.weightedRowSums(rows, columns, x, 2, x, 1, rowsPlain, 1);
                vector.weightedRowSums(rows, columns, x, 2, x, 1, rowsVector, 1);
                assertArrayEquals(Workload.bits(rowsPlain), Workload.bits(rowsVector), rows + " x " + columns);
                for (boolean accumulate : new boolean[] {false, true}) {
                    float[] expected = Workload.tame(random, columns + 2);
                    float[] actual = expected.clone();
                    plain.columnSums(rows, columns, x, 2, stride, expected, 1, accumulate);
                    vector.columnSums(rows, columns, x, 2, stride, actual, 1, accumulate);
                    assertArrayEquals(Workload.bits(expected), Workload.bits(actual), rows + " x " + columns);
                }
            }
        }
    }

    @Test
    void logSumExp_stridesAndColumns_sameBits() {
        SplittableRandom random = new SplittableRandom(15);
        int rows = 23;
        int columns = 11;
        double[] x = new double[rows * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = 50 * random.nextDouble() - 700;
        }
        double[] expected = new double[columns];
        double[] actual = new double[columns];
        plain.logSumExpColumns(rows, columns, x, 0, columns, expected, 0);
        vector.logSumExpColumns(rows, columns, x, 0, columns, actual, 0);
        assertArrayEquals(expected, actual);
        for (int c = 0; c < columns; c++) {
            assertEquals(expected[c], plain.logSumExp(x, c, columns, rows));
            assertEquals(expected[c], vector.logSumExp(x, c, columns, rows));
        }
    }
}

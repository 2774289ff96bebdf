package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.kernels.Kernels;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.FMatrixRMaj;

class BroadcastTest {
    /** With small whole numbers every float sum is exact. */
    @Property(tries = 300) void expandAndReduce_wholeNumbers_areAdjoint(@ForAll @IntRange(min = 1, max = 7) int rows,
            @ForAll @IntRange(min = 1, max = 9) int repeats, @ForAll @IntRange(min = 1, max = 40) int columns,
            @ForAll boolean oneColumn,
            @ForAll boolean accumulate, @ForAll long seed) {
        int all = rows * repeats;
        FMatrixRMaj operand = whole(rows, oneColumn ? 1 : columns, seed);
        FMatrixRMaj g = whole(all, columns, seed + 1);
        float[] expanded = new float[all * columns];
        Broadcast.expand(operand.data, operand.numRows, operand.numCols, expanded, all, columns);
        FMatrixRMaj gradient = whole(rows, operand.numCols, seed + 2);
        double before = accumulate ? dot(operand.data, gradient.data) : 0;
        Broadcast.reduce(Kernels.get(), g.data, all, columns, gradient, new float[all + 1], accumulate);
        for (int r = 0; r < all; r++) {
            for (int c = 0; c < columns; c++) {
                assertEquals(operand.get(r % rows, oneColumn ? 0 : c), expanded[r * columns + c]);
            }
        }
        assertEquals(dot(expanded, g.data) + before, dot(operand.data, gradient.data));
    }

    private static FMatrixRMaj whole(int rows, int columns, long seed) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        Kernels.get().uniform(seed, 0, 0, matrix.data, 0, matrix.data.length);
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = Math.round(20 * matrix.data[i]) - 10;
        }
        return matrix;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReductionsTest {

    private final Kernels plain = Kernels.plain();

    @Test
    void sums_againstDouble_withinRoundingBound() {
        SplittableRandom random = new SplittableRandom(51);
        int rows = 37;
        int columns = 83;
        float[] x = Workload.tame(random, rows * columns);
        float[] rowSums = new float[rows];
        float[] columnSums = new float[columns];
        plain.rowSums(rows, columns, x, 0, columns, rowSums, 0);
        plain.columnSums(rows, columns, x, 0, columns, columnSums, 0, false);
        float[] weights = Workload.tame(random, rows * columns);
        float[] weightedSums = new float[rows];
        plain.weightedRowSums(rows, columns, x, 0, weights, 0, weightedSums, 0);
        for (int r = 0; r < rows; r++) {
            double sum = 0;
            double weighted = 0;
            for (int c = 0; c < columns; c++) {
                sum += x[r * columns + c];
                weighted += (double) weights[r * columns + c] * x[r * columns + c];
            }
            assertEquals(sum, rowSums[r], columns * 0x1p-24 * columns);
            assertEquals(weighted, weightedSums[r], columns * 0x1p-24 * columns);
        }
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += x[r * columns + c];
            }
            assertEquals(sum, columnSums[c], rows * 0x1p-24 * rows);
        }
    }

    @Test
    void logSumExp_ordinaryValues_matchesDefinition() {
        double[] x = {-1000, -1001, -1002.5, -990};
        double expected = -990 + StrictMath.log(StrictMath.exp(-10) + StrictMath.exp(-11) + StrictMath.exp(-12.5) + 1);
        assertEquals(expected, plain.logSumExp(x, 0, 1, 4), 1e-12);
        assertEquals(-1000 + StrictMath.log(1 + StrictMath.exp(-2.5)), plain.logSumExp(x, 0, 2, 2), 1e-12);
    }

    @Test
    void logSumExp_extremes_areExact() {
        double minus = Double.NEGATIVE_INFINITY;
        for (Kernels kernels : new Kernels[] {plain, Kernels.vector().orElse(plain)}) {
            assertEquals(minus, kernels.logSumExp(new double[0], 0, 1, 0));
            assertEquals(minus, kernels.logSumExp(new double[] {minus, minus}, 0, 1, 2));
            assertEquals(Double.POSITIVE_INFINITY, kernels.logSumExp(new double[] {0, Double.POSITIVE_INFINITY}, 0, 1, 2));
            assertTrue(Double.isNaN(kernels.logSumExp(new double[] {0, Double.NaN, 1}, 0, 1, 3)));
            assertEquals(7, kernels.logSumExp(new double[] {minus, 7}, 0, 1, 2));
        }
    }
}

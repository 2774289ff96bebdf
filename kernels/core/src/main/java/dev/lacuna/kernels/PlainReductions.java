package dev.lacuna.kernels;

import java.util.Arrays;

/** Sums in a fixed order, and log-sum-exp, in plain Java. */
final class PlainReductions {

    /** Logical lanes of a row sum: column c goes to lane c mod 16, whatever the width of the machine. */
    static final int LANES = 16;

    private PlainReductions() {}

    static void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset, float[] lanes) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(lanes, 0, LANES, 0f);
            addToLanes(x, xOffset + r * xStride, 0, columns, lanes);
            sums[sumsOffset + r] = sumLanes(lanes);
        }
    }

    /** Adds columns from .. columns - 1 of the row at {@code row} to their lanes; {@code from} is a multiple of 16. */
    static void addToLanes(float[] x, int row, int from, int columns, float[] lanes) {
        int c = from;
        for (; c + LANES <= columns; c += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += x[row + c + lane];
            }
        }
        for (int lane = 0; c + lane < columns; lane++) {
            lanes[lane] += x[row + c + lane];
        }
    }

    static void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums,
            int sumsOffset, float[] lanes) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(lanes, 0, LANES, 0f);
            addToLanes(x, xOffset + r * columns, w, wOffset + r * columns, 0, columns, lanes);
            sums[sumsOffset + r] = sumLanes(lanes);
        }
    }

    /** As {@link #addToLanes(float[], int, int, int, float[])} with weights. */
    static void addToLanes(float[] x, int row, float[] w, int weightRow, int from, int columns, float[] lanes) {
        int c = from;
        for (; c + LANES <= columns; c += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] = Math.fma(w[weightRow + c + lane], x[row + c + lane], lanes[lane]);
            }
        }
        for (int lane = 0; c + lane < columns; lane++) {
            lanes[lane] = Math.fma(w[weightRow + c + lane], x[row + c + lane], lanes[lane]);
        }
    }

    /** The fixed tree: lanes l and l + 8, then + 4, + 2, + 1. */
    static float sumLanes(float[] l) {
        return sumLanes(l, 0);
    }

    static float sumLanes(float[] l, int i) {
        float a = (l[i] + l[i + 8]) + (l[i + 4] + l[i + 12]);
        float b = (l[i + 1] + l[i + 9]) + (l[i + 5] + l[i + 13]);
        float c = (l[i + 2] + l[i + 10]) + (l[i + 6] + l[i + 14]);
        float d = (l[i + 3] + l[i + 11]) + (l[i + 7] + l[i + 15]);
        return (a + c) + (b + d);
    }

    static void columnSums(int rows, int from, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        if (!accumulate) {
            Arrays.fill(sums, sumsOffset + from, sumsOffset + columns, 0f);
        }
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            for (int c = from; c < columns; c++) {
                sums[sumsOffset + c] += x[row + c];
            }
        }
    }

    static double logSumExp(double[] x, int offset, int stride, int length) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            max = Math.max(max, x[offset + i * stride]);
        }
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += DoubleMath.exp(x[offset + i * stride] - max);
        }
        return finishLogSumExp(max, sum);
    }

    /** An infinite maximum is the result (its differences were NaN); a NaN stays one. */
    static double finishLogSumExp(double max, double sum) {
        return Double.isInfinite(max) ? max : max + StrictMath.log(sum);
    }
}

package dev.lacuna.kernels;

/**
 * The innermost loop of all products in plain Java: two sums of rows at a time, in the one shape that C2 turns into SIMD code,
 * whole rows in arrays of their own and the same index in each.
 *
 * <p>Two rows into two sums make 49 GFLOP/s of 118 on both JDKs (128 x 128 weights, rows of 256), four rows into one sum 35.
 * Four into two make 60, but on JDK 17 14, depending on what it inlines; on JDK 25 they gave a layer no more than a tenth.
 */
final class PlainRows {

    /** An array of {@link #LENGTH} + 12 floats and its header fill whole lines of the cache, so that all rows begin alike. */
    static final int LENGTH = 256;
    private static final int FILL = 12;

    final float[][] row;
    final float[] first = new float[LENGTH + FILL];
    final float[] second = new float[LENGTH + FILL];

    PlainRows(int rows) {
        row = new float[rows][LENGTH + FILL];
    }

    /** first += Σ_i w[at + i step] row[i] and second += Σ_i w[other + i step] row[i], i ascending to {@code inner} - 1. */
    void add(int inner, float[] w, int at, int other, int step, int columns) {
        int i = 0;
        for (; i + 2 <= inner; i += 2) {
            int k = i * step;
            add(row[i], row[i + 1], w[at + k], w[at + k + step], first, w[other + k], w[other + k + step], second, columns);
        }
        if (i < inner) {
            add(row[i], w[at + i * step], first, w[other + i * step], second, columns);
        }
    }

    private static void add(float[] x0, float[] x1, float v0, float v1, float[] v, float w0, float w1, float[] w, int columns) {
        for (int j = 0; j < columns; j++) {
            float a = x0[j];
            float b = x1[j];
            float p = Math.fma(v1, b, Math.fma(v0, a, v[j]));
            float q = Math.fma(w1, b, Math.fma(w0, a, w[j]));
            v[j] = p;
            w[j] = q;
        }
    }

    private static void add(float[] x, float v0, float[] v, float w0, float[] w, int columns) {
        for (int j = 0; j < columns; j++) {
            float a = x[j];
            float p = Math.fma(v0, a, v[j]);
            float q = Math.fma(w0, a, w[j]);
            v[j] = p;
            w[j] = q;
        }
    }
}

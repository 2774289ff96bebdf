package dev.lacuna.kernels;

import java.util.Arrays;

/**
 * Matrix products in plain Java, in the one loop shape that C2 turns into SIMD code: whole rows of B copied to arrays of their
 * own, and the same index in each array of the inner loop.
 *
 * <p>Blocks of B are [256 x 256]; C is stored between blocks of the inner dimension, which changes no bit since C is a float.
 */
final class PlainGemm {

    private static final int BLOCK_COLUMNS = 256;
    private static final int BLOCK_INNER = 256;
    /** Below it a row of B is too short for the loop: 5 GFLOP/s at 10 columns against 30 at 128. */
    private static final int NARROW = 32;

    private final float[][] rows = new float[BLOCK_INNER][BLOCK_COLUMNS];
    private final float[] sum = new float[BLOCK_COLUMNS];

    /** C[i, j] (+)= Σ_p A[aOffset + i aRow + p aColumn] B[bOffset + p bRow + j bColumn], C's rows contiguous. */
    void multiply(int m, int n, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset, int bRow,
            int bColumn,
            float[] c, int cOffset, int cStride, boolean accumulate) {
        if (n < NARROW && m > n) {
            // The same sums as Cᵀ = Bᵀ Aᵀ, so that the inner loop is long.
            blocks(n, m, k, b, bOffset, bColumn, bRow, a, aOffset, aColumn, aRow, c, cOffset, 1, cStride, accumulate);
        } else {
            blocks(m, n, k, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, cStride, 1, accumulate);
        }
    }

    private void blocks(int m, int n, int k, float[] a, int aOffset, int aRow, int aColumn, float[] b, int bOffset, int bRow,
            int bColumn, float[] c, int cOffset, int cRow, int cColumn, boolean accumulate) {
        for (int j = 0; j < n; j += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, n - j);
            // Once even for k = 0: an empty sum is written too.
            for (int p = 0; p == 0 || p < k; p += BLOCK_INNER) {
                int inner = Math.min(BLOCK_INNER, k - p);
                pack(b, bOffset + p * bRow + j * bColumn, bRow, bColumn, inner, columns);
                for (int i = 0; i < m; i++) {
                    int at = cOffset + i * cRow + j * cColumn;
                    if (accumulate || p > 0) {
                        load(c, at, cColumn, columns);
                    } else {
                        Arrays.fill(sum, 0, columns, 0f);
                    }
                    row(inner, columns, a, aOffset + i * aRow + p * aColumn, aColumn);
                    store(c, at, cColumn, columns);
                }
            }
        }
    }

    private void load(float[] c, int at, int step, int columns) {
        if (step == 1) {
            System.arraycopy(c, at, sum, 0, columns);
            return;
        }
        for (int j = 0; j < columns; j++) {
            sum[j] = c[at + j * step];
        }
    }

    private void store(float[] c, int at, int step, int columns) {
        if (step == 1) {
            System.arraycopy(sum, 0, c, at, columns);
            return;
        }
        for (int j = 0; j < columns; j++) {
            c[at + j * step] = sum[j];
        }
    }

    private void pack(float[] b, int offset, int bRow, int bColumn, int inner, int columns) {
        if (bColumn == 1) {
            for (int p = 0; p < inner; p++) {
                System.arraycopy(b, offset + p * bRow, rows[p], 0, columns);
            }
            return;
        }
        for (int p = 0; p < inner; p++) {
            float[] row = rows[p];
            int at = offset + p * bRow;
            for (int j = 0; j < columns; j++) {
                row[j] = b[at + j * bColumn];
            }
        }
    }

    private void row(int inner, int columns, float[] a, int at, int aColumn) {
        int p = 0;
        for (; p + 4 <= inner; p += 4) {
            add(a[at + p * aColumn], rows[p], a[at + (p + 1) * aColumn], rows[p + 1], a[at + (p + 2) * aColumn], rows[p + 2],
                    a[at + (p + 3) * aColumn], rows[p + 3], sum, columns);
        }
        for (; p < inner; p++) {
            add(a[at + p * aColumn], rows[p], sum, columns);
        }
    }

    static void add(float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3, float[] sum,
            int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
        }
    }

    static void add(float a, float[] b, float[] sum, int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(a, b[j], sum[j]);
        }
    }
}

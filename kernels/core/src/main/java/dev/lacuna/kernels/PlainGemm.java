package dev.lacuna.kernels;

import java.util.Arrays;

/**
 * Matrix products in plain Java: rows of B are copied to {@link PlainRows}, and two rows of C are made at a time.
 *
 * <p>Blocks of B are [256 x 256]; C is stored between blocks of the inner dimension, which changes no bit since C is a float.
 */
final class PlainGemm {

    private static final int BLOCK_COLUMNS = PlainRows.LENGTH;
    private static final int BLOCK_INNER = 256;
    /** Below it a row of B is too short for the loop: 5 GFLOP/s at 10 columns against 50 at 128. */
    private static final int NARROW = 32;

    private final PlainRows rows = new PlainRows(BLOCK_INNER);

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
                for (int i = 0; i < m; i += 2) {
                    // An odd last row is its own partner.
                    int partner = i + 1 < m ? 1 : 0;
                    int at = cOffset + i * cRow + j * cColumn;
                    start(accumulate || p > 0, c, at, cColumn, rows.first, columns);
                    start(accumulate || p > 0, c, at + partner * cRow, cColumn, rows.second, columns);
                    int from = aOffset + i * aRow + p * aColumn;
                    rows.add(inner, a, from, from + partner * aRow, aColumn, columns);
                    store(rows.second, c, at + partner * cRow, cColumn, columns);
                    store(rows.first, c, at, cColumn, columns);
                }
            }
        }
    }

    private static void start(boolean load, float[] c, int at, int step, float[] sum, int columns) {
        if (!load) {
            Arrays.fill(sum, 0, columns, 0f);
        } else if (step == 1) {
            System.arraycopy(c, at, sum, 0, columns);
        } else {
            for (int j = 0; j < columns; j++) {
                sum[j] = c[at + j * step];
            }
        }
    }

    private static void store(float[] sum, float[] c, int at, int step, int columns) {
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
                System.arraycopy(b, offset + p * bRow, rows.row[p], 0, columns);
            }
            return;
        }
        for (int p = 0; p < inner; p++) {
            float[] row = rows.row[p];
            int at = offset + p * bRow;
            for (int j = 0; j < columns; j++) {
                row[j] = b[at + j * bColumn];
            }
        }
    }
}

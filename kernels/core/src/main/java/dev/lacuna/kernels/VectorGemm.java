package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on the Vector API: B is packed into panels of one to four vectors, A is read in place, C is built in registers
 * by {@link VectorMicro}.
 *
 * <p>Blocks of the inner dimension leave C in memory between them, which changes no bit since C is a float. One object serves
 * one thread and owns its buffers.
 */
final class VectorGemm {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final int PANEL_ROWS = VectorMicro.PANEL_ROWS;
    /** In place of A's stride: A is packed, a vector of rows at a time. */
    private static final int TRANSPOSED = -1;
    private static final int BLOCK_INNER = 512;
    private static final int BLOCK_COLUMNS = 1024;
    private static final int BLOCK_ROWS = 256;

    private final float[] tile = new float[8 * LANES];
    private float[] packedB = new float[0];
    private float[] packedA = new float[0];

    // The current product
    private float[] a;
    private float[] c;
    private int cStride;
    private int cEnd;
    private boolean spill;

    /** C[m x n] (+)= op(A) op(B); then, where there is a bias, C = activation(C + bias); see {@link Kernels}. */
    void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, boolean aTransposed, float[] b, int bOffset,
            int bStride, boolean bTransposed, float[] c, int cOffset, int cStride, boolean accumulate, float[] bias, int biasOffset,
            Activation activation) {
        this.c = c;
        this.cStride = cStride;
        this.cEnd = cOffset + (m - 1) * cStride + n;
        for (int j = 0; j < n; j += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, n - j);
            // Once even for k = 0: an empty sum is written too.
            for (int p = 0; p == 0 || p < k; p += BLOCK_INNER) {
                int inner = Math.min(BLOCK_INNER, k - p);
                boolean load = accumulate || p > 0;
                spill = cStride == n && n < LANES;
                packB(b, bTransposed ? bOffset + j * bStride + p : bOffset + p * bStride + j, bStride, bTransposed, inner,
                        columns);
                for (int i = 0; i < m; i += BLOCK_ROWS) {
                    int rows = Math.min(BLOCK_ROWS, m - i);
                    int at = cOffset + i * cStride + j;
                    if (aTransposed) {
                        packA(a, aOffset + p * aStride + i, aStride, inner, rows);
                        this.a = packedA;
                        block(rows, columns, inner, 0, TRANSPOSED, at, load);
                    } else {
                        this.a = a;
                        block(rows, columns, inner, aOffset + i * aStride + p, aStride, at, load);
                    }
                    if (bias != null && p + inner >= k) {
                        finish(rows, columns, at, bias, biasOffset + j, activation);
                    }
                }
            }
        }
        this.a = null;
        this.c = null;
    }

    /** Bias and activation on a block of complete sums, while it is in the cache. */
    private void finish(int rows, int columns, int cOffset, float[] bias, int biasOffset, Activation activation) {
        for (int i = 0; i < rows; i++) {
            int row = cOffset + i * cStride;
            int j = 0;
            for (; j + LANES <= columns; j += LANES) {
                FloatVector.fromArray(S, c, row + j).add(FloatVector.fromArray(S, bias, biasOffset + j)).intoArray(c, row + j);
            }
            for (; j < columns; j++) {
                c[row + j] += bias[biasOffset + j];
            }
        }
        if (columns == cStride) {
            activate(activation, cOffset, rows * columns);
        } else {
            for (int i = 0; i < rows; i++) {
                activate(activation, cOffset + i * cStride, columns);
            }
        }
    }

    private void activate(Activation activation, int offset, int length) {
        switch (activation) {
            case IDENTITY -> { }
            case TANH -> VectorElementwise.tanh(c, offset, c, offset, length);
            case RELU -> VectorElementwise.relu(c, offset, c, offset, length);
            case SIGMOID -> VectorElementwise.sigmoid(c, offset, c, offset, length);
            case SOFTPLUS -> VectorElementwise.softplus(c, offset, c, offset, length);
        }
    }

    /** Vectors of the next panel when {@code left} remain: 4 while it lasts, but never a lone one after others. */
    private static int panelVectors(int left) {
        return left == 5 ? 3 : Math.min(left, 4);
    }

    private void block(int rows, int columns, int inner, int aOffset, int aStride, int cOffset, boolean load) {
        int vectors = (columns + LANES - 1) / LANES;
        for (int done = 0; done < vectors; ) {
            int width = panelVectors(vectors - done);
            int from = done * LANES;
            int last = Math.min(from + width * LANES, columns) - LANES - from;
            int panel = from * inner;
            if (width > 2) {
                wide(width, rows, inner, aOffset, aStride, panel, cOffset + from, last, load);
            } else if (width == 2) {
                two(rows, inner, aOffset, aStride, panel, cOffset + from, last, load);
            } else {
                one(rows, columns, inner, aOffset, aStride, panel, cOffset + from, load);
            }
            done += width;
        }
    }

    /** Three or four vectors, four rows at a time. */
    private void wide(int width, int rows, int inner, int aOffset, int aStride, int panel, int cOffset, int last, boolean load) {
        for (int i = 0; i < rows; i += 4) {
            int left = rows - i;
            int c0 = cOffset + i * cStride;
            int c1 = c0 + Math.min(1, left - 1) * cStride;
            int c2 = c0 + Math.min(2, left - 1) * cStride;
            int c3 = c0 + Math.min(3, left - 1) * cStride;
            if (aStride == TRANSPOSED) {
                int at = aOffset + i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS;
                if (width == 4) {
                    VectorMicro.transposedRows4vectors4(a, at, inner, packedB, panel, c, c0, c1, c2, c3, last, load, left);
                } else {
                    VectorMicro.transposedRows4vectors3(a, at, inner, packedB, panel, c, c0, c1, c2, c3, last, load, left);
                }
                continue;
            }
            int a0 = aOffset + i * aStride;
            int a1 = a0 + Math.min(1, left - 1) * aStride;
            int a2 = a0 + Math.min(2, left - 1) * aStride;
            int a3 = a0 + Math.min(3, left - 1) * aStride;
            if (width == 4) {
                VectorMicro.rows4vectors4(a, a0, a1, a2, a3, inner, packedB, panel, c, c0, c1, c2, c3, last, load, left);
            } else {
                VectorMicro.rows4vectors3(a, a0, a1, a2, a3, inner, packedB, panel, c, c0, c1, c2, c3, last, load, left);
            }
        }
    }

    /** Two vectors, eight rows at a time. */
    private void two(int rows, int inner, int aOffset, int aStride, int panel, int cOffset, int last, boolean load) {
        for (int i = 0; i < rows; i += 8) {
            int left = rows - i;
            int c0 = cOffset + i * cStride;
            int c1 = c0 + Math.min(1, left - 1) * cStride;
            int c2 = c0 + Math.min(2, left - 1) * cStride;
            int c3 = c0 + Math.min(3, left - 1) * cStride;
            int c4 = c0 + Math.min(4, left - 1) * cStride;
            int c5 = c0 + Math.min(5, left - 1) * cStride;
            int c6 = c0 + Math.min(6, left - 1) * cStride;
            int c7 = c0 + Math.min(7, left - 1) * cStride;
            if (aStride == TRANSPOSED) {
                int at = aOffset + i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS;
                VectorMicro.transposedRows8vectors2(a, at, inner, packedB, panel, c, c0, c1, c2, c3, c4, c5, c6, c7, last, load,
                        left);
                continue;
            }
            int a0 = aOffset + i * aStride;
            int a1 = a0 + Math.min(1, left - 1) * aStride;
            int a2 = a0 + Math.min(2, left - 1) * aStride;
            int a3 = a0 + Math.min(3, left - 1) * aStride;
            int a4 = a0 + Math.min(4, left - 1) * aStride;
            int a5 = a0 + Math.min(5, left - 1) * aStride;
            int a6 = a0 + Math.min(6, left - 1) * aStride;
            int a7 = a0 + Math.min(7, left - 1) * aStride;
            VectorMicro.rows8vectors2(a, a0, a1, a2, a3, a4, a5, a6, a7, inner, packedB, panel, c, c0, c1, c2, c3, c4, c5, c6,
                    c7, last, load, left);
        }
    }

    /**
     * A single vector of {@code columns} columns. A ragged one is stored whole: it spills into the next row, which is stored
     * later and mends it. Where that is not allowed (old values wanted, other columns beside, the end of C) it goes through the tile.
     */
    private void one(int rows, int columns, int inner, int aOffset, int aStride, int panel, int cOffset, boolean load) {
        int ragged = columns % LANES;
        for (int i = 0; i < rows; i += 8) {
            int c0 = cOffset + i * cStride;
            int left = rows - i;
            if (ragged == 0 || spill && !load && left > 8 && c0 + 7 * cStride + LANES <= cEnd) {
                one(inner, aOffset, aStride, i, left, panel, c, c0, cStride, load);
                continue;
            }
            int count = Math.min(left, 8);
            for (int r = 0; load && r < count; r++) {
                int at = c0 + r * cStride;
                copy(c, at, tile, r * LANES, ragged, at + LANES <= c.length);
            }
            one(inner, aOffset, aStride, i, left, panel, tile, 0, LANES, load);
            int spillEnd = spill ? load ? c0 + (count - 1) * cStride + ragged : cEnd : 0;
            for (int r = 0; r < count; r++) {
                int at = c0 + r * cStride;
                copy(tile, r * LANES, c, at, ragged, at + LANES <= spillEnd);
            }
        }
    }

    private static void copy(float[] from, int fromOffset, float[] to, int toOffset, int count, boolean whole) {
        if (whole) {
            FloatVector.fromArray(S, from, fromOffset).intoArray(to, toOffset);
        } else {
            for (int l = 0; l < count; l++) {
                to[toOffset + l] = from[fromOffset + l];
            }
        }
    }

    /** One vector of eight rows from row i of the block into c, which is C or the tile. */
    private void one(int inner, int aOffset, int aStride, int i, int left, int panel, float[] c, int c0, int cStride,
            boolean load) {
        int c1 = c0 + Math.min(1, left - 1) * cStride;
        int c2 = c0 + Math.min(2, left - 1) * cStride;
        int c3 = c0 + Math.min(3, left - 1) * cStride;
        int c4 = c0 + Math.min(4, left - 1) * cStride;
        int c5 = c0 + Math.min(5, left - 1) * cStride;
        int c6 = c0 + Math.min(6, left - 1) * cStride;
        int c7 = c0 + Math.min(7, left - 1) * cStride;
        if (aStride == TRANSPOSED) {
            int at = aOffset + i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS;
            VectorMicro.transposedRows8vectors1(a, at, inner, packedB, panel, c, c0, c1, c2, c3, c4, c5, c6, c7, load, left);
            return;
        }
        int a0 = aOffset + i * aStride;
        int a1 = a0 + Math.min(1, left - 1) * aStride;
        int a2 = a0 + Math.min(2, left - 1) * aStride;
        int a3 = a0 + Math.min(3, left - 1) * aStride;
        int a4 = a0 + Math.min(4, left - 1) * aStride;
        int a5 = a0 + Math.min(5, left - 1) * aStride;
        int a6 = a0 + Math.min(6, left - 1) * aStride;
        int a7 = a0 + Math.min(7, left - 1) * aStride;
        VectorMicro.rows8vectors1(a, a0, a1, a2, a3, a4, a5, a6, a7, inner, packedB, panel, c, c0, c1, c2, c3, c4, c5, c6, c7,
                load, left);
    }

    private void packB(float[] b, int bOffset, int bStride, boolean transposed, int inner, int columns) {
        int vectors = (columns + LANES - 1) / LANES;
        int size = vectors * LANES * inner;
        if (packedB.length < size) {
            packedB = new float[size];
        }
        for (int done = 0; done < vectors; ) {
            int width = panelVectors(vectors - done);
            for (int v = 0; v < width; v++) {
                int from = (done + v) * LANES;
                // The last vector of a ragged panel is moved left, over the one before it.
                int column = vectors == 1 ? 0 : Math.min(from, columns - LANES);
                int to = done * LANES * inner + v * LANES;
                int count = Math.min(LANES, columns);
                if (transposed) {
                    packTransposed(b, bOffset + column * bStride, bStride, inner, count, packedB, to, width * LANES);
                } else {
                    pack(b, bOffset + column, bStride, inner, count, packedB, to, width * LANES);
                }
            }
            done += width;
        }
    }

    /** Aᵀ's block: packedA[panel of rows][inner x PANEL_ROWS]. */
    private void packA(float[] a, int from, int aStride, int inner, int rows) {
        int size = (rows + PANEL_ROWS - 1) / PANEL_ROWS * PANEL_ROWS * inner;
        if (packedA.length < size) {
            packedA = new float[size];
        }
        for (int i = 0; i < rows; i += LANES) {
            int at = i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS;
            pack(a, from + i, aStride, inner, Math.min(LANES, rows - i), packedA, at, PANEL_ROWS);
        }
    }

    /**
     * Copies the first {@code count} elements of each row, a vector wide. What follows a shorter row in the array comes along
     * where there is something; its sums are never kept.
     */
    private static void pack(float[] from, int offset, int stride, int inner, int count, float[] to, int at, int step) {
        int p = 0;
        for (; p < inner && offset + p * stride + LANES <= from.length; p++) {
            FloatVector.fromArray(S, from, offset + p * stride).intoArray(to, at + p * step);
        }
        for (; p < inner; p++) {
            for (int l = 0; l < count; l++) {
                to[at + p * step + l] = from[offset + p * stride + l];
            }
        }
    }

    private static void packTransposed(float[] b, int from, int bStride, int inner, int count, float[] out, int to, int step) {
        int l = 0;
        for (; l + 4 <= count; l += 4) {
            int b0 = from + l * bStride;
            int b1 = b0 + bStride;
            int b2 = b1 + bStride;
            int b3 = b2 + bStride;
            for (int p = 0; p < inner; p++) {
                int at = to + p * step + l;
                out[at] = b[b0 + p];
                out[at + 1] = b[b1 + p];
                out[at + 2] = b[b2 + p];
                out[at + 3] = b[b3 + p];
            }
        }
        for (; l < count; l++) {
            for (int p = 0; p < inner; p++) {
                out[to + p * step + l] = b[from + l * bStride + p];
            }
        }
    }
}

package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products on the Vector API: C is built in registers by {@link VectorMicro}, a few rows and one to four vectors at a
 * time. Operands are read in place where they lie well and are small; otherwise B is packed into panels of one to four vectors,
 * and Aᵀ into panels of one vector of rows.
 *
 * <p>Blocks of the inner dimension leave C in memory between them, which changes no bit since C is a float. One object serves
 * one thread and owns its buffers; it keeps no reference to an operand: the garbage collector's barriers were a quarter of a
 * product of 8 x 8 x 8.
 */
final class VectorGemm {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    /** Rows of a panel of Aᵀ. */
    private static final int PANEL_ROWS = Math.max(8, LANES);
    private static final int BLOCK_INNER = 512;
    private static final int BLOCK_COLUMNS = 1024;
    private static final int BLOCK_ROWS = 256;
    /** With fewer rows than this, or no more columns, reading B in place costs less than packing it. */
    private static final int PACK_B_ROWS = 32;
    private static final int PACK_B_COLUMNS = 2 * LANES;
    /** A B of no more columns, gaps included, is as good as packed: 64 x 64 x 64 went from 97 to 105 GFLOP/s. */
    private static final int PANEL_STRIDE = 4 * LANES;
    /** With more columns than this, each line of Aᵀ is read often enough to pack it. */
    private static final int PACK_A_COLUMNS = 4 * LANES;

    private final VectorMicro micro = new VectorMicro();
    private final float[] spilt = new float[LANES];
    private final VectorTranspose transpose = new VectorTranspose();
    private float[] packedB = new float[0];
    private float[] packedA = new float[0];

    // The current product
    private int m;
    private int cRow;
    private int cLastRow;
    private boolean load;

    /** C[m x n] (+)= op(A) op(B); then, where there is a bias, C = activation(C + bias); see {@link Kernels}. */
    void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, boolean aTransposed, float[] b, int bOffset,
            int bStride, boolean bTransposed, float[] c, int cOffset, int cStride, boolean accumulate, float[] bias,
            int biasOffset, Activation activation) {
        this.m = m;
        cRow = cStride;
        cLastRow = cOffset + (m - 1) * cStride;
        if (n <= LANES && k <= BLOCK_INNER && k > 0) {
            load = accumulate;
            oneVector(n, k, a, aOffset, aTransposed ? 1 : aStride, aTransposed ? aStride : 1, b, bOffset, bStride, bTransposed, c,
                    cOffset, bias, biasOffset);
            if (bias != null && activation != Activation.IDENTITY) {
                activate(activation, m, n, c, cOffset);
            }
            return;
        }
        if (k == 0) {
            empty(m, n, c, cOffset, accumulate, bias, biasOffset, activation);
            return;
        }
        for (int j = 0, columns; j < n; j += columns) {
            columns = blockColumns(n - j, aTransposed);
            for (int p = 0; p < k; p += BLOCK_INNER) {
                int inner = Math.min(BLOCK_INNER, k - p);
                load = accumulate || p > 0;
                boolean complete = bias != null && p + inner == k;
                columns(columns, inner, a, aTransposed ? aOffset + p * aStride : aOffset + p, aStride, aTransposed, b,
                        bTransposed ? bOffset + j * bStride + p : bOffset + p * bStride + j, bStride, bTransposed, c, cOffset + j,
                        complete ? bias : null, biasOffset + j, activation);
            }
        }
    }

    /** Few columns, a short inner dimension: straight to the kernel. With its fewer arguments 8 x 8 x 8 takes 53 ns for 68. */
    private void oneVector(int n, int k, float[] a, int a0, int aRow, int aStep, float[] b, int bOffset, int bStride,
            boolean bTransposed, float[] c, int cOffset, float[] bias, int biasOffset) {
        if (bTransposed || tooNarrow(n, k, b, bOffset, bStride)) {
            packB(b, bOffset, bStride, bTransposed, k, n);
            narrow(m, n, k, a, a0, aRow, aStep, packedB, 0, LANES, c, cOffset, bias, biasOffset);
        } else {
            narrow(m, n, k, a, a0, aRow, aStep, b, bOffset, bStride, c, cOffset, bias, biasOffset);
        }
    }

    /** More of B than its last row ends with its array, a vector wide. */
    private static boolean tooNarrow(int columns, int inner, float[] b, int bOffset, int bStride) {
        return columns < LANES && bOffset + (inner - 2) * bStride + LANES > b.length;
    }

    /**
     * Up to {@value #BLOCK_ROWS} rows pass a panel of B once: each panel is packed when its turn comes and read from the
     * second-level cache (125 x 1020 x 1000 with B in the third: 87 GFLOP/s instead of 74).
     */
    private int blockColumns(int left, boolean aTransposed) {
        if (aTransposed || m < PACK_B_ROWS || m > BLOCK_ROWS) {
            return Math.min(BLOCK_COLUMNS, left);
        }
        return left <= 5 * LANES ? left : 4 * LANES;
    }

    /** A block of columns and of the inner dimension: all rows. */
    private void columns(int columns, int inner, float[] a, int aOffset, int aStride, boolean aTransposed, float[] b, int bOffset,
            int bStride, boolean bTransposed, float[] c, int cOffset, float[] bias, int biasOffset, Activation activation) {
        boolean packB = bTransposed || m >= PACK_B_ROWS && columns > PACK_B_COLUMNS && bStride > PANEL_STRIDE
                || tooNarrow(columns, inner, b, bOffset, bStride);
        if (packB) {
            packB(b, bOffset, bStride, bTransposed, inner, columns);
        }
        boolean packA = aTransposed && columns > PACK_A_COLUMNS;
        for (int i = 0; i < m; i += BLOCK_ROWS) {
            int rows = Math.min(BLOCK_ROWS, m - i);
            int a0 = aTransposed ? aOffset + i : aOffset + i * aStride;
            if (packA) {
                packA(a, a0, aStride, inner, rows);
                a0 = 0;
            }
            int c0 = cOffset + i * cRow;
            block(rows, columns, inner, packA ? packedA : a, a0, aTransposed ? 1 : aStride, packA ? 0 : aTransposed ? aStride : 1,
                    packB ? packedB : b, packB ? 0 : bOffset, packB ? 0 : bStride, c, c0, bias, biasOffset);
            if (bias != null && columns > LANES) {
                for (int r = 0; r < rows; r++) {
                    addBias(columns, c, c0 + r * cRow, bias, biasOffset);
                }
            }
            if (bias != null && activation != Activation.IDENTITY) {
                activate(activation, rows, columns, c, c0);
            }
        }
    }

    /** A·B with an inner dimension of 0. */
    private void empty(int m, int n, float[] c, int cOffset, boolean accumulate, float[] bias, int biasOffset,
            Activation activation) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * cRow + j;
                c[at] = (accumulate ? c[at] : 0f) + (bias == null ? -0f : bias[biasOffset + j]);
            }
        }
        activate(activation, m, n, c, cOffset);
    }

    /** The last vector of a ragged row overlaps the one before it, and so is read first. */
    private static void addBias(int columns, float[] c, int at, float[] bias, int biasOffset) {
        int last = columns - LANES;
        FloatVector end = FloatVector.fromArray(S, c, at + last).add(FloatVector.fromArray(S, bias, biasOffset + last));
        for (int j = 0; j < last; j += LANES) {
            FloatVector.fromArray(S, c, at + j).add(FloatVector.fromArray(S, bias, biasOffset + j)).intoArray(c, at + j);
        }
        end.intoArray(c, at + last);
    }

    /** On a block of complete sums, while it is in the cache. */
    private void activate(Activation activation, int rows, int columns, float[] c, int at) {
        if (columns == cRow) {
            activate(activation, c, at, rows * columns);
        } else {
            for (int i = 0; i < rows; i++) {
                activate(activation, c, at + i * cRow, columns);
            }
        }
    }

    private static void activate(Activation activation, float[] c, int offset, int length) {
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

    /** A step of 0 says that the operand is packed. */
    private void block(int rows, int columns, int inner, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep,
            float[] c, int c0, float[] bias, int bias0) {
        if (columns <= LANES) {
            narrow(rows, columns, inner, a, a0, aRow, aStep, b, b0, bStep == 0 ? LANES : bStep, c, c0, bias, bias0);
            return;
        }
        int vectors = (columns + LANES - 1) / LANES;
        for (int done = 0; done < vectors; ) {
            int width = panelVectors(vectors - done);
            int from = done * LANES;
            int last = Math.min(from + width * LANES, columns) - LANES - from;
            if (bStep == 0) {
                panel(width, rows, inner, a, a0, aRow, aStep, b, from * inner, (width - 1) * LANES, width * LANES, c,
                        c0 + from, last);
            } else {
                panel(width, rows, inner, a, a0, aRow, aStep, b, b0 + from, last, bStep, c, c0 + from, last);
            }
            done += width;
        }
    }

    /** All rows of two to four vectors of columns, of which the last stands at {@code cLast}. */
    private void panel(int width, int rows, int inner, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bLast,
            int bStep, float[] c, int c0, int cLast) {
        int height = width > 2 ? 4 : 8;
        int step = aStep == 0 ? PANEL_ROWS : aStep;
        for (int i = 0; i < rows; i += height) {
            int left = rows - i;
            int ai = aStep == 0 ? i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS : a0 + i * aRow;
            int ci = c0 + i * cRow;
            if (width == 4) {
                VectorMicro.rows4vectors4(left, inner, a, ai, aRow, step, b, b0, bLast, bStep, c, ci, cLast, cRow,
                        load);
            } else if (width == 3) {
                VectorMicro.rows4vectors3(left, inner, a, ai, aRow, step, b, b0, bLast, bStep, c, ci, cLast, cRow,
                        load);
            } else {
                VectorMicro.rows8vectors2(left, inner, a, ai, aRow, step, b, b0, bLast, bStep, c, ci, cLast, cRow,
                        load);
            }
        }
    }

    /**
     * At most one vector of columns. A ragged one is stored whole: it spills into the next rows, which are stored later and mend
     * it. Where that is not allowed (the end of C, other columns beside) a row goes through the tile, as the end of B does.
     */
    private void narrow(int rows, int columns, int inner, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep,
            float[] c, int c0, float[] bias, int bias0) {
        int cEnd = Integer.MAX_VALUE;
        micro.load = load;
        micro.biased = bias != null;
        micro.ownEnd = false;
        if (bias != null) {
            copy(columns, bias, bias0, micro.bias, 0);
        }
        if (columns < LANES) {
            cEnd = cRow == columns ? cLastRow + columns - LANES : -1;
            int end0 = b0 + (inner - 1) * bStep;
            if (end0 + LANES > b.length) {
                micro.ownEnd = true;
                micro.endAt = 0;
                if (b.length >= LANES) {
                    FloatVector.fromArray(S, b, b.length - LANES).intoArray(micro.end, 0);
                    micro.endAt = end0 - (b.length - LANES);
                } else {
                    copy(columns, b, end0, micro.end, 0);
                }
            }
        }
        for (int i = 0; i < rows; ) {
            int left = rows - i;
            // 10 x 8 x 8 in one call: 66 ns for 80.
            boolean twelve = left > 8 && left <= 12 && !load && bias == null;
            int count = twelve ? left : Math.min(left, 8);
            int ai = a0 + i * aRow;
            int ci = c0 + i * cRow;
            int whole = count;
            while (whole > 0 && ci + (whole - 1) * cRow > cEnd) {
                whole--;
            }
            // The old values that the last rows spill over.
            int next = ci + count * cRow;
            int kept = load && cRow == columns ? Math.min(LANES - columns, cLastRow + columns - next) : 0;
            if (load) {
                for (int r = whole; r < count; r++) {
                    copy(columns, c, ci + r * cRow, micro.tile, r * LANES);
                }
                copy(kept, c, next, spilt, 0);
            }
            if (twelve) {
                micro.rows12vectors1(count, inner, a, ai, aRow, aStep, b, b0, bStep, c, ci, cRow, whole);
            } else if (count > 4) {
                micro.rows8vectors1(count, inner, a, ai, aRow, aStep, b, b0, bStep, c, ci, cRow, whole);
            } else {
                micro.rows4vectors1(count, inner, a, ai, aRow, aStep, b, b0, bStep, c, ci, cRow, whole);
            }
            for (int r = whole; r < count; r++) {
                copy(columns, micro.tile, r * LANES, c, ci + r * cRow);
            }
            copy(kept, spilt, 0, c, next);
            i += count;
        }
    }

    /** Eight at a time: by loops the ragged ends of 8 x 8 x 8 took 12 ns, so 8. */
    private static void copy(int count, float[] from, int fromOffset, float[] to, int toOffset) {
        if (count < 8) {
            for (int l = 0; l < count; l++) {
                to[toOffset + l] = from[fromOffset + l];
            }
        } else {
            copyEight(from, fromOffset, to, toOffset);
            if (count > 8) {
                copyEight(from, fromOffset + count - 8, to, toOffset + count - 8);
            }
        }
    }

    private static void copyEight(float[] from, int f, float[] to, int t) {
        to[t] = from[f];
        to[t + 1] = from[f + 1];
        to[t + 2] = from[f + 2];
        to[t + 3] = from[f + 3];
        to[t + 4] = from[f + 4];
        to[t + 5] = from[f + 5];
        to[t + 6] = from[f + 6];
        to[t + 7] = from[f + 7];
    }

    /** B's block as panels [inner x vectors of the panel]; a ragged panel's last vector is moved left, over the one before. */
    private void packB(float[] from, int offset, int stride, boolean transposed, int inner, int columns) {
        int vectors = (columns + LANES - 1) / LANES;
        int size = vectors * LANES * inner;
        if (packedB.length < size) {
            packedB = new float[size];
        }
        int count = Math.min(LANES, columns);
        for (int done = 0; done < vectors; ) {
            int width = panelVectors(vectors - done);
            boolean whole = (done + 4) * LANES <= columns && width == 4 && !transposed;
            if (whole) {
                packFour(from, offset + done * LANES, stride, inner, packedB, done * LANES * inner);
            }
            for (int v = 0; v < width && !whole; v++) {
                int column = Math.min((done + v) * LANES, columns - count);
                int to = done * LANES * inner + v * LANES;
                if (transposed) {
                    transpose.pack(from, offset + column * stride, stride, inner, count, packedB, to, width * LANES);
                } else {
                    pack(from, offset + column, stride, inner, count, packedB, to, width * LANES);
                }
            }
            done += width;
        }
    }

    /** A whole panel of four vectors: a row of B, which is a page of its own where B is wide, is visited once. */
    private static void packFour(float[] from, int offset, int stride, int inner, float[] to, int at) {
        for (int p = 0, f = offset, t = at; p < inner; p++, f += stride, t += 4 * LANES) {
            FloatVector v0 = FloatVector.fromArray(S, from, f);
            FloatVector v1 = FloatVector.fromArray(S, from, f + LANES);
            FloatVector v2 = FloatVector.fromArray(S, from, f + 2 * LANES);
            FloatVector v3 = FloatVector.fromArray(S, from, f + 3 * LANES);
            v0.intoArray(to, t);
            v1.intoArray(to, t + LANES);
            v2.intoArray(to, t + 2 * LANES);
            v3.intoArray(to, t + 3 * LANES);
        }
    }

    /** Aᵀ's block as panels [inner x PANEL_ROWS]. */
    private void packA(float[] from, int offset, int stride, int inner, int rows) {
        int size = (rows + PANEL_ROWS - 1) / PANEL_ROWS * PANEL_ROWS * inner;
        if (packedA.length < size) {
            packedA = new float[size];
        }
        for (int i = 0; i < rows; i += LANES) {
            int at = i / PANEL_ROWS * (PANEL_ROWS * inner) + i % PANEL_ROWS;
            pack(from, offset + i, stride, inner, Math.min(LANES, rows - i), packedA, at, PANEL_ROWS);
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
            copy(count, from, offset + p * stride, to, at + p * step);
        }
    }
}

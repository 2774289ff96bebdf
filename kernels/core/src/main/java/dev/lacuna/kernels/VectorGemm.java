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
    void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, boolean aTransposed, float[] b, int bOffset, int bStride,
            boolean bTransposed, float[] c, int cOffset, int cStride, boolean accumulate, float[] bias, int biasOffset,
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
                spill = !load && cStride == n && n < LANES;
                packB(b, bTransposed ? bOffset + j * bStride + p : bOffset + p * bStride + j, bStride, bTransposed, inner, columns);
                for (int i = 0; i < m; i += BLOCK_ROWS) {
                    int rows = Math.min(BLOCK_ROWS, m - i);
                    int at = cOffset + i * cStride + j;
                    if (aTransposed) {
                        packA(a, aOffset + p * aStride + i, aStride, inner, rows);
                        this.a = packedA;
                        block(rows, columns, inner, 0, inner, at, load);
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
            switch (width) {
                case 4 -> panel4(rows, inner, aOffset, aStride, panel, cOffset + from, last, load);
                case 3 -> panel3(rows, inner, aOffset, aStride, panel, cOffset + from, last, load);
                case 2 -> panel2(rows, inner, aOffset, aStride, panel, cOffset + from, last, load);
                default -> panel1(rows, columns - from, inner, aOffset, aStride, panel, cOffset + from, load);
            }
            done += width;
        }
    }

    private void panel4(int rows, int inner, int aOffset, int aStride, int panel, int cOffset, int last, boolean load) {
        for (int i = 0; i < rows; i += 4) {
            int a0 = aOffset + i * aStride;
            int c0 = cOffset + i * cStride;
            int left = rows - i;
            int r1 = Math.min(1, left - 1);
            int r2 = Math.min(2, left - 1);
            int r3 = Math.min(3, left - 1);
            VectorMicro.rows4vectors4(a, a0, a0 + r1 * aStride, a0 + r2 * aStride, a0 + r3 * aStride, inner, packedB, panel, c, c0,
                    c0 + r1 * cStride, c0 + r2 * cStride, c0 + r3 * cStride, last, load, left);
        }
    }

    private void panel3(int rows, int inner, int aOffset, int aStride, int panel, int cOffset, int last, boolean load) {
        for (int i = 0; i < rows; i += 4) {
            int a0 = aOffset + i * aStride;
            int c0 = cOffset + i * cStride;
            int left = rows - i;
            int r1 = Math.min(1, left - 1);
            int r2 = Math.min(2, left - 1);
            int r3 = Math.min(3, left - 1);
            VectorMicro.rows4vectors3(a, a0, a0 + r1 * aStride, a0 + r2 * aStride, a0 + r3 * aStride, inner, packedB, panel, c, c0,
                    c0 + r1 * cStride, c0 + r2 * cStride, c0 + r3 * cStride, last, load, left);
        }
    }

    private void panel2(int rows, int inner, int aOffset, int aStride, int panel, int cOffset, int last, boolean load) {
        for (int i = 0; i < rows; i += 8) {
            int a0 = aOffset + i * aStride;
            int c0 = cOffset + i * cStride;
            int left = rows - i;
            int r1 = Math.min(1, left - 1);
            int r2 = Math.min(2, left - 1);
            int r3 = Math.min(3, left - 1);
            int r4 = Math.min(4, left - 1);
            int r5 = Math.min(5, left - 1);
            int r6 = Math.min(6, left - 1);
            int r7 = Math.min(7, left - 1);
            VectorMicro.rows8vectors2(a, a0, a0 + r1 * aStride, a0 + r2 * aStride, a0 + r3 * aStride, a0 + r4 * aStride,
                    a0 + r5 * aStride, a0 + r6 * aStride, a0 + r7 * aStride, inner, packedB, panel, c, c0, c0 + r1 * cStride,
                    c0 + r2 * cStride, c0 + r3 * cStride, c0 + r4 * cStride, c0 + r5 * cStride, c0 + r6 * cStride, c0 + r7 * cStride,
                    last, load, left);
        }
    }

    /**
     * A single vector of {@code columns} columns. A ragged one is stored whole: it spills into the next row, which is stored later
     * and mends it. Where that is not allowed (old values wanted, other columns beside, the end of C) it goes through the tile.
     */
    private void panel1(int rows, int columns, int inner, int aOffset, int aStride, int panel, int cOffset, boolean load) {
        for (int i = 0; i < rows; i += 8) {
            int a0 = aOffset + i * aStride;
            int c0 = cOffset + i * cStride;
            int left = rows - i;
            int r1 = Math.min(1, left - 1);
            int r2 = Math.min(2, left - 1);
            int r3 = Math.min(3, left - 1);
            int r4 = Math.min(4, left - 1);
            int r5 = Math.min(5, left - 1);
            int r6 = Math.min(6, left - 1);
            int r7 = Math.min(7, left - 1);
            if (columns == LANES || spill && left > 8 && c0 + 7 * cStride + LANES <= cEnd) {
                VectorMicro.rows8vectors1(a, a0, a0 + r1 * aStride, a0 + r2 * aStride, a0 + r3 * aStride, a0 + r4 * aStride,
                        a0 + r5 * aStride, a0 + r6 * aStride, a0 + r7 * aStride, inner, packedB, panel, c, c0, c0 + r1 * cStride,
                        c0 + r2 * cStride, c0 + r3 * cStride, c0 + r4 * cStride, c0 + r5 * cStride, c0 + r6 * cStride,
                        c0 + r7 * cStride, load, left);
                continue;
            }
            int count = Math.min(left, 8);
            for (int r = 0; load && r < count; r++) {
                System.arraycopy(c, c0 + r * cStride, tile, r * LANES, columns);
            }
            VectorMicro.rows8vectors1(a, a0, a0 + r1 * aStride, a0 + r2 * aStride, a0 + r3 * aStride, a0 + r4 * aStride,
                    a0 + r5 * aStride, a0 + r6 * aStride, a0 + r7 * aStride, inner, packedB, panel, tile, 0, LANES, 2 * LANES,
                    3 * LANES, 4 * LANES, 5 * LANES, 6 * LANES, 7 * LANES, load, 8);
            for (int r = 0; r < count; r++) {
                System.arraycopy(tile, r * LANES, c, c0 + r * cStride, columns);
            }
        }
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
                    packVectorTransposed(b, bOffset + column * bStride, bStride, inner, count, to, width * LANES);
                } else if (count == LANES) {
                    packVector(b, bOffset + column, bStride, inner, to, width * LANES);
                } else {
                    packShortVector(b, bOffset + column, bStride, inner, count, to, width * LANES);
                }
            }
            done += width;
        }
    }

    private void packVector(float[] b, int from, int bStride, int inner, int to, int step) {
        for (int p = 0; p < inner; p++) {
            FloatVector.fromArray(S, b, from + p * bStride).intoArray(packedB, to + p * step);
        }
    }

    private void packShortVector(float[] b, int from, int bStride, int inner, int count, int to, int step) {
        for (int p = 0; p < inner; p++) {
            for (int l = 0; l < LANES; l++) {
                packedB[to + p * step + l] = l < count ? b[from + p * bStride + l] : 0f;
            }
        }
    }

    private void packVectorTransposed(float[] b, int from, int bStride, int inner, int count, int to, int step) {
        int l = 0;
        for (; l + 4 <= count; l += 4) {
            int b0 = from + l * bStride;
            int b1 = b0 + bStride;
            int b2 = b1 + bStride;
            int b3 = b2 + bStride;
            for (int p = 0; p < inner; p++) {
                int at = to + p * step + l;
                packedB[at] = b[b0 + p];
                packedB[at + 1] = b[b1 + p];
                packedB[at + 2] = b[b2 + p];
                packedB[at + 3] = b[b3 + p];
            }
        }
        for (; l < LANES; l++) {
            for (int p = 0; p < inner; p++) {
                packedB[to + p * step + l] = l < count ? b[from + l * bStride + p] : 0f;
            }
        }
    }

    /** Aᵀ's block, row by row: packedA[i x inner]. */
    private void packA(float[] a, int from, int aStride, int inner, int rows) {
        if (packedA.length < rows * inner) {
            packedA = new float[rows * inner];
        }
        for (int p = 0; p < inner; p++) {
            int row = from + p * aStride;
            for (int i = 0; i < rows; i++) {
                packedA[i * inner + p] = a[row + i];
            }
        }
    }
}

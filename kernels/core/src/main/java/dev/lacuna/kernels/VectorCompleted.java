package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with completed rows on the Vector API: what the draws of a row share is multiplied once, and a list of holes steers
 * the rest, five draws and three vectors at a time. See {@link Kernels#multiplyCompleted}.
 *
 * <p>A panel is three vectors of columns, or fewer, but at least one vector wide: its second and third vector are moved left
 * where it is ragged, and all three compute and store the same bits where they overlap. One object serves one thread and owns its
 * buffers.
 */
final class VectorCompleted {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final int WIDTH = 3 * LANES;
    /** Draws that share a panel's registers: with three vectors 15 sums, see {@link VectorMicro} for why not more. */
    private static final int DRAWS = 5;
    /** Rows of the weights whose gradient is built in the first-level cache: 24 KiB. */
    private static final int GRADIENT_ROWS = 128;

    private float[] panel = new float[0];
    /** What the draws of a row share, [rows x WIDTH] for each panel. */
    private float[] shared = new float[0];
    private final float[] block = new float[GRADIENT_ROWS * WIDTH];
    private final HoleBlocks blocks = new HoleBlocks();

    void multiply(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y) {
        int batch = holes.rows;
        int d = holes.columns;
        if (panel.length < d * WIDTH) panel = new float[d * WIDTH];
        if (shared.length < batch * WIDTH) shared = new float[batch * WIDTH];
        for (int j = 0, columns; j < n; j += columns) {
            columns = panelColumns(n - j);
            int last = columns - LANES;
            int middle = Math.min(LANES, last);
            pack(w, j, middle, last, n, d);
            for (int b = 0; b < batch; b += 4) {
                VectorMicro.rows4vectors3(batch - b, d, x, b * d, d, 1, panel, 0, 2 * LANES, WIDTH, shared, b * WIDTH, 2 * LANES,
                        WIDTH, false);
            }
            for (int b = 0; b < batch; b++) {
                for (int k = 0; k < samples; k += DRAWS) {
                    int row = k * batch + b;
                    addDraws(samples - k, holes.list, holes.start[b], holes.start[b + 1], drawn, row * d, batch * d, panel,
                            shared, b * WIDTH, y, row * n + j, middle, last, batch * n);
                }
            }
        }
    }

    /** Columns of the next panel when {@code left} remain: no rest is narrower than a vector. */
    private static int panelColumns(int left) {
        return left <= WIDTH ? left : left < WIDTH + LANES ? 2 * LANES : WIDTH;
    }

    private void pack(float[] w, int j, int middle, int last, int n, int d) {
        for (int p = 0, at = j, t = 0; p < d; p++, at += n, t += WIDTH) {
            FloatVector v0 = FloatVector.fromArray(S, w, at);
            FloatVector v1 = FloatVector.fromArray(S, w, at + middle);
            FloatVector v2 = FloatVector.fromArray(S, w, at + last);
            v0.intoArray(panel, t);
            v1.intoArray(panel, t + LANES);
            v2.intoArray(panel, t + 2 * LANES);
        }
    }

    /** C[draws x 3 vectors] += shared + A[draws x holes] B[holes x 3 vectors]; at most {@link #DRAWS} of {@code draws}. */
    private static void addDraws(int draws, int[] list, int from, int to, float[] a, int a0, int aRow, float[] b, float[] shared,
            int shared0, float[] c, int c0, int middle, int last, int cRow) {
        int a1 = draws > 1 ? a0 + aRow : a0;
        int a2 = draws > 2 ? a1 + aRow : a1;
        int a3 = draws > 3 ? a2 + aRow : a2;
        int a4 = draws > 4 ? a3 + aRow : a3;
        int c1 = draws > 1 ? c0 + cRow : c0;
        int c2 = draws > 2 ? c1 + cRow : c1;
        int c3 = draws > 3 ? c2 + cRow : c2;
        int c4 = draws > 4 ? c3 + cRow : c3;
        FloatVector y0 = FloatVector.fromArray(S, shared, shared0);
        FloatVector y1 = FloatVector.fromArray(S, shared, shared0 + LANES);
        FloatVector y2 = FloatVector.fromArray(S, shared, shared0 + 2 * LANES);
        FloatVector s00 = FloatVector.fromArray(S, c, c0).add(y0);
        FloatVector s01 = FloatVector.fromArray(S, c, c0 + middle).add(y1);
        FloatVector s02 = FloatVector.fromArray(S, c, c0 + last).add(y2);
        FloatVector s10 = FloatVector.fromArray(S, c, c1).add(y0);
        FloatVector s11 = FloatVector.fromArray(S, c, c1 + middle).add(y1);
        FloatVector s12 = FloatVector.fromArray(S, c, c1 + last).add(y2);
        FloatVector s20 = FloatVector.fromArray(S, c, c2).add(y0);
        FloatVector s21 = FloatVector.fromArray(S, c, c2 + middle).add(y1);
        FloatVector s22 = FloatVector.fromArray(S, c, c2 + last).add(y2);
        FloatVector s30 = FloatVector.fromArray(S, c, c3).add(y0);
        FloatVector s31 = FloatVector.fromArray(S, c, c3 + middle).add(y1);
        FloatVector s32 = FloatVector.fromArray(S, c, c3 + last).add(y2);
        FloatVector s40 = FloatVector.fromArray(S, c, c4).add(y0);
        FloatVector s41 = FloatVector.fromArray(S, c, c4 + middle).add(y1);
        FloatVector s42 = FloatVector.fromArray(S, c, c4 + last).add(y2);
        for (int p = from; p < to; p++) {
            int x = list[p];
            int y = x * WIDTH;
            y0 = FloatVector.fromArray(S, b, y);
            y1 = FloatVector.fromArray(S, b, y + LANES);
            y2 = FloatVector.fromArray(S, b, y + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
            s40 = x4.fma(y0, s40);
            s41 = x4.fma(y1, s41);
            s42 = x4.fma(y2, s42);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + middle);
        s02.intoArray(c, c0 + last);
        if (draws > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + middle);
            s12.intoArray(c, c1 + last);
        }
        if (draws > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + middle);
            s22.intoArray(c, c2 + last);
        }
        if (draws > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + middle);
            s32.intoArray(c, c3 + last);
        }
        if (draws > 4) {
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + middle);
            s42.intoArray(c, c4 + last);
        }
    }

    void multiplyLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g, float[] dw,
            boolean accumulate) {
        int batch = holes.rows;
        int d = holes.columns;
        sumDraws(samples, batch, n, g);
        blocks.begin(holes);
        for (int j = 0; j < d; j += GRADIENT_ROWS) {
            int rows = Math.min(GRADIENT_ROWS, d - j);
            blocks.next(j + rows);
            for (int q = 0, columns, of = 0; q < n; q += columns, of += batch * WIDTH) {
                columns = panelColumns(n - q);
                int last = columns - LANES;
                int middle = Math.min(LANES, last);
                for (int i = 0; i < rows; i += 4) {
                    VectorMicro.rows4vectors3(rows - i, batch, x, j + i, 1, d, shared, of, 2 * LANES, WIDTH, block,
                            i * WIDTH, 2 * LANES, WIDTH, false);
                }
                for (int b = 0; b < batch; b++) {
                    addOuter(samples, batch, b, holes.list, j, d, drawn, g, q, n, middle, last);
                }
                storeBlock(rows, dw, j * n + q, n, middle, last, accumulate);
            }
        }
    }

    /** Σ_k G[k·B + b, ·] in panels. */
    private void sumDraws(int samples, int batch, int n, float[] g) {
        int size = (n + WIDTH - 1) / WIDTH * WIDTH * batch;
        if (shared.length < size) shared = new float[size];
        for (int q = 0, columns, t = 0; q < n; q += columns) {
            columns = panelColumns(n - q);
            int last = columns - LANES;
            int middle = Math.min(LANES, last);
            for (int b = 0; b < batch; b++, t += WIDTH) {
                int at = b * n + q;
                FloatVector s0 = FloatVector.fromArray(S, g, at);
                FloatVector s1 = FloatVector.fromArray(S, g, at + middle);
                FloatVector s2 = FloatVector.fromArray(S, g, at + last);
                for (int k = 1; k < samples; k++) {
                    at += batch * n;
                    s0 = s0.add(FloatVector.fromArray(S, g, at));
                    s1 = s1.add(FloatVector.fromArray(S, g, at + middle));
                    s2 = s2.add(FloatVector.fromArray(S, g, at + last));
                }
                s0.intoArray(shared, t);
                s1.intoArray(shared, t + LANES);
                s2.intoArray(shared, t + 2 * LANES);
            }
        }
    }

    /** The draws of row b to the block: its holes' rows get drawnᵀ G, draws ascending. */
    private void addOuter(int samples, int batch, int b, int[] list, int j, int d, float[] drawn, float[] g, int q, int n,
            int middle, int last) {
        if (blocks.from[b] == blocks.to[b]) return;
        int k = 0;
        for (; k + DRAWS <= samples; k += DRAWS) {
            int row = k * batch + b;
            addFive(list, blocks.from[b], blocks.to[b], j, drawn, row * d, batch * d, g, row * n + q, batch * n, middle, last, block);
        }
        for (; k < samples; k++) {
            int row = k * batch + b;
            addOne(list, blocks.from[b], blocks.to[b], j, drawn, row * d, g, row * n + q, middle, last, block);
        }
    }

    private static void addFive(int[] list, int from, int to, int first, float[] a, int a0, int aRow, float[] g, int g0, int gRow,
            int middle, int last, float[] c) {
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        FloatVector g00 = FloatVector.fromArray(S, g, g0);
        FloatVector g01 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g02 = FloatVector.fromArray(S, g, g0 + last);
        g0 += gRow;
        FloatVector g10 = FloatVector.fromArray(S, g, g0);
        FloatVector g11 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g12 = FloatVector.fromArray(S, g, g0 + last);
        g0 += gRow;
        FloatVector g20 = FloatVector.fromArray(S, g, g0);
        FloatVector g21 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g22 = FloatVector.fromArray(S, g, g0 + last);
        g0 += gRow;
        FloatVector g30 = FloatVector.fromArray(S, g, g0);
        FloatVector g31 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g32 = FloatVector.fromArray(S, g, g0 + last);
        g0 += gRow;
        FloatVector g40 = FloatVector.fromArray(S, g, g0);
        FloatVector g41 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g42 = FloatVector.fromArray(S, g, g0 + last);
        for (int p = from; p < to; p++) {
            int x = list[p];
            int t = (x - first) * WIDTH;
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            FloatVector s0 = x0.fma(g00, FloatVector.fromArray(S, c, t));
            FloatVector s1 = x0.fma(g01, FloatVector.fromArray(S, c, t + LANES));
            FloatVector s2 = x0.fma(g02, FloatVector.fromArray(S, c, t + 2 * LANES));
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s0 = x1.fma(g10, s0);
            s1 = x1.fma(g11, s1);
            s2 = x1.fma(g12, s2);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s0 = x2.fma(g20, s0);
            s1 = x2.fma(g21, s1);
            s2 = x2.fma(g22, s2);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s0 = x3.fma(g30, s0);
            s1 = x3.fma(g31, s1);
            s2 = x3.fma(g32, s2);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
            x4.fma(g40, s0).intoArray(c, t);
            x4.fma(g41, s1).intoArray(c, t + LANES);
            x4.fma(g42, s2).intoArray(c, t + 2 * LANES);
        }
    }

    private static void addOne(int[] list, int from, int to, int first, float[] a, int a0, float[] g, int g0, int middle, int last,
            float[] c) {
        FloatVector g00 = FloatVector.fromArray(S, g, g0);
        FloatVector g01 = FloatVector.fromArray(S, g, g0 + middle);
        FloatVector g02 = FloatVector.fromArray(S, g, g0 + last);
        for (int p = from; p < to; p++) {
            int x = list[p];
            int t = (x - first) * WIDTH;
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            x0.fma(g00, FloatVector.fromArray(S, c, t)).intoArray(c, t);
            x0.fma(g01, FloatVector.fromArray(S, c, t + LANES)).intoArray(c, t + LANES);
            x0.fma(g02, FloatVector.fromArray(S, c, t + 2 * LANES)).intoArray(c, t + 2 * LANES);
        }
    }

    private void storeBlock(int rows, float[] dw, int at, int n, int middle, int last, boolean accumulate) {
        for (int i = 0, t = 0; i < rows; i++, at += n, t += WIDTH) {
            FloatVector s0 = FloatVector.fromArray(S, block, t);
            FloatVector s1 = FloatVector.fromArray(S, block, t + LANES);
            FloatVector s2 = FloatVector.fromArray(S, block, t + 2 * LANES);
            if (accumulate) {
                s0 = s0.add(FloatVector.fromArray(S, dw, at));
                s1 = s1.add(FloatVector.fromArray(S, dw, at + middle));
                s2 = s2.add(FloatVector.fromArray(S, dw, at + last));
            }
            s0.intoArray(dw, at);
            s1.intoArray(dw, at + middle);
            s2.intoArray(dw, at + last);
        }
    }
}

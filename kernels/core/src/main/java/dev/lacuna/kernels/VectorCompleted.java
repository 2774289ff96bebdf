package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with completed rows on the Vector API: what the draws of a row share is multiplied once, and a list of holes steers
 * the rest, five draws and three vectors at a time. See {@link Kernels#multiplyCompleted}.
 *
 * <p>A panel is three vectors of columns, or fewer, but at least one vector wide: its second and third vector are moved left where it is ragged,
 * and all three compute and store the same bits where they overlap. One object serves one thread and owns its buffers.
 */
final class VectorCompleted {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final int WIDTH = 3 * LANES;
    /** Draws that share a panel's registers: with three vectors 15 sums, see {@link VectorMicro} for why not more. */
    private static final int DRAWS = 5;
    private static final int LOGICAL = PlainReductions.LANES;
    /** Rows of the weights whose gradient is built in the first-level cache: 24 KiB. */
    private static final int GRADIENT_ROWS = 128;
    /** Weights that stay in the second-level cache while all rows pass: 512 KiB. */
    private static final int CACHED_WEIGHTS = 1 << 17;

    private float[] panel = new float[0];
    /** What the draws of a row share, [rows x WIDTH] for each panel. */
    private float[] shared = new float[0];
    private final float[] block = new float[GRADIENT_ROWS * WIDTH];
    /** Of each of 15 sums, and of none, the lanes. */
    private final float[] lanes = new float[LOGICAL * LOGICAL];
    private final float[] dots = new float[LOGICAL];
    private float[] gEnds = new float[0];
    private float[] wEnds = new float[0];
    /** The holes of each row in the current block of columns. */
    private int[] from = new int[0];
    private int[] to = new int[0];

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
        begin(holes);
        for (int j = 0; j < d; j += GRADIENT_ROWS) {
            int rows = Math.min(GRADIENT_ROWS, d - j);
            findEnds(holes, j + rows);
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
            next();
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
        if (from[b] == to[b]) return;
        int k = 0;
        for (; k + DRAWS <= samples; k += DRAWS) {
            int row = k * batch + b;
            addFive(list, from[b], to[b], j, drawn, row * d, batch * d, g, row * n + q, batch * n, middle, last, block);
        }
        for (; k < samples; k++) {
            int row = k * batch + b;
            addOne(list, from[b], to[b], j, drawn, row * d, g, row * n + q, middle, last, block);
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

    void multiplyRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] drawnGradient) {
        int batch = holes.rows;
        int d = holes.columns;
        int whole = (n - 1) / LOGICAL * LOGICAL;
        endsOfRows(samples * batch, n, whole, g, w, d);
        int columns = Math.max(1, CACHED_WEIGHTS / n);
        begin(holes);
        for (int j = 0; j < d; j += columns) {
            findEnds(holes, Math.min(j + columns, d));
            for (int b = 0; b < batch; b++) {
                for (int k = 0; k < samples; k += DRAWS) {
                    dots(Math.min(DRAWS, samples - k), batch, k * batch + b, holes.list, from[b], to[b], n, whole, g, w, d,
                            drawnGradient);
                }
            }
            next();
        }
    }

    /** The last 1 to 16 columns of G and W, filled up with zeros. */
    private void endsOfRows(int rows, int n, int whole, float[] g, float[] w, int d) {
        if (gEnds.length < rows * LOGICAL) gEnds = new float[rows * LOGICAL];
        if (wEnds.length < d * LOGICAL) wEnds = new float[d * LOGICAL];
        endsOfRows(rows, n, whole, g, gEnds);
        endsOfRows(d, n, whole, w, wEnds);
    }

    private static void endsOfRows(int rows, int n, int whole, float[] x, float[] ends) {
        for (int r = 0; r < rows; r++) {
            for (int c = whole; c < n; c++) ends[r * LOGICAL + c - whole] = x[r * n + c];
            for (int c = n - whole; c < LOGICAL; c++) ends[r * LOGICAL + c] = 0;
        }
    }

    /** Three holes at a time; past the end the last one again, whose sums are dropped. */
    private void dots(int draws, int batch, int row, int[] list, int p, int end, int n, int whole, float[] g, float[] w, int d,
            float[] gradient) {
        for (; p < end; p += 3) {
            int j0 = list[p];
            int j1 = list[Math.min(p + 1, end - 1)];
            int j2 = list[Math.min(p + 2, end - 1)];
            for (int lane = 0; lane < LOGICAL; lane += LANES) {
                dots(draws, whole, g, row * n + lane, batch * n, gEnds, row * LOGICAL + lane, batch * LOGICAL, w, n, wEnds, j0, j1,
                        j2, lanes, lane);
            }
            sumLanes();
            int count = Math.min(3, end - p);
            for (int r = 0, at = row * d; r < draws; r++, at += batch * d) {
                for (int i = 0; i < count; i++) gradient[at + list[p + i]] += dots[3 * r + i];
            }
        }
    }

    private static void dots(int draws, int whole, float[] a, int a0, int aRow, float[] aEnds, int e0, int eRow, float[] b, int n,
            float[] bEnds, int j0, int j1, int j2, float[] lanes, int lane) {
        int a1 = draws > 1 ? a0 + aRow : a0;
        int a2 = draws > 2 ? a1 + aRow : a1;
        int a3 = draws > 3 ? a2 + aRow : a2;
        int a4 = draws > 4 ? a3 + aRow : a3;
        int b0 = j0 * n + lane;
        int b1 = j1 * n + lane;
        int b2 = j2 * n + lane;
        int e1 = draws > 1 ? e0 + eRow : e0;
        int e2 = draws > 2 ? e1 + eRow : e1;
        int e3 = draws > 3 ? e2 + eRow : e2;
        int e4 = draws > 4 ? e3 + eRow : e3;
        FloatVector s00 = FloatVector.zero(S);
        FloatVector s01 = FloatVector.zero(S);
        FloatVector s02 = FloatVector.zero(S);
        FloatVector s10 = FloatVector.zero(S);
        FloatVector s11 = FloatVector.zero(S);
        FloatVector s12 = FloatVector.zero(S);
        FloatVector s20 = FloatVector.zero(S);
        FloatVector s21 = FloatVector.zero(S);
        FloatVector s22 = FloatVector.zero(S);
        FloatVector s30 = FloatVector.zero(S);
        FloatVector s31 = FloatVector.zero(S);
        FloatVector s32 = FloatVector.zero(S);
        FloatVector s40 = FloatVector.zero(S);
        FloatVector s41 = FloatVector.zero(S);
        FloatVector s42 = FloatVector.zero(S);
        FloatVector y0;
        FloatVector y1;
        FloatVector y2;
        for (int c = 0; c < whole; c += LOGICAL) {
            y0 = FloatVector.fromArray(S, b, b0 + c);
            y1 = FloatVector.fromArray(S, b, b1 + c);
            y2 = FloatVector.fromArray(S, b, b2 + c);
            FloatVector x0 = FloatVector.fromArray(S, a, a0 + c);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            FloatVector x1 = FloatVector.fromArray(S, a, a1 + c);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            FloatVector x2 = FloatVector.fromArray(S, a, a2 + c);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            FloatVector x3 = FloatVector.fromArray(S, a, a3 + c);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
            FloatVector x4 = FloatVector.fromArray(S, a, a4 + c);
            s40 = x4.fma(y0, s40);
            s41 = x4.fma(y1, s41);
            s42 = x4.fma(y2, s42);
        }
        y0 = FloatVector.fromArray(S, bEnds, j0 * LOGICAL + lane);
        y1 = FloatVector.fromArray(S, bEnds, j1 * LOGICAL + lane);
        y2 = FloatVector.fromArray(S, bEnds, j2 * LOGICAL + lane);
        FloatVector z0 = FloatVector.fromArray(S, aEnds, e0);
        z0.fma(y0, s00).intoArray(lanes, lane);
        z0.fma(y1, s01).intoArray(lanes, lane + LOGICAL);
        z0.fma(y2, s02).intoArray(lanes, lane + 2 * LOGICAL);
        FloatVector z1 = FloatVector.fromArray(S, aEnds, e1);
        z1.fma(y0, s10).intoArray(lanes, lane + 3 * LOGICAL);
        z1.fma(y1, s11).intoArray(lanes, lane + 4 * LOGICAL);
        z1.fma(y2, s12).intoArray(lanes, lane + 5 * LOGICAL);
        FloatVector z2 = FloatVector.fromArray(S, aEnds, e2);
        z2.fma(y0, s20).intoArray(lanes, lane + 6 * LOGICAL);
        z2.fma(y1, s21).intoArray(lanes, lane + 7 * LOGICAL);
        z2.fma(y2, s22).intoArray(lanes, lane + 8 * LOGICAL);
        FloatVector z3 = FloatVector.fromArray(S, aEnds, e3);
        z3.fma(y0, s30).intoArray(lanes, lane + 9 * LOGICAL);
        z3.fma(y1, s31).intoArray(lanes, lane + 10 * LOGICAL);
        z3.fma(y2, s32).intoArray(lanes, lane + 11 * LOGICAL);
        FloatVector z4 = FloatVector.fromArray(S, aEnds, e4);
        z4.fma(y0, s40).intoArray(lanes, lane + 12 * LOGICAL);
        z4.fma(y1, s41).intoArray(lanes, lane + 13 * LOGICAL);
        z4.fma(y2, s42).intoArray(lanes, lane + 14 * LOGICAL);
    }

    /** dots[i] = the fixed tree over the 16 lanes of sum i, all sums at once where a vector has 16 lanes. */
    private void sumLanes() {
        if (LANES < LOGICAL) {
            for (int i = 0; i < DRAWS * 3; i++) dots[i] = PlainReductions.sumLanes(lanes, i * LOGICAL);
            return;
        }
        for (int i = 0; i < 4; i++) {
            int at = i * LOGICAL;
            FloatVector upper = fold(FloatVector.fromArray(S, lanes, at), FloatVector.fromArray(S, lanes, at + 8 * LOGICAL),
                    VectorTranspose.SWAP_8, VectorTranspose.SET_8);
            FloatVector lower = fold(FloatVector.fromArray(S, lanes, at + 4 * LOGICAL),
                    FloatVector.fromArray(S, lanes, at + 12 * LOGICAL), VectorTranspose.SWAP_8, VectorTranspose.SET_8);
            fold(upper, lower, VectorTranspose.SWAP_4, VectorTranspose.SET_4).intoArray(lanes, at);
        }
        FloatVector even = fold(FloatVector.fromArray(S, lanes, 0), FloatVector.fromArray(S, lanes, 2 * LOGICAL),
                VectorTranspose.SWAP_2, VectorTranspose.SET_2);
        FloatVector odd = fold(FloatVector.fromArray(S, lanes, LOGICAL), FloatVector.fromArray(S, lanes, 3 * LOGICAL),
                VectorTranspose.SWAP_2, VectorTranspose.SET_2);
        fold(even, odd, VectorTranspose.SWAP_1, VectorTranspose.SET_1).intoArray(dots, 0);
    }

    /** Each lane plus the one that the shuffle exchanges it with: a's sums where the mask is not set, b's where it is. */
    private static FloatVector fold(FloatVector a, FloatVector b, VectorShuffle<Float> swap, VectorMask<Float> set) {
        return a.blend(b.rearrange(swap), set).add(a.rearrange(swap).blend(b, set));
    }

    private void begin(Holes holes) {
        if (from.length < holes.rows) {
            from = new int[holes.rows];
            to = new int[holes.rows];
        }
        System.arraycopy(holes.start, 0, from, 0, holes.rows);
    }

    /** to[b]: the first hole of row b in column {@code end} or after. */
    private void findEnds(Holes holes, int end) {
        for (int b = 0; b < holes.rows; b++) {
            int p = from[b];
            while (p < holes.start[b + 1] && holes.list[p] < end) p++;
            to[b] = p;
        }
    }

    private void next() {
        int[] done = from;
        from = to;
        to = done;
    }
}

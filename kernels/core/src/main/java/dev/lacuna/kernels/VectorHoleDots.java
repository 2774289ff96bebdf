package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of completed rows at their holes on the Vector API: dot products of rows of G with rows of W, five draws and three
 * holes at a time. See {@link Kernels#multiplyCompletedRightTransposed}. One object serves one thread and owns its buffers.
 */
final class VectorHoleDots {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final int LOGICAL = PlainReductions.LANES;
    private static final int DRAWS = 5;
    /** Weights that stay in the second-level cache while all rows pass: 512 KiB. */
    private static final int CACHED_WEIGHTS = 1 << 17;
    /** Exchange lanes l and l + 8, 4, 2 or 1 of 16, and say which of the two is the later one; see {@link #sumLanes}. */
    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorMask<Float> SET_8 = set(8);
    private static final VectorMask<Float> SET_4 = set(4);
    private static final VectorMask<Float> SET_2 = set(2);
    private static final VectorMask<Float> SET_1 = set(1);

    /** Of each of 15 sums, and of none, the lanes. */
    private final float[] lanes = new float[LOGICAL * LOGICAL];
    private final float[] dots = new float[LOGICAL];
    private float[] gEnds = new float[0];
    private float[] wEnds = new float[0];
    private final HoleBlocks blocks = new HoleBlocks();

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(S, lane -> (lane ^ distance) % LANES);
    }

    private static VectorMask<Float> set(int distance) {
        boolean[] later = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) later[lane] = (lane & distance) != 0;
        return VectorMask.fromArray(S, later, 0);
    }

    void multiply(Holes holes, int samples, int n, float[] g, float[] w, float[] drawnGradient) {
        int batch = holes.rows;
        int d = holes.columns;
        int whole = (n - 1) / LOGICAL * LOGICAL;
        endsOfRows(samples * batch, n, whole, g, w, d);
        int columns = Math.max(1, CACHED_WEIGHTS / n);
        blocks.begin(holes);
        for (int j = 0; j < d; j += columns) {
            blocks.next(Math.min(j + columns, d));
            for (int b = 0; b < batch; b++) {
                for (int k = 0; k < samples; k += DRAWS) {
                    dots(Math.min(DRAWS, samples - k), batch, k * batch + b, holes.list, blocks.from[b], blocks.to[b], n, whole,
                            g, w, d, drawnGradient);
                }
            }
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

    /** Each sum's lanes from {@code lane} on, a vector of them. */
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
                    SWAP_8, SET_8);
            FloatVector lower = fold(FloatVector.fromArray(S, lanes, at + 4 * LOGICAL),
                    FloatVector.fromArray(S, lanes, at + 12 * LOGICAL), SWAP_8, SET_8);
            fold(upper, lower, SWAP_4, SET_4).intoArray(lanes, at);
        }
        FloatVector even = fold(FloatVector.fromArray(S, lanes, 0), FloatVector.fromArray(S, lanes, 2 * LOGICAL),
                SWAP_2, SET_2);
        FloatVector odd = fold(FloatVector.fromArray(S, lanes, LOGICAL), FloatVector.fromArray(S, lanes, 3 * LOGICAL),
                SWAP_2, SET_2);
        fold(even, odd, SWAP_1, SET_1).intoArray(dots, 0);
    }

    /** Each lane plus the one that the shuffle exchanges it with: a's sums where the mask is not set, b's where it is. */
    private static FloatVector fold(FloatVector a, FloatVector b, VectorShuffle<Float> swap, VectorMask<Float> set) {
        return a.blend(b.rearrange(swap), set).add(a.rearrange(swap).blend(b, set));
    }
}

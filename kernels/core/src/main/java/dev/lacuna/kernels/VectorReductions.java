package dev.lacuna.kernels;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Fixed-order sums and log-sum-exp on the Vector API. One object serves one thread and owns its buffers. */
final class VectorReductions {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final VectorSpecies<Double> D = VectorWidth.DOUBLES;
    private static final VectorSpecies<Long> L = VectorWidth.LONGS;
    private static final int LANES = S.length();
    private static final int DOUBLES = D.length();
    private static final int LOGICAL = PlainReductions.LANES;

    final float[] lanes = new float[LOGICAL];
    final float[] squareLanes = new float[LOGICAL];
    private double[] maxima = new double[64];
    private double[] differences = new double[64];

    void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        if (columns < LOGICAL) {
            PlainReductions.rowSums(rows, columns, x, xOffset, xStride, sums, sumsOffset, lanes);
            return;
        }
        int whole = columns - columns % LOGICAL;
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * xStride;
            // Each vector holds a fixed share of the 16 logical lanes.
            for (int lane = 0; lane < LOGICAL; lane += LANES) {
                FloatVector sum = FloatVector.zero(S);
                for (int c = lane; c < whole; c += LOGICAL) {
                    sum = sum.add(FloatVector.fromArray(S, x, row + c));
                }
                sum.intoArray(lanes, lane);
            }
            PlainReductions.addToLanes(x, row, whole, columns, lanes);
            sums[sumsOffset + r] = PlainReductions.sumLanes(lanes);
        }
    }

    void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums, int sumsOffset) {
        int whole = columns - columns % LOGICAL;
        for (int r = 0; r < rows; r++) {
            int row = xOffset + r * columns;
            int weightRow = wOffset + r * columns;
            for (int lane = 0; lane < LOGICAL; lane += LANES) {
                FloatVector sum = FloatVector.zero(S);
                for (int c = lane; c < whole; c += LOGICAL) {
                    sum = FloatVector.fromArray(S, w, weightRow + c).fma(FloatVector.fromArray(S, x, row + c), sum);
                }
                sum.intoArray(lanes, lane);
            }
            PlainReductions.addToLanes(x, row, w, weightRow, whole, columns, lanes);
            sums[sumsOffset + r] = PlainReductions.sumLanes(lanes);
        }
    }

    void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        int c = 0;
        for (; c + 4 * LANES <= columns; c += 4 * LANES) {
            int at = sumsOffset + c;
            FloatVector s0 = accumulate ? FloatVector.fromArray(S, sums, at) : FloatVector.zero(S);
            FloatVector s1 = accumulate ? FloatVector.fromArray(S, sums, at + LANES) : FloatVector.zero(S);
            FloatVector s2 = accumulate ? FloatVector.fromArray(S, sums, at + 2 * LANES) : FloatVector.zero(S);
            FloatVector s3 = accumulate ? FloatVector.fromArray(S, sums, at + 3 * LANES) : FloatVector.zero(S);
            for (int r = 0; r < rows; r++) {
                int row = xOffset + r * xStride + c;
                s0 = s0.add(FloatVector.fromArray(S, x, row));
                s1 = s1.add(FloatVector.fromArray(S, x, row + LANES));
                s2 = s2.add(FloatVector.fromArray(S, x, row + 2 * LANES));
                s3 = s3.add(FloatVector.fromArray(S, x, row + 3 * LANES));
            }
            s0.intoArray(sums, at);
            s1.intoArray(sums, at + LANES);
            s2.intoArray(sums, at + 2 * LANES);
            s3.intoArray(sums, at + 3 * LANES);
        }
        for (; c + LANES <= columns; c += LANES) {
            FloatVector s = accumulate ? FloatVector.fromArray(S, sums, sumsOffset + c) : FloatVector.zero(S);
            for (int r = 0; r < rows; r++) {
                s = s.add(FloatVector.fromArray(S, x, xOffset + r * xStride + c));
            }
            s.intoArray(sums, sumsOffset + c);
        }
        if (c < columns) {
            lastColumnSums(rows, columns - c, x, xOffset + c, xStride, sums, sumsOffset + c, accumulate);
        }
    }

    /** Fewer columns than lanes: whole vectors are loaded while the array has them, and what the further lanes hold is dropped. */
    private void lastColumnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        Arrays.fill(lanes, 0f);
        if (accumulate) {
            System.arraycopy(sums, sumsOffset, lanes, 0, columns);
        }
        int room = x.length - xOffset - LANES;
        int whole = room < 0 ? 0 : Math.min(rows, room / Math.max(1, xStride) + 1);
        FloatVector s = FloatVector.fromArray(S, lanes, 0);
        for (int r = 0; r < whole; r++) {
            s = s.add(FloatVector.fromArray(S, x, xOffset + r * xStride));
        }
        s.intoArray(lanes, 0);
        for (int r = whole; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                lanes[c] += x[xOffset + r * xStride + c];
            }
        }
        System.arraycopy(lanes, 0, sums, sumsOffset, columns);
    }

    double logSumExp(double[] x, int offset, int stride, int length) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            max = Math.max(max, x[offset + i * stride]);
        }
        if (differences.length < length) {
            differences = new double[length];
        }
        for (int i = 0; i < length; i++) {
            differences[i] = x[offset + i * stride] - max;
        }
        exp(differences, 0, differences, 0, length);
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += differences[i];
        }
        return PlainReductions.finishLogSumExp(max, sum);
    }

    /** Rows ascending in each column, as {@link #logSumExp} does, a row of differences at a time. */
    void logSumExpColumns(int rows, int columns, double[] x, int xOffset, int xStride, double[] out, int outOffset) {
        if (maxima.length < columns) {
            maxima = new double[columns];
        }
        if (differences.length < columns) {
            differences = new double[columns];
        }
        Arrays.fill(maxima, 0, columns, Double.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                maxima[c] = Math.max(maxima[c], x[xOffset + r * xStride + c]);
            }
        }
        Arrays.fill(out, outOffset, outOffset + columns, 0);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                differences[c] = x[xOffset + r * xStride + c] - maxima[c];
            }
            exp(differences, 0, differences, 0, columns);
            for (int c = 0; c < columns; c++) {
                out[outOffset + c] += differences[c];
            }
        }
        for (int c = 0; c < columns; c++) {
            out[outOffset + c] = PlainReductions.finishLogSumExp(maxima[c], out[outOffset + c]);
        }
    }

    /** The steps of {@link DoubleMath#exp}. */
    static void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        DoubleVector round = DoubleVector.broadcast(D, DoubleMath.ROUND);
        LongVector oneBits = LongVector.broadcast(L, DoubleMath.ONE_BITS);
        int i = 0;
        for (int bound = D.loopBound(length); i < bound; i += DOUBLES) {
            DoubleVector v = DoubleVector.fromArray(D, x, xOffset + i);
            DoubleVector t = v.fma(DoubleVector.broadcast(D, DoubleMath.LOG2_E), round);
            DoubleVector n = t.sub(round);
            DoubleVector r = n.fma(DoubleVector.broadcast(D, -DoubleMath.LN2_LOW),
                    n.fma(DoubleVector.broadcast(D, -DoubleMath.LN2_HIGH), v));
            DoubleVector q = DoubleVector.broadcast(D, DoubleMath.E10).fma(r, DoubleVector.broadcast(D, DoubleMath.E9));
            q = q.fma(r, DoubleVector.broadcast(D, DoubleMath.E8)).fma(r, DoubleVector.broadcast(D, DoubleMath.E7));
            q = q.fma(r, DoubleVector.broadcast(D, DoubleMath.E6)).fma(r, DoubleVector.broadcast(D, DoubleMath.E5));
            q = q.fma(r, DoubleVector.broadcast(D, DoubleMath.E4)).fma(r, DoubleVector.broadcast(D, DoubleMath.E3));
            q = q.fma(r, DoubleVector.broadcast(D, DoubleMath.E2)).fma(r, DoubleVector.broadcast(D, DoubleMath.E1));
            q = q.fma(r, DoubleVector.broadcast(D, DoubleMath.E0));
            DoubleVector p = q.fma(r.mul(r), r).add(1);
            LongVector bits = t.reinterpretAsLongs();
            LongVector half = bits.lanewise(VectorOperators.ASHR, 1);
            LongVector low = half.lanewise(VectorOperators.LSHL, 52).add(oneBits);
            LongVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 52).add(oneBits);
            DoubleVector scaled = p.mul(low.reinterpretAsDoubles()).mul(high.reinterpretAsDoubles());
            scaled = scaled.blend(Double.POSITIVE_INFINITY, v.compare(VectorOperators.GT, DoubleMath.EXP_OVERFLOW));
            scaled.blend(0d, v.compare(VectorOperators.LT, DoubleMath.EXP_UNDERFLOW)).intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] = DoubleMath.exp(x[xOffset + i]);
        }
    }
}

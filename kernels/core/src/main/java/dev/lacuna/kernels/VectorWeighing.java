package dev.lacuna.kernels;

import static dev.lacuna.kernels.FloatMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PlainWeighing} on the Vector API: samples outside and features inside, so that the sums of a vector of samples stay in
 * registers. Functions are written out in the loops, as a method that takes or returns a Vector may be boxed.
 */
final class VectorWeighing {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final VectorSpecies<Integer> I = VectorWidth.INTS;
    private static final int LANES = S.length();
    private static final int LOGICAL = PlainReductions.LANES;

    private VectorWeighing() {}

    static void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd, int parameters,
            float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int length) {
        int s = 0;
        for (int bound = S.loopBound(length); s < bound; s += LANES) {
            FloatVector sum = FloatVector.fromArray(S, high, offset + s);
            FloatVector rest = FloatVector.fromArray(S, low, offset + s);
            for (int h = 0; h < rows; h++) {
                int at = zOffset + h * zRow + s;
                FloatVector eps = FloatVector.fromArray(S, z, at);
                FloatVector value = FloatVector.broadcast(S, std[parameters + h]).fma(eps,
                        FloatVector.broadcast(S, mean[parameters + h]));
                FloatVector standard = value.sub(otherMean[parameters + h]).mul(otherInverseStd[parameters + h]);
                value.intoArray(z, at);
                FloatVector term = eps.sub(standard).mul(0.5f).mul(eps.add(standard));
                FloatVector next = sum.add(term);
                FloatVector back = next.sub(sum);
                rest = rest.add(sum.sub(next.sub(back)).add(term.sub(back)));
                sum = next;
            }
            sum.intoArray(high, offset + s);
            rest.intoArray(low, offset + s);
        }
        PlainWeighing.drawNormal(rows, mean, std, otherMean, otherInverseStd, parameters, z, zOffset, zRow, high, low, offset, s,
                length);
    }

    static void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int length) {
        FloatVector minNormal = FloatVector.broadcast(S, Float.MIN_NORMAL);
        FloatVector denormalScale = FloatVector.broadcast(S, DENORMAL_SCALE);
        IntVector twoThirdsBits = IntVector.broadcast(I, TWO_THIRDS_BITS);
        IntVector roundBits = IntVector.broadcast(I, ROUND_BITS);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector denormalExponent = FloatVector.broadcast(S, DENORMAL_EXPONENT);
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector l7 = FloatVector.broadcast(S, L7);
        FloatVector l6 = FloatVector.broadcast(S, L6);
        FloatVector l5 = FloatVector.broadcast(S, L5);
        FloatVector l4 = FloatVector.broadcast(S, L4);
        FloatVector l3 = FloatVector.broadcast(S, L3);
        FloatVector l2 = FloatVector.broadcast(S, L2);
        FloatVector l1 = FloatVector.broadcast(S, L1);
        FloatVector l0 = FloatVector.broadcast(S, L0);
        FloatVector minusHalf = FloatVector.broadcast(S, -0.5f);
        FloatVector ln2High = FloatVector.broadcast(S, LN2_HIGH);
        FloatVector ln2Low = FloatVector.broadcast(S, LN2_LOW);
        FloatVector infinity = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
        FloatVector minusInfinity = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector nan = FloatVector.broadcast(S, Float.NaN);
        FloatVector minusHalfLogTwoPi = FloatVector.broadcast(S, -HALF_LOG_TWO_PI);
        int at = 0;
        for (int bound = S.loopBound(length); at < bound; at += LANES) {
            FloatVector sum = FloatVector.fromArray(S, high, offset + at);
            FloatVector rest = FloatVector.fromArray(S, low, offset + at);
            for (int i = 0; i < size; i++) {
                int e = list[i];
                FloatVector s = FloatVector.fromArray(S, std, stdOffset + e * row + at);
                FloatVector m = FloatVector.fromArray(S, mean, meanOffset + e * row + at);
                FloatVector z = FloatVector.broadcast(S, x[e]).sub(m).div(s);
                var small = s.compare(VectorOperators.LT, minNormal);
                FloatVector normal = s.blend(s.mul(denormalScale), small);
                IntVector bits = normal.reinterpretAsInts();
                IntVector exponent = bits.sub(twoThirdsBits).lanewise(VectorOperators.ASHR, 23);
                FloatVector n = exponent.add(roundBits).reinterpretAsFloats().sub(round);
                n = n.add(zero.blend(denormalExponent, small));
                FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(one);
                FloatVector p = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3);
                p = p.fma(f, l2).fma(f, l1).fma(f, l0).fma(f, minusHalf);
                FloatVector log = n.fma(ln2High, f.add(n.fma(ln2Low, p.mul(f.mul(f)))));
                log = s.blend(log, s.compare(VectorOperators.LT, infinity));
                log = log.blend(minusInfinity, s.compare(VectorOperators.EQ, zero));
                log = log.blend(nan, s.compare(VectorOperators.LT, zero));
                FloatVector density = z.mul(minusHalf).fma(z, minusHalfLogTwoPi.sub(log));
                FloatVector term = density.mul(times[e]);
                FloatVector next = sum.add(term);
                FloatVector back = next.sub(sum);
                rest = rest.add(sum.sub(next.sub(back)).add(term.sub(back)));
                sum = next;
            }
            sum.intoArray(high, offset + at);
            rest.intoArray(low, offset + at);
        }
        PlainWeighing.addGaussian(list, size, x, times, mean, meanOffset, std, stdOffset, row, high, low, offset, at, length);
    }

    static void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high, float[] low,
            int offset, int length) {
        int s = 0;
        for (int bound = S.loopBound(length); s < bound; s += LANES) {
            FloatVector sum = FloatVector.fromArray(S, high, offset + s);
            FloatVector rest = FloatVector.fromArray(S, low, offset + s);
            for (int i = 0; i < size; i++) {
                int e = list[i];
                FloatVector t = FloatVector.fromArray(S, term, termOffset + e * row + s).mul(times[e]);
                FloatVector next = sum.add(t);
                FloatVector back = next.sub(sum);
                rest = rest.add(sum.sub(next.sub(back)).add(t.sub(back)));
                sum = next;
            }
            sum.intoArray(high, offset + s);
            rest.intoArray(low, offset + s);
        }
        PlainWeighing.addTerms(list, size, times, term, termOffset, row, high, low, offset, s, length);
    }

    /** Each vector holds a fixed share of the 16 logical lanes. */
    static void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length, float[] lanes, float[] squareLanes) {
        int whole = length - length % LOGICAL;
        for (int i = 0; i < size; i++) {
            int e = list[i];
            int at = xOffset + e * row;
            FloatVector c = FloatVector.broadcast(S, centre[e]);
            for (int lane = 0; lane < LOGICAL; lane += LANES) {
                FloatVector sum = FloatVector.zero(S);
                FloatVector square = FloatVector.zero(S);
                for (int s = lane; s < whole; s += LOGICAL) {
                    FloatVector deviation = FloatVector.fromArray(S, x, at + s).sub(c);
                    FloatVector weighted = FloatVector.fromArray(S, weight, s).mul(deviation);
                    sum = sum.add(weighted);
                    square = weighted.fma(deviation, square);
                }
                sum.intoArray(lanes, lane);
                square.intoArray(squareLanes, lane);
            }
            PlainWeighing.addMoments(weight, x, at, centre[e], whole, length, lanes, squareLanes);
            first[e] = PlainReductions.sumLanes(lanes);
            second[e] = PlainReductions.sumLanes(squareLanes);
        }
    }
}

package dev.lacuna.kernels;

import static dev.lacuna.kernels.FloatMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link FloatMath}'s functions on the Vector API, the same steps and so the same bits; tails run the plain
 * function. Written by {@code VectorElementwiseTemplate} in the tests, which says why each body is expanded: change that.
 */
final class VectorElementwise {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final VectorSpecies<Integer> I = VectorWidth.INTS;
    private static final int LANES = S.length();

    private VectorElementwise() {}

    static void exp(float[] in, int inOffset, float[] out, int outOffset, int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector infinity = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
        FloatVector expOverflow = FloatVector.broadcast(S, EXP_OVERFLOW);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            FloatVector t = x.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, x));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            scaled = scaled.blend(infinity, x.compare(VectorOperators.GT, expOverflow));
            FloatVector y = scaled.blend(zero, x.compare(VectorOperators.LT, expUnderflow));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.exp(in[inOffset + i]);
        }
    }

    static void log(float[] in, int inOffset, float[] out, int outOffset, int length) {
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
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            var small = x.compare(VectorOperators.LT, minNormal);
            FloatVector normal = x.blend(x.mul(denormalScale), small);
            IntVector bits = normal.reinterpretAsInts();
            IntVector e = bits.sub(twoThirdsBits).lanewise(VectorOperators.ASHR, 23);
            FloatVector n = e.add(roundBits).reinterpretAsFloats().sub(round);
            n = n.add(zero.blend(denormalExponent, small));
            FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(one);
            FloatVector p = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3);
            p = p.fma(f, l2).fma(f, l1).fma(f, l0).fma(f, minusHalf);
            FloatVector result = n.fma(ln2High, f.add(n.fma(ln2Low, p.mul(f.mul(f)))));
            result = x.blend(result, x.compare(VectorOperators.LT, infinity));
            result = result.blend(minusInfinity, x.compare(VectorOperators.EQ, zero));
            FloatVector y = result.blend(nan, x.compare(VectorOperators.LT, zero));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.log(in[inOffset + i]);
        }
    }

    static void log1p(float[] in, int inOffset, float[] out, int outOffset, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector twoThirdsBits = IntVector.broadcast(I, TWO_THIRDS_BITS);
        IntVector roundBits = IntVector.broadcast(I, ROUND_BITS);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        IntVector noBits = IntVector.broadcast(I, 0);
        FloatVector l7 = FloatVector.broadcast(S, L7);
        FloatVector l6 = FloatVector.broadcast(S, L6);
        FloatVector l5 = FloatVector.broadcast(S, L5);
        FloatVector l4 = FloatVector.broadcast(S, L4);
        FloatVector l3 = FloatVector.broadcast(S, L3);
        FloatVector l2 = FloatVector.broadcast(S, L2);
        FloatVector l1 = FloatVector.broadcast(S, L1);
        FloatVector l0 = FloatVector.broadcast(S, L0);
        FloatVector minusHalf = FloatVector.broadcast(S, -0.5f);
        FloatVector ln2Low = FloatVector.broadcast(S, LN2_LOW);
        FloatVector ln2High = FloatVector.broadcast(S, LN2_HIGH);
        FloatVector infinity = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector minusInfinity = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        FloatVector nan = FloatVector.broadcast(S, Float.NaN);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            FloatVector u = x.add(one);
            FloatVector back = u.sub(one);
            FloatVector lost = one.sub(u.sub(back)).add(x.sub(back));
            IntVector bits = u.reinterpretAsInts();
            IntVector e = bits.sub(twoThirdsBits).lanewise(VectorOperators.ASHR, 23);
            FloatVector n = e.add(roundBits).reinterpretAsFloats().sub(round);
            IntVector shifted = e.lanewise(VectorOperators.LSHL, 23);
            FloatVector scale = oneBits.sub(shifted).max(noBits).reinterpretAsFloats();
            FloatVector f = bits.sub(shifted).reinterpretAsFloats().sub(one);
            FloatVector correction = lost.mul(scale).mul(f.fma(f, one.sub(f)));
            FloatVector p = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3);
            p = p.fma(f, l2).fma(f, l1).fma(f, l0).fma(f, minusHalf);
            FloatVector low = n.fma(ln2Low, p.fma(f.mul(f), correction));
            FloatVector result = n.fma(ln2High, f.add(low));
            result = x.blend(result, x.compare(VectorOperators.LT, infinity));
            result = result.blend(x, x.compare(VectorOperators.EQ, zero));
            result = result.blend(minusInfinity, x.compare(VectorOperators.EQ, minusOne));
            FloatVector y = result.blend(nan, x.compare(VectorOperators.LT, minusOne));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.log1p(in[inOffset + i]);
        }
    }

    static void tanh(float[] in, int inOffset, float[] out, int outOffset, int length) {
        IntVector sizeBits = IntVector.broadcast(I, SIZE_BITS);
        IntVector infinityBits = IntVector.broadcast(I, INFINITY_BITS);
        IntVector tanhLimitBits = IntVector.broadcast(I, TANH_LIMIT_BITS);
        IntVector signBit = IntVector.broadcast(I, SIGN_BIT);
        FloatVector t1 = FloatVector.broadcast(S, T1);
        FloatVector t0 = FloatVector.broadcast(S, T0);
        FloatVector d2 = FloatVector.broadcast(S, D2);
        FloatVector d1 = FloatVector.broadcast(S, D1);
        FloatVector d0 = FloatVector.broadcast(S, D0);
        FloatVector two = FloatVector.broadcast(S, 2f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            IntVector given = x.reinterpretAsInts();
            IntVector size = given.and(sizeBits);
            IntVector nan = infinityBits.sub(size).lanewise(VectorOperators.ASHR, 31);
            FloatVector c = size.min(tanhLimitBits).or(given.and(signBit)).or(nan).reinterpretAsFloats();
            FloatVector u = c.mul(c);
            FloatVector n = c.mul(u).fma(t1.fma(u, t0), c);
            FloatVector d = d2.fma(u, d1).fma(u, d0).fma(u, two);
            FloatVector product = n.mul(d);
            FloatVector y = product.add(product).div(d.fma(d, n.mul(n)));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.tanh(in[inOffset + i]);
        }
    }

    static void sigmoid(float[] in, int inOffset, float[] out, int outOffset, int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            FloatVector minus = x.abs().neg();
            FloatVector t = minus.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, minus));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            FloatVector small = scaled.blend(zero, minus.compare(VectorOperators.LT, expUnderflow));
            FloatVector top = one.blend(small, x.compare(VectorOperators.LT, zero));
            FloatVector y = top.div(small.add(one));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.sigmoid(in[inOffset + i]);
        }
    }

    static void softplus(float[] in, int inOffset, float[] out, int outOffset, int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        FloatVector two = FloatVector.broadcast(S, 2f);
        FloatVector a3 = FloatVector.broadcast(S, A3);
        FloatVector a2 = FloatVector.broadcast(S, A2);
        FloatVector a1 = FloatVector.broadcast(S, A1);
        FloatVector a0 = FloatVector.broadcast(S, A0);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            FloatVector minus = x.abs().neg();
            FloatVector t = minus.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, minus));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            FloatVector small = scaled.blend(zero, minus.compare(VectorOperators.LT, expUnderflow));
            FloatVector s = small.div(small.add(two));
            FloatVector z = s.mul(s);
            FloatVector c = a3.fma(z, a2).fma(z, a1).fma(z, a0);
            FloatVector y = x.max(zero).add(s.fma(c.fma(z, small.neg()), small));
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.softplus(in[inOffset + i]);
        }
    }

    static void relu(float[] in, int inOffset, float[] out, int outOffset, int length) {
        FloatVector zero = FloatVector.broadcast(S, 0f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector x = FloatVector.fromArray(S, in, inOffset + i);
            FloatVector y = x.max(zero);
            y.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.relu(in[inOffset + i]);
        }
    }

    static void identityBackward(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector slope = one;
            upstream.mul(slope).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.IDENTITY, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                false);
    }

    static void tanhBackward(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = y.neg().fma(y, one);
            upstream.mul(slope).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.TANH, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                false);
    }

    static void reluBackward(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset, int length) {
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = zero.blend(one, y.compare(VectorOperators.GT, zero));
            upstream.mul(slope).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.RELU, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                false);
    }

    static void sigmoidBackward(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = y.neg().fma(y, y);
            upstream.mul(slope).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.SIGMOID, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                false);
    }

    static void softplusBackward(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector minusOneMinusExpLimit = FloatVector.broadcast(S, -ONE_MINUS_EXP_LIMIT);
        FloatVector oneMinusExpLimit = FloatVector.broadcast(S, ONE_MINUS_EXP_LIMIT);
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector negative = y.neg().blend(minusOneMinusExpLimit, y.compare(VectorOperators.GT, oneMinusExpLimit));
            FloatVector t = negative.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, negative));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector w = q.fma(r.mul(r), r);
            FloatVector s = bits.lanewise(VectorOperators.LSHL, 23).add(oneBits).reinterpretAsFloats();
            FloatVector slope = s.neg().fma(w, one.sub(s));
            upstream.mul(slope).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.SOFTPLUS, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                false);
    }

    static void identityBackwardAccumulate(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector slope = one;
            upstream.fma(slope, FloatVector.fromArray(S, dIn, dInOffset + i)).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.IDENTITY, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                true);
    }

    static void tanhBackwardAccumulate(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = y.neg().fma(y, one);
            upstream.fma(slope, FloatVector.fromArray(S, dIn, dInOffset + i)).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.TANH, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i, true);
    }

    static void reluBackwardAccumulate(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = zero.blend(one, y.compare(VectorOperators.GT, zero));
            upstream.fma(slope, FloatVector.fromArray(S, dIn, dInOffset + i)).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.RELU, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i, true);
    }

    static void sigmoidBackwardAccumulate(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector slope = y.neg().fma(y, y);
            upstream.fma(slope, FloatVector.fromArray(S, dIn, dInOffset + i)).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.SIGMOID, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                true);
    }

    static void softplusBackwardAccumulate(float[] out, int outOffset, float[] dOut, int dOutOffset, float[] dIn, int dInOffset,
            int length) {
        FloatVector minusOneMinusExpLimit = FloatVector.broadcast(S, -ONE_MINUS_EXP_LIMIT);
        FloatVector oneMinusExpLimit = FloatVector.broadcast(S, ONE_MINUS_EXP_LIMIT);
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector upstream = FloatVector.fromArray(S, dOut, dOutOffset + i);
            FloatVector y = FloatVector.fromArray(S, out, outOffset + i);
            FloatVector negative = y.neg().blend(minusOneMinusExpLimit, y.compare(VectorOperators.GT, oneMinusExpLimit));
            FloatVector t = negative.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, negative));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector w = q.fma(r.mul(r), r);
            FloatVector s = bits.lanewise(VectorOperators.LSHL, 23).add(oneBits).reinterpretAsFloats();
            FloatVector slope = s.neg().fma(w, one.sub(s));
            upstream.fma(slope, FloatVector.fromArray(S, dIn, dInOffset + i)).intoArray(dIn, dInOffset + i);
        }
        PlainBackward.activation(Activation.SOFTPLUS, out, outOffset + i, dOut, dOutOffset + i, dIn, dInOffset + i, length - i,
                true);
    }

    static void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int length) {
        FloatVector scale = FloatVector.broadcast(S, a);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector u = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector v = FloatVector.fromArray(S, y, yOffset + i);
            scale.fma(u, v).intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] = Math.fma(a, x[xOffset + i], y[yOffset + i]);
        }
    }

    static void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float[] out, int outOffset,
            int length) {
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector u = FloatVector.fromArray(S, a, aOffset + i);
            FloatVector v = FloatVector.fromArray(S, b, bOffset + i);
            FloatVector w = FloatVector.fromArray(S, c, cOffset + i);
            u.fma(v, w).intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], c[cOffset + i]);
        }
    }

    static void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector u = FloatVector.fromArray(S, a, aOffset + i);
            FloatVector v = FloatVector.fromArray(S, b, bOffset + i);
            u.mul(v).intoArray(out, outOffset + i);
        }
        PlainBackward.multiply(a, aOffset + i, b, bOffset + i, out, outOffset + i, length - i, false);
    }

    static void multiplyAccumulate(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector u = FloatVector.fromArray(S, a, aOffset + i);
            FloatVector v = FloatVector.fromArray(S, b, bOffset + i);
            u.fma(v, FloatVector.fromArray(S, out, outOffset + i)).intoArray(out, outOffset + i);
        }
        PlainBackward.multiply(a, aOffset + i, b, bOffset + i, out, outOffset + i, length - i, true);
    }

    static void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset, float[] out,
            int outOffset, int length) {
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
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector m = FloatVector.fromArray(S, mean, meanOffset + i);
            FloatVector s = FloatVector.fromArray(S, std, stdOffset + i);
            FloatVector z = v.sub(m).div(s);
            var small = s.compare(VectorOperators.LT, minNormal);
            FloatVector normal = s.blend(s.mul(denormalScale), small);
            IntVector bits = normal.reinterpretAsInts();
            IntVector e = bits.sub(twoThirdsBits).lanewise(VectorOperators.ASHR, 23);
            FloatVector n = e.add(roundBits).reinterpretAsFloats().sub(round);
            n = n.add(zero.blend(denormalExponent, small));
            FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(one);
            FloatVector p = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3);
            p = p.fma(f, l2).fma(f, l1).fma(f, l0).fma(f, minusHalf);
            FloatVector result = n.fma(ln2High, f.add(n.fma(ln2Low, p.mul(f.mul(f)))));
            result = s.blend(result, s.compare(VectorOperators.LT, infinity));
            result = result.blend(minusInfinity, s.compare(VectorOperators.EQ, zero));
            FloatVector logStd = result.blend(nan, s.compare(VectorOperators.LT, zero));
            FloatVector density = z.mul(minusHalf).fma(z, minusHalfLogTwoPi.sub(logStd));
            density.intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.gaussianLogDensity(x[xOffset + i], mean[meanOffset + i], std[stdOffset + i]);
        }
    }

    static void gaussianLogDensityBackward(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length) {
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector m = FloatVector.fromArray(S, mean, meanOffset + i);
            FloatVector s = FloatVector.fromArray(S, std, stdOffset + i);
            FloatVector upstream = FloatVector.fromArray(S, g, gOffset + i);
            FloatVector z = v.sub(m).div(s);
            FloatVector u = upstream.div(s);
            FloatVector w = z.fma(z, minusOne);
            u.mul(z).intoArray(dMean, dMeanOffset + i);
            u.mul(w).intoArray(dStd, dStdOffset + i);
        }
        PlainBackward.gaussianLogDensity(x, xOffset + i, mean, meanOffset + i, std, stdOffset + i, g, gOffset + i, dMean,
                dMeanOffset + i, dStd, dStdOffset + i, length - i, false);
    }

    static void gaussianLogDensityBackwardAccumulate(float[] x, int xOffset, float[] mean, int meanOffset, float[] std,
            int stdOffset, float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length) {
        FloatVector minusOne = FloatVector.broadcast(S, -1f);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector m = FloatVector.fromArray(S, mean, meanOffset + i);
            FloatVector s = FloatVector.fromArray(S, std, stdOffset + i);
            FloatVector upstream = FloatVector.fromArray(S, g, gOffset + i);
            FloatVector z = v.sub(m).div(s);
            FloatVector u = upstream.div(s);
            FloatVector w = z.fma(z, minusOne);
            u.fma(z, FloatVector.fromArray(S, dMean, dMeanOffset + i)).intoArray(dMean, dMeanOffset + i);
            u.fma(w, FloatVector.fromArray(S, dStd, dStdOffset + i)).intoArray(dStd, dStdOffset + i);
        }
        PlainBackward.gaussianLogDensity(x, xOffset + i, mean, meanOffset + i, std, stdOffset + i, g, gOffset + i, dMean,
                dMeanOffset + i, dStd, dStdOffset + i, length - i, true);
    }

    static void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] out, int outOffset,
            int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        FloatVector two = FloatVector.broadcast(S, 2f);
        FloatVector a3 = FloatVector.broadcast(S, A3);
        FloatVector a2 = FloatVector.broadcast(S, A2);
        FloatVector a1 = FloatVector.broadcast(S, A1);
        FloatVector a0 = FloatVector.broadcast(S, A0);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector a = FloatVector.fromArray(S, logits, logitsOffset + i);
            FloatVector minus = a.abs().neg();
            FloatVector t = minus.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, minus));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            FloatVector small = scaled.blend(zero, minus.compare(VectorOperators.LT, expUnderflow));
            FloatVector s = small.div(small.add(two));
            FloatVector z = s.mul(s);
            FloatVector c = a3.fma(z, a2).fma(z, a1).fma(z, a0);
            FloatVector softplus = a.max(zero).add(s.fma(c.fma(z, small.neg()), small));
            v.fma(a, softplus.neg()).intoArray(out, outOffset + i);
        }
        for (; i < length; i++) {
            out[outOffset + i] = FloatMath.bernoulliLogDensity(x[xOffset + i], logits[logitsOffset + i]);
        }
    }

    static void bernoulliLogDensityBackward(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g, int gOffset,
            float[] dLogits, int dLogitsOffset, int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector a = FloatVector.fromArray(S, logits, logitsOffset + i);
            FloatVector upstream = FloatVector.fromArray(S, g, gOffset + i);
            FloatVector minus = a.abs().neg();
            FloatVector t = minus.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, minus));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            FloatVector small = scaled.blend(zero, minus.compare(VectorOperators.LT, expUnderflow));
            FloatVector top = one.blend(small, a.compare(VectorOperators.LT, zero));
            FloatVector probability = top.div(small.add(one));
            FloatVector difference = v.sub(probability);
            upstream.mul(difference).intoArray(dLogits, dLogitsOffset + i);
        }
        PlainBackward.bernoulliLogDensity(x, xOffset + i, logits, logitsOffset + i, g, gOffset + i, dLogits, dLogitsOffset + i,
                length - i, false);
    }

    static void bernoulliLogDensityBackwardAccumulate(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g,
            int gOffset, float[] dLogits, int dLogitsOffset, int length) {
        FloatVector log2E = FloatVector.broadcast(S, LOG2_E);
        FloatVector round = FloatVector.broadcast(S, ROUND);
        FloatVector minusLn2Low = FloatVector.broadcast(S, -LN2_LOW);
        FloatVector minusLn2High = FloatVector.broadcast(S, -LN2_HIGH);
        FloatVector e4 = FloatVector.broadcast(S, E4);
        FloatVector e3 = FloatVector.broadcast(S, E3);
        FloatVector e2 = FloatVector.broadcast(S, E2);
        FloatVector e1 = FloatVector.broadcast(S, E1);
        FloatVector e0 = FloatVector.broadcast(S, E0);
        FloatVector one = FloatVector.broadcast(S, 1f);
        IntVector oneBits = IntVector.broadcast(I, ONE_BITS);
        FloatVector zero = FloatVector.broadcast(S, 0f);
        FloatVector expUnderflow = FloatVector.broadcast(S, EXP_UNDERFLOW);
        int i = 0;
        for (int bound = S.loopBound(length); i < bound; i += LANES) {
            FloatVector v = FloatVector.fromArray(S, x, xOffset + i);
            FloatVector a = FloatVector.fromArray(S, logits, logitsOffset + i);
            FloatVector upstream = FloatVector.fromArray(S, g, gOffset + i);
            FloatVector minus = a.abs().neg();
            FloatVector t = minus.fma(log2E, round);
            FloatVector n = t.sub(round);
            FloatVector r = n.fma(minusLn2Low, n.fma(minusLn2High, minus));
            FloatVector q = e4.fma(r, e3).fma(r, e2).fma(r, e1).fma(r, e0);
            IntVector bits = t.reinterpretAsInts();
            FloatVector p = q.fma(r, one).fma(r, one);
            IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
            IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(oneBits);
            IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(oneBits);
            FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
            FloatVector small = scaled.blend(zero, minus.compare(VectorOperators.LT, expUnderflow));
            FloatVector top = one.blend(small, a.compare(VectorOperators.LT, zero));
            FloatVector probability = top.div(small.add(one));
            FloatVector difference = v.sub(probability);
            upstream.fma(difference, FloatVector.fromArray(S, dLogits, dLogitsOffset + i)).intoArray(dLogits, dLogitsOffset + i);
        }
        PlainBackward.bernoulliLogDensity(x, xOffset + i, logits, logitsOffset + i, g, gOffset + i, dLogits, dLogitsOffset + i,
                length - i, true);
    }
}

package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Philox sequences on the Vector API: a 32-bit word in each long lane, so that the 32 x 32 product to 64 bits is one lane
 * operation, and a block in each lane. One object serves one thread and owns its buffers.
 */
final class VectorRandom {

    private static final VectorSpecies<Long> L = VectorWidth.LONGS;
    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final VectorSpecies<Integer> I = VectorWidth.INTS;
    /** Blocks of a group, and elements that a group gives. */
    private static final int BLOCKS = L.length();
    private static final int GROUP = BLOCKS * Philox.BLOCK;
    private static final int CHUNK_GROUPS = 16;
    private static final long WORD = 0xFFFFFFFFL;

    private static final VectorShuffle<Long> FIRST_HALF = VectorShuffle.fromOp(L, i -> i / 2);
    private static final VectorShuffle<Long> SECOND_HALF = VectorShuffle.fromOp(L, i -> BLOCKS / 2 + i / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(L, 0xAAAAAAAAAAAAAAAAL);

    /** Words 0 and 1 of each block, then words 2 and 3, as pairs in a long. */
    private final long[] words01 = new long[CHUNK_GROUPS * BLOCKS];
    private final long[] words23 = new long[CHUNK_GROUPS * BLOCKS];
    private final float[] last = new float[GROUP];

    void normal(long key, long stream, long position, float[] out, int offset, int length) {
        long block = position / Philox.BLOCK;
        int done = 0;
        while (done < length) {
            int groups = Math.min(CHUNK_GROUPS, (length - done + GROUP - 1) / GROUP);
            words(key, stream, block, groups);
            int whole = Math.min(groups, (length - done) / GROUP);
            boxMuller(0, whole, out, offset + done);
            done += whole * GROUP;
            if (whole < groups) {
                boxMuller(whole, groups, last, 0);
                System.arraycopy(last, 0, out, offset + done, length - done);
                return;
            }
            block += (long) groups * BLOCKS;
        }
    }

    void uniform(long key, long stream, long position, float[] out, int offset, int length) {
        long block = position / Philox.BLOCK;
        int done = 0;
        while (done < length) {
            int groups = Math.min(CHUNK_GROUPS, (length - done + GROUP - 1) / GROUP);
            words(key, stream, block, groups);
            int whole = Math.min(groups, (length - done) / GROUP);
            toUniform(0, whole, out, offset + done);
            done += whole * GROUP;
            if (whole < groups) {
                toUniform(whole, groups, last, 0);
                System.arraycopy(last, 0, out, offset + done, length - done);
                return;
            }
            block += (long) groups * BLOCKS;
        }
    }

    /**
     * Philox rounds, the steps of {@link Philox#block}, for {@code groups} groups of blocks, and one more where they are odd. Two
     * groups go side by side: a round waits for the one before it, and one group alone leaves the units idle.
     */
    private void words(long key, long stream, long block, int groups) {
        LongVector word = LongVector.broadcast(L, WORD);
        LongVector multiplier0 = LongVector.broadcast(L, Philox.MULTIPLIER_0);
        LongVector multiplier1 = LongVector.broadcast(L, Philox.MULTIPLIER_1);
        LongVector streamLow = LongVector.broadcast(L, stream & WORD);
        LongVector streamHigh = LongVector.broadcast(L, stream >>> 32);
        for (int g = 0; g < groups; g += 2) {
            LongVector counter = LongVector.broadcast(L, block + (long) g * BLOCKS).addIndex(1);
            LongVector c0 = counter.and(word);
            LongVector c1 = counter.lanewise(VectorOperators.LSHR, 32);
            LongVector c2 = streamLow;
            LongVector c3 = streamHigh;
            counter = LongVector.broadcast(L, block + (long) (g + 1) * BLOCKS).addIndex(1);
            LongVector d0 = counter.and(word);
            LongVector d1 = counter.lanewise(VectorOperators.LSHR, 32);
            LongVector d2 = streamLow;
            LongVector d3 = streamHigh;
            int k0 = (int) key;
            int k1 = (int) (key >>> 32);
            for (int round = 0; round < Philox.ROUNDS; round++) {
                LongVector key0 = LongVector.broadcast(L, k0 & WORD);
                LongVector key1 = LongVector.broadcast(L, k1 & WORD);
                LongVector p0 = c0.mul(multiplier0);
                LongVector p1 = c2.mul(multiplier1);
                LongVector q0 = d0.mul(multiplier0);
                LongVector q1 = d2.mul(multiplier1);
                c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1).lanewise(VectorOperators.XOR, key0);
                d0 = q1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, d1).lanewise(VectorOperators.XOR, key0);
                c1 = p1.and(word);
                d1 = q1.and(word);
                c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3).lanewise(VectorOperators.XOR, key1);
                d2 = q0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, d3).lanewise(VectorOperators.XOR, key1);
                c3 = p0.and(word);
                d3 = q0.and(word);
                k0 += Philox.WEYL_0;
                k1 += Philox.WEYL_1;
            }
            c1.lanewise(VectorOperators.LSHL, 32).or(c0).intoArray(words01, g * BLOCKS);
            c3.lanewise(VectorOperators.LSHL, 32).or(c2).intoArray(words23, g * BLOCKS);
            d1.lanewise(VectorOperators.LSHL, 32).or(d0).intoArray(words01, (g + 1) * BLOCKS);
            d3.lanewise(VectorOperators.LSHL, 32).or(d2).intoArray(words23, (g + 1) * BLOCKS);
        }
    }

    /** The steps of {@link BoxMuller} for groups from .. to - 1. */
    private void boxMuller(int from, int to, float[] out, int offset) {
        FloatVector exponent23 = FloatVector.broadcast(S, BoxMuller.EXPONENT_23);
        FloatVector round = FloatVector.broadcast(S, FloatMath.ROUND);
        IntVector exponent23Bits = IntVector.broadcast(I, BoxMuller.EXPONENT_23_BITS);
        IntVector roundBits = IntVector.broadcast(I, FloatMath.ROUND_BITS);
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int g = from; g < to; g++) {
            IntVector w = LongVector.fromArray(L, words01, g * BLOCKS).reinterpretAsInts();
            FloatVector high = w.lanewise(VectorOperators.LSHR, 16).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            FloatVector low = w.and(0xFFFF).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            FloatVector u = high.fma(FloatVector.broadcast(S, 0x1p-16f), low.fma(0x1p-32f, 0x1p-33f));
            IntVector bits = u.reinterpretAsInts();
            IntVector e = bits.sub(FloatMath.TWO_THIRDS_BITS).lanewise(VectorOperators.ASHR, 23);
            FloatVector n = e.add(roundBits).reinterpretAsFloats().sub(round);
            FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(one);
            FloatVector p = FloatVector.broadcast(S, FloatMath.L7).fma(f, FloatVector.broadcast(S, FloatMath.L6));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L5)).fma(f, FloatVector.broadcast(S, FloatMath.L4));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L3)).fma(f, FloatVector.broadcast(S, FloatMath.L2));
            p = p.fma(f, FloatVector.broadcast(S, FloatMath.L1)).fma(f, FloatVector.broadcast(S, FloatMath.L0));
            p = p.fma(f, FloatVector.broadcast(S, -0.5f));
            FloatVector tail = n.fma(FloatVector.broadcast(S, FloatMath.LN2_LOW), p.mul(f.mul(f)));
            FloatVector log = n.fma(FloatVector.broadcast(S, FloatMath.LN2_HIGH), f.add(tail));
            FloatVector radius = log.mul(-2f).lanewise(VectorOperators.SQRT);

            IntVector angle = LongVector.fromArray(L, words23, g * BLOCKS).reinterpretAsInts();
            IntVector quadrant = angle.add(BoxMuller.QUADRANT_CENTRE).lanewise(VectorOperators.LSHR, 30);
            IntVector step = angle.sub(quadrant.lanewise(VectorOperators.LSHL, 30)).lanewise(VectorOperators.ASHR, 7);
            FloatVector x = step.add(roundBits).reinterpretAsFloats().sub(round).add(0.5f).mul(BoxMuller.ANGLE_STEP);
            FloatVector z = x.mul(x);
            FloatVector sine = FloatVector.broadcast(S, BoxMuller.S2).fma(z, FloatVector.broadcast(S, BoxMuller.S1))
                    .fma(z, FloatVector.broadcast(S, BoxMuller.S0)).fma(x.mul(z), x);
            FloatVector cosine = FloatVector.broadcast(S, BoxMuller.C2).fma(z, FloatVector.broadcast(S, BoxMuller.C1))
                    .fma(z, FloatVector.broadcast(S, BoxMuller.C0)).fma(z.mul(z), z.fma(FloatVector.broadcast(S, -0.5f), one));
            IntVector s = sine.reinterpretAsInts();
            IntVector c = cosine.reinterpretAsInts();
            IntVector odd = quadrant.and(1).neg();
            IntVector swap = s.lanewise(VectorOperators.XOR, c).and(odd);
            IntVector cosineSign = quadrant.add(1).and(2).lanewise(VectorOperators.LSHL, 30);
            IntVector sineSign = quadrant.and(2).lanewise(VectorOperators.LSHL, 30);
            LongVector first = radius.mul(c.lanewise(VectorOperators.XOR, swap).lanewise(VectorOperators.XOR, cosineSign)
                    .reinterpretAsFloats()).reinterpretAsLongs();
            LongVector second = radius.mul(s.lanewise(VectorOperators.XOR, swap).lanewise(VectorOperators.XOR, sineSign)
                    .reinterpretAsFloats()).reinterpretAsLongs();
            int at = offset + (g - from) * GROUP;
            first.rearrange(FIRST_HALF).blend(second.rearrange(FIRST_HALF), ODD).reinterpretAsFloats().intoArray(out, at);
            first.rearrange(SECOND_HALF).blend(second.rearrange(SECOND_HALF), ODD).reinterpretAsFloats()
                    .intoArray(out, at + GROUP / 2);
        }
    }

    private void toUniform(int from, int to, float[] out, int offset) {
        IntVector half = IntVector.broadcast(I, 0xFFF);
        IntVector exponent23Bits = IntVector.broadcast(I, BoxMuller.EXPONENT_23_BITS);
        FloatVector exponent23 = FloatVector.broadcast(S, BoxMuller.EXPONENT_23);
        FloatVector scaleHigh = FloatVector.broadcast(S, 0x1p-12f);
        FloatVector scaleLow = FloatVector.broadcast(S, 0x1p-24f);
        for (int g = from; g < to; g++) {
            // 24 bits as two exact halves of 12; their sum is exact too.
            IntVector w = LongVector.fromArray(L, words01, g * BLOCKS).reinterpretAsInts();
            FloatVector low = w.lanewise(VectorOperators.LSHR,
                    8).and(half).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            FloatVector high = w.lanewise(VectorOperators.LSHR, 20).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            LongVector first = high.fma(scaleHigh, low.mul(scaleLow)).reinterpretAsLongs();
            w = LongVector.fromArray(L, words23, g * BLOCKS).reinterpretAsInts();
            low = w.lanewise(VectorOperators.LSHR, 8).and(half).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            high = w.lanewise(VectorOperators.LSHR, 20).or(exponent23Bits).reinterpretAsFloats().sub(exponent23);
            LongVector second = high.fma(scaleHigh, low.mul(scaleLow)).reinterpretAsLongs();
            int at = offset + (g - from) * GROUP;
            first.rearrange(FIRST_HALF).blend(second.rearrange(FIRST_HALF), ODD).reinterpretAsFloats().intoArray(out, at);
            first.rearrange(SECOND_HALF).blend(second.rearrange(SECOND_HALF), ODD).reinterpretAsFloats()
                    .intoArray(out, at + GROUP / 2);
        }
    }
}

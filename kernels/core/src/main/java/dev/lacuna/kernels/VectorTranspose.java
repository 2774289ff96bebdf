package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packs the columns of a transposed matrix: 16 x 16 blocks in four exchanges where a vector has 16 lanes, four rows at a time
 * otherwise.
 *
 * <p>Exchange s swaps bit s of the row with bit s of the lane. Two of them make one pass over memory: all four in one method is
 * more than JDK 17 keeps unboxed. It checks a shuffle again after each store, hence the stores at the end. In ints, blended by
 * their bits, a vector takes 10 cycles for 18; but then JDK 17 boxes all products in some orders of warming up.
 *
 * <p>In the process all float vectors have one width ({@link VectorWidth}): with a second one JDK 17 no longer knows the class of
 * a vector that a generic method returns, and boxes it (a product fell from 104 to 50 GFLOP/s).
 */
final class VectorTranspose {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final VectorShuffle<Float> SWAP_1 = swap(1);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorMask<Float> SET_1 = set(1);
    private static final VectorMask<Float> SET_2 = set(2);
    private static final VectorMask<Float> SET_4 = set(4);
    private static final VectorMask<Float> SET_8 = set(8);

    private final float[] half = new float[16 * 16];

    private static VectorShuffle<Float> swap(int bit) {
        return VectorShuffle.fromOp(S, lane -> (lane ^ bit) % LANES);
    }

    private static VectorMask<Float> set(int bit) {
        boolean[] bits = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            bits[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(S, bits, 0);
    }

    /** to[at + p step + l] = from[offset + l stride + p] for p &lt; inner, l &lt; count &lt;= LANES; later l are overwritten. */
    void pack(float[] from, int offset, int stride, int inner, int count, float[] to, int at, int step) {
        if (LANES == 16 && inner >= 16 && count >= 8) {
            for (int block = 0; block < inner; block += 16) {
                int p = Math.min(block, inner - 16);
                firstHalf(from, offset + p, stride, count - 1);
                secondHalf(to, at + p * step, step);
            }
            return;
        }
        int l = 0;
        for (; l + 4 <= count; l += 4) {
            four(from, offset + l * stride, stride, inner, to, at + l, step);
        }
        for (; l < count; l++) {
            for (int p = 0; p < inner; p++) {
                to[at + p * step + l] = from[offset + l * stride + p];
            }
        }
    }

    private static void four(float[] from, int f0, int stride, int inner, float[] to, int at, int step) {
        int f1 = f0 + stride;
        int f2 = f1 + stride;
        int f3 = f2 + stride;
        for (int p = 0, t = at; p < inner; p++, t += step) {
            to[t] = from[f0 + p];
            to[t + 1] = from[f1 + p];
            to[t + 2] = from[f2 + p];
            to[t + 3] = from[f3 + p];
        }
    }

    /** Exchanges 1 and 2, in rows 4 j to 4 j + 3; rows after the last one repeat it. */
    private void firstHalf(float[] from, int offset, int stride, int lastRow) {
        for (int r = 0; r < 16; r += 4) {
            FloatVector a0 = FloatVector.fromArray(S, from, offset + Math.min(r, lastRow) * stride);
            FloatVector a1 = FloatVector.fromArray(S, from, offset + Math.min(r + 1, lastRow) * stride);
            FloatVector a2 = FloatVector.fromArray(S, from, offset + Math.min(r + 2, lastRow) * stride);
            FloatVector a3 = FloatVector.fromArray(S, from, offset + Math.min(r + 3, lastRow) * stride);
            FloatVector b0 = a0.blend(a1.rearrange(SWAP_1), SET_1);
            FloatVector b1 = a0.rearrange(SWAP_1).blend(a1, SET_1);
            FloatVector b2 = a2.blend(a3.rearrange(SWAP_1), SET_1);
            FloatVector b3 = a2.rearrange(SWAP_1).blend(a3, SET_1);
            FloatVector c0 = b0.blend(b2.rearrange(SWAP_2), SET_2);
            FloatVector c1 = b1.blend(b3.rearrange(SWAP_2), SET_2);
            FloatVector c2 = b0.rearrange(SWAP_2).blend(b2, SET_2);
            FloatVector c3 = b1.rearrange(SWAP_2).blend(b3, SET_2);
            c0.intoArray(half, 16 * r);
            c1.intoArray(half, 16 * r + 16);
            c2.intoArray(half, 16 * r + 32);
            c3.intoArray(half, 16 * r + 48);
        }
    }

    /** Exchanges 4 and 8, in rows i, i + 4, i + 8 and i + 12. */
    private void secondHalf(float[] to, int at, int step) {
        for (int r = 0; r < 4; r++) {
            FloatVector a0 = FloatVector.fromArray(S, half, 16 * r);
            FloatVector a1 = FloatVector.fromArray(S, half, 16 * r + 64);
            FloatVector a2 = FloatVector.fromArray(S, half, 16 * r + 128);
            FloatVector a3 = FloatVector.fromArray(S, half, 16 * r + 192);
            FloatVector b0 = a0.blend(a1.rearrange(SWAP_4), SET_4);
            FloatVector b1 = a0.rearrange(SWAP_4).blend(a1, SET_4);
            FloatVector b2 = a2.blend(a3.rearrange(SWAP_4), SET_4);
            FloatVector b3 = a2.rearrange(SWAP_4).blend(a3, SET_4);
            FloatVector c0 = b0.blend(b2.rearrange(SWAP_8), SET_8);
            FloatVector c1 = b1.blend(b3.rearrange(SWAP_8), SET_8);
            FloatVector c2 = b0.rearrange(SWAP_8).blend(b2, SET_8);
            FloatVector c3 = b1.rearrange(SWAP_8).blend(b3, SET_8);
            int t = at + r * step;
            c0.intoArray(to, t);
            c1.intoArray(to, t + 4 * step);
            c2.intoArray(to, t + 8 * step);
            c3.intoArray(to, t + 12 * step);
        }
    }
}

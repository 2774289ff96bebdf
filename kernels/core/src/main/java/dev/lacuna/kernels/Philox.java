package dev.lacuna.kernels;

import java.nio.charset.StandardCharsets;

/**
 * The counter-based generator Philox 4x32-10: a block of four 32-bit words is a pure function of a 64-bit key and a 128-bit
 * counter, so that a random number depends on what it is for and not on what was drawn before it.
 *
 * <p>The counter is (block, stream), 64 bits each, low words first. Source: Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011, section 3.3.
 */
public final class Philox {

    static final long MULTIPLIER_0 = 0xD2511F53L;
    static final long MULTIPLIER_1 = 0xCD9E8D57L;
    static final int WEYL_0 = 0x9E3779B9;
    static final int WEYL_1 = 0xBB67AE85;
    static final int ROUNDS = 10;
    /** Words of a block, and elements that it gives in {@link Kernels#uniform} and {@link Kernels#normal}. */
    public static final int BLOCK = 4;

    private Philox() {}

    /** Writes the four words of the block named by (key, stream, block) to out[offset .. offset + 3]. */
    public static void block(long key, long stream, long block, int[] out, int offset) {
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = (int) stream;
        int c3 = (int) (stream >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (c0 & 0xFFFFFFFFL) * MULTIPLIER_0;
            long p1 = (c2 & 0xFFFFFFFFL) * MULTIPLIER_1;
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[offset] = c0;
        out[offset + 1] = c1;
        out[offset + 2] = c2;
        out[offset + 3] = c3;
    }

    /** The key for one purpose (such as "training noise") under a seed: different purposes give unrelated sequences. */
    public static long key(long seed, String purpose) {
        long hash = 0xCBF29CE484222325L; // 64-bit FNV-1a of the name
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return mix(mix(seed) + hash);
    }

    /**
     * The finaliser of SplitMix64 (Stafford's variant 13) on z plus its Weyl constant: one-to-one, each input bit reaches
     * all.
     */
    public static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    static void checkPosition(long position) {
        if (position < 0 || position % BLOCK != 0) {
            throw new IllegalArgumentException(
                    "position " + position + " of a random sequence: a multiple of 4 from 0 is allowed");
        }
    }
}

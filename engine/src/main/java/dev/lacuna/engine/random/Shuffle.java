package dev.lacuna.engine.random;

import dev.lacuna.kernels.Philox;

/** Random permutations by the counter-based generator. */
public final class Shuffle {

    private Shuffle() {}

    /** A permutation of 0 .. n - 1, the same for the same (key, stream). */
    public static int[] permutation(int n, long key, long stream) {
        int[] permutation = new int[n];
        permute(permutation, n, key, stream);
        return permutation;
    }

    /** Writes the permutation into {@code into[0 .. n - 1]}, for loops that reuse the array. */
    public static void permute(int[] into, int n, long key, long stream) {
        int[] block = new int[Philox.BLOCK];
        for (int i = 0; i < n; i++) {
            into[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            Philox.block(key, stream, i, block, 0);
            long word = (long) block[1] << 32 | block[0] & 0xFFFFFFFFL;
            // Fixed-point scaling; its bias is at most n / 2^63.
            int j = (int) Math.multiplyHigh(word >>> 1, 2L * (i + 1));
            int swapped = into[i];
            into[i] = into[j];
            into[j] = swapped;
        }
    }
}

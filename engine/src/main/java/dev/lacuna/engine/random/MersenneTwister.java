package dev.lacuna.engine.random;

/**
 * MT19937 with the seeding and the derived draws of NumPy's {@code RandomState}, for protocols that were published with it.
 * Not for models: those use the counter-based generator. Mutable, not thread-safe.
 *
 * <p>Source: Matsumoto and Nishimura, "Mersenne twister", ACM TOMACS 8(1), 1998; initialisation {@code init_genrand}.
 */
public final class MersenneTwister {

    private static final int WORDS = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    /** {@code seed}: 32 bits. */
    public MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** 32 random bits. */
    public int word() {
        if (next == WORDS) {
            regenerate();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void regenerate() {
        for (int k = 0; k < WORDS; k++) {
            int y = state[k] & 0x80000000 | state[(k + 1) % WORDS] & 0x7fffffff;
            state[k] = state[(k + SHIFT) % WORDS] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    /** Uniform on [0, 1) with 53 bits: {@code random_sample()}. */
    public double uniform() {
        long high = word() >>> 5;
        long low = word() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** A whole number from 0 to {@code max}, inclusive, by masking and rejection: {@code randint}, {@code choice}. */
    public int bounded(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("largest value " + max + ", allowed 0 or more");
        }
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int drawn = word() & mask;
        while (drawn > max) {
            drawn = word() & mask;
        }
        return drawn;
    }

    /** {@code binomial(1, p)}, 0 &lt;= p &lt;= 1, by inversion: one uniform number. */
    public boolean bernoulli(double p) {
        double u = uniform();
        return p <= 0.5 ? u > 1 - p : !(u > p);
    }

    /** {@code permutation(n)}: the numbers 0 .. n - 1 shuffled. */
    public int[] permutation(int n) {
        int[] permutation = new int[n];
        for (int i = 0; i < n; i++) {
            permutation[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = bounded(i);
            int swapped = permutation[i];
            permutation[i] = permutation[j];
            permutation[j] = swapped;
        }
        return permutation;
    }
}

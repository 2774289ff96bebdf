package dev.lacuna.kernels.sampling;

/**
 * Where each random number of a request stands in the counter-based generator, so that every provider finds the same one. A
 * number is named by key (seed and purpose), stream (the row's key) and position; no position depends on the number of samples
 * or draws.
 */
public final class NoiseAddress {
    /** Two uniforms for each draw after each chunk: more draws would overlap. */
    static final int MAX_DRAWS = 1 << 18;

    private NoiseAddress() {}

    /** What a number is for; each purpose has a key of its own. */
    public enum Purpose {
        /** Normals for the latent variable, at {@link NoiseAddress#latent}. */
        LATENT,
        /** Normals for values that the missingness model reads, at {@link NoiseAddress#value}. */
        VALUES,
        /** The second normals that turn those of Student-t features into t noise. */
        VALUES_PARTNER,
        /** Uniforms that move the draws, at {@link NoiseAddress#resampling}. */
        RESAMPLING,
        /** Normals for values that no weight has read, at draw x paddedSize(features) + feature. */
        DRAWS,
        /** The second normals of {@link #DRAWS}. */
        DRAWS_PARTNER,
        /** Uniforms that choose the level of a discrete column, at draw x paddedSize(features) + its first feature. */
        LEVELS
    }

    /** The finaliser of SplitMix64 over seed and purpose: neighbouring seeds and purposes get unrelated keys. */
    public static long key(long seed, Purpose purpose) {
        long y = seed + (purpose.ordinal() + 1) * 0x9E3779B97F4A7C15L;
        y = (y ^ y >>> 30) * 0xBF58476D1CE4E5B9L;
        y = (y ^ y >>> 27) * 0x94D049BB133111EBL;
        return y ^ y >>> 31;
    }

    /** A size rounded up to the generator's block of 4. */
    public static int paddedSize(int size) {
        return size + 3 & ~3;
    }

    /** Position of the first latent coordinate of a sample; the others follow. */
    public static long latent(int category, int latent, int sample) {
        return ((long) category << 48) + (long) sample * paddedSize(latent);
    }

    /** Position of a feature's noise at a sample; the next samples follow. */
    public static long value(int category, int features, int feature, int sample) {
        return ((long) category * features + feature << 32) + sample;
    }

    /**
     * Position of the two uniforms u and v of a draw after the n-th chunk of a row, counting from 0 over all categories;
     * u + 2^-24 v is one uniform of 48 bits.
     */
    public static long resampling(long chunk, int draw) {
        return (chunk << 20) + 2L * draw;
    }
}

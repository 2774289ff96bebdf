package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/**
 * Where each random number of a request stands in the counter-based generator, so that every provider finds the same one.
 *
 * <p>The stream is the row's key. Positions: latent noise of sample l, category c: c 2^48 + l H4 + h with H4 the latent size
 * rounded up to 4; value noise of feature e: (c E + e) 2^32 + l; the resampling of draw m after the n-th chunk of a row: n 2^20
 * + 2 m; fresh noise for draw m, feature e: m E4 + e. Each use has a key of its own. All of it is independent of L and M.
 */
public final class NoiseStreams {
    /** More draws than this would overlap in the resampling stream. */
    static final int MAX_DRAWS = 1 << 18;

    /** The purposes that a device draws for itself; each has its own {@link #key}. */
    public static final long LATENT = 1;
    public static final long VALUES = 2;
    public static final long VALUES_PARTNER = 3;
    private static final long RESAMPLING = 4;
    private static final long DRAWS = 5;
    private static final long DRAWS_PARTNER = 6;
    private static final long LEVELS = 7;

    private final Kernels kernels;
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final long seed;

    public NoiseStreams(Kernels kernels, FrozenNetwork network, SamplingRequest request) {
        this.kernels = kernels;
        this.network = network;
        this.request = request;
        this.seed = request.noise() instanceof Noise.Keyed keyed ? keyed.seed() : 0;
    }

    public static int roundUpToFour(int n) {
        return n + 3 & ~3;
    }

    /** Latent noise of {@code count} samples, [count x H4]; the padding is not defined. */
    void latent(int row, int category, int first, int count, float[] out, int offset) {
        int size = network.latent();
        int stride = roundUpToFour(size);
        if (request.noise() instanceof Noise.Given given) {
            for (int s = 0; s < count; s++) {
                System.arraycopy(given.latent(), givenRow(row, category, first + s) * size, out, offset + s * stride, size);
            }
        } else {
            kernels.normal(key(LATENT), stream(row), ((long) category << 48) + (long) first * stride, out, offset, count * stride);
        }
    }

    /** Value noise of one feature for {@code count} samples. */
    void values(int row, int category, int feature, int first, int count, float[] out) {
        if (request.noise() instanceof Noise.Given given) {
            for (int s = 0; s < count; s++) {
                out[s] = given.values()[givenRow(row, category, first + s) * network.features() + feature];
            }
        } else {
            kernels.normal(key(VALUES), stream(row), valuePosition(category, feature, first), out, 0, count);
        }
    }

    /** Turns the value noise of {@link #values} into Student's t noise; given noise is taken as it is. */
    void toStudentT(int row, int category, int feature, int first, int count, float[] noise, float[] partner, float[] degrees,
            int degreesOffset) {
        if (request.noise() instanceof Noise.Keyed) {
            kernels.normal(key(VALUES_PARTNER), stream(row), valuePosition(category, feature, first), partner, 0, count);
            for (int s = 0; s < count; s++) {
                noise[s] = StudentT.fromNormals(noise[s], partner[s], degrees[degreesOffset + s * network.features() + feature]);
            }
        }
    }

    /** Two uniforms for each draw after the n-th chunk of a row. */
    public void resampling(int row, long chunk, int draws, float[] out) {
        kernels.uniform(key(RESAMPLING), stream(row), chunk << 20, out, 0, 2 * draws);
    }

    /** Normal noise [draws x E4] that is applied once to each finished draw. */
    public void draws(int row, int draws, float[] out) {
        kernels.normal(key(DRAWS), stream(row), 0, out, 0, draws * roundUpToFour(network.features()));
    }

    /** The second normals that turn {@link #draws} into Student's t noise. */
    public void drawPartners(int row, int draws, float[] out) {
        kernels.normal(key(DRAWS_PARTNER), stream(row), 0, out, 0, draws * roundUpToFour(network.features()));
    }

    /** Uniforms [draws x E4] that choose the levels of discrete features. */
    public void levels(int row, int draws, float[] out) {
        kernels.uniform(key(LEVELS), stream(row), 0, out, 0, draws * roundUpToFour(network.features()));
    }

    private long valuePosition(int category, int feature, int first) {
        return ((long) category * network.features() + feature << 32) + first;
    }

    private int givenRow(int row, int category, int sample) {
        return (sample * network.categories() + category) * request.rows() + row;
    }

    private long stream(int row) {
        return ((Noise.Keyed) request.noise()).rowKeys()[row];
    }

    /** The finaliser of SplitMix64 over seed and purpose: neighbouring seeds and purposes get unrelated keys. */
    public long key(long purpose) {
        long y = seed + purpose * 0x9E3779B97F4A7C15L;
        y = (y ^ y >>> 30) * 0xBF58476D1CE4E5B9L;
        y = (y ^ y >>> 27) * 0x94D049BB133111EBL;
        return y ^ y >>> 31;
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.NoiseAddress.Purpose;

/** The noise of a request, from the generator or from given arrays. */
final class NoiseStreams {
    private final Kernels kernels;
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final int strata;
    private final long seed;
    /** A chunk's latent noise as it comes, [samples x padded latent size]. */
    private final float[] bySample;

    NoiseStreams(Kernels kernels, FrozenNetwork network, SamplingRequest request) {
        this.kernels = kernels;
        this.network = network;
        this.request = request;
        this.strata = request.strata(network);
        this.seed = request.noise() instanceof Noise.Keyed keyed ? keyed.seed() : 0;
        bySample = new float[ImportanceSampler.CHUNK * NoiseAddress.paddedSize(network.latent())];
    }

    /** Latent noise of {@code count} samples into panels [latent x 32], from sample {@code at} of the panels on. */
    void latent(int row, int stratum, int first, int count, float[] panels, int at) {
        int size = network.latent();
        int stride = NoiseAddress.paddedSize(size);
        if (request.noise() instanceof Noise.Given given) {
            for (int s = 0; s < count; s++) {
                System.arraycopy(given.latent(), givenRow(row, stratum, first + s) * size, bySample, s * stride, size);
            }
        } else {
            normal(Purpose.LATENT, row, NoiseAddress.latent(stratum, size, first), bySample, 0, count * stride);
        }
        for (int s = 0; s < count; s += Kernels.PANEL) {
            int to = SampleBlock.inPanels(size, at + s);
            int part = Math.min(Kernels.PANEL, count - s);
            for (int h = 0; h < size; h++) {
                turn(bySample, s * stride + h, stride, panels, to + h * Kernels.PANEL, part);
            }
        }
    }

    private static void turn(float[] column, int from, int stride, float[] row, int to, int count) {
        for (int s = 0; s < count; s++) {
            row[to + s] = column[from + s * stride];
        }
    }

    /** Value noise of one feature for {@code count} samples. */
    void values(int row, int stratum, int feature, int first, int count, float[] out, int offset) {
        if (request.noise() instanceof Noise.Given given) {
            for (int s = 0; s < count; s++) {
                out[offset + s] = given.values()[givenRow(row, stratum, first + s) * network.features() + feature];
            }
        } else {
            normal(Purpose.VALUES, row, NoiseAddress.value(stratum, network.features(), feature, first), out, offset, count);
        }
    }

    /** Turns the value noise of {@link #values} into Student's t noise; given noise is taken as it is. */
    void toStudentT(int row, int stratum, int feature, int first, int count, float[] noise, int offset, float[] partner,
            float[] degrees, int degreesOffset) {
        if (request.noise() instanceof Noise.Keyed) {
            long position = NoiseAddress.value(stratum, network.features(), feature, first);
            normal(Purpose.VALUES_PARTNER, row, position, partner, 0, count);
            for (int s = 0; s < count; s++) {
                noise[offset + s] = StudentT.fromNormals(noise[offset + s], partner[s], degrees[degreesOffset + s]);
            }
        }
    }

    /** Two uniforms for each draw after the n-th chunk of a row. */
    void resampling(int row, long chunk, int draws, float[] out) {
        long key = NoiseAddress.key(seed, Purpose.RESAMPLING);
        kernels.uniform(key, stream(row), NoiseAddress.resampling(chunk, 0), out, 0, 2 * draws);
    }

    /** Normals [draws x padded features] of a purpose that is used once a draw. */
    void draws(Purpose purpose, int row, int draws, float[] out) {
        normal(purpose, row, 0, out, 0, draws * NoiseAddress.paddedSize(network.features()));
    }

    /** Uniforms [draws x padded features] that choose the levels of discrete features. */
    void levels(int row, int draws, float[] out) {
        kernels.uniform(NoiseAddress.key(seed, Purpose.LEVELS), stream(row), 0, out, 0,
                draws * NoiseAddress.paddedSize(network.features()));
    }

    private void normal(Purpose purpose, int row, long position, float[] out, int offset, int length) {
        kernels.normal(NoiseAddress.key(seed, purpose), stream(row), position, out, offset, length);
    }

    private int givenRow(int row, int stratum, int sample) {
        return (sample * strata + stratum) * request.rows() + row;
    }

    private long stream(int row) {
        return ((Noise.Keyed) request.noise()).rowKeys()[row];
    }
}

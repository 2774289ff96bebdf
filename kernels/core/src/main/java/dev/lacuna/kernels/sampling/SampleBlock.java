package dev.lacuna.kernels.sampling;

/**
 * The samples that go through the network together: chunks of up to {@value ImportanceSampler#CHUNK} samples, each of one row and
 * stratum, one after the other. What is computed for a chunk does not depend on its neighbours.
 */
final class SampleBlock {
    final SampledRow[] row;
    /** The network's category; 0 where there is one. */
    final int[] category;
    /** Category, or component of the posterior: what a chunk's draws and noise belong to. */
    final int[] stratum;
    /** Index of a chunk's first sample among the row's. */
    final int[] first;
    final int[] count;
    /** Index of a chunk's first sample in the block. */
    final int[] offset;
    /** Latent draws [samples x latentStride]. */
    final float[] z;
    final int latentStride;
    final double[] logWeight;
    int chunks;
    int samples;

    SampleBlock(int maxChunks, int latent) {
        row = new SampledRow[maxChunks];
        category = new int[maxChunks];
        stratum = new int[maxChunks];
        first = new int[maxChunks];
        count = new int[maxChunks];
        offset = new int[maxChunks];
        latentStride = NoiseAddress.paddedSize(latent);
        z = new float[capacity() * latentStride];
        logWeight = new double[capacity()];
    }

    int capacity() {
        return row.length * ImportanceSampler.CHUNK;
    }

    boolean full() {
        return chunks == row.length;
    }

    void clear() {
        chunks = 0;
        samples = 0;
    }

    void add(SampledRow owner, int ofCategory, int ofStratum, int firstSample, int size) {
        row[chunks] = owner;
        category[chunks] = ofCategory;
        stratum[chunks] = ofStratum;
        first[chunks] = firstSample;
        count[chunks] = size;
        offset[chunks] = samples;
        chunks++;
        samples += size;
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/**
 * The samples that go through the network together: chunks of up to {@value ImportanceSampler#CHUNK} samples, each of one row and
 * stratum, one after the other. What is computed for a chunk does not depend on its neighbours.
 *
 * <p>Samples lie side by side, features below each other. A chunk starts at a multiple of {@link Kernels#PANEL}; samples between
 * its last and the next chunk's first are computed with the others and never read.
 */
final class SampleBlock {
    private static final int PANEL = Kernels.PANEL;

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
    /** Latent draws in panels: [latent x 32] each. */
    final float[] z;
    /** Log-weights are logWeight + high + low, see {@link Kernels#drawNormal}, until {@link #finish}; then logWeight alone. */
    final double[] logWeight;
    final float[] high;
    final float[] low;
    int chunks;
    int panels;

    SampleBlock(int maxChunks, int latent) {
        row = new SampledRow[maxChunks];
        category = new int[maxChunks];
        stratum = new int[maxChunks];
        first = new int[maxChunks];
        count = new int[maxChunks];
        offset = new int[maxChunks];
        z = new float[capacity() * latent];
        logWeight = new double[capacity()];
        high = new float[capacity()];
        low = new float[capacity()];
    }

    int capacity() {
        return row.length * ImportanceSampler.CHUNK;
    }

    /** Samples with those between chunks. */
    int width() {
        return panels * PANEL;
    }

    boolean full() {
        return chunks == row.length;
    }

    void clear() {
        chunks = 0;
        panels = 0;
    }

    void add(SampledRow owner, int ofCategory, int ofStratum, int firstSample, int size) {
        row[chunks] = owner;
        category[chunks] = ofCategory;
        stratum[chunks] = ofStratum;
        first[chunks] = firstSample;
        count[chunks] = size;
        offset[chunks] = panels * PANEL;
        chunks++;
        panels += (size + PANEL - 1) / PANEL;
    }

    /** Index of sample s in a matrix of {@code rows} rows that lies in panels; its row r is r · 32 further. */
    static int inPanels(int rows, int s) {
        return s / PANEL * rows * PANEL + s % PANEL;
    }

    /** The log-weights of a chunk begin at {@code constant}. */
    void start(int chunk, double constant) {
        int from = offset[chunk];
        int to = from + count[chunk];
        Arrays.fill(logWeight, from, to, constant);
        Arrays.fill(high, from, to, 0f);
        Arrays.fill(low, from, to, 0f);
    }

    /** Adds up the log-weights of a chunk. A density of 0 leaves -infinity in high and nothing meaningful in low. */
    void finish(int chunk) {
        for (int s = offset[chunk], end = s + count[chunk]; s < end; s++) {
            logWeight[s] += high[s] == Float.NEGATIVE_INFINITY ? high[s] : (double) high[s] + low[s];
        }
    }
}

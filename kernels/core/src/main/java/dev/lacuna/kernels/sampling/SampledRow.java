package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/**
 * One row on its way: what of it is observed and missing, and how far it is.
 *
 * <p>Chunks are weighed in one order: all strata of the first samples, all strata of the next ones, and so on.
 */
final class SampledRow {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final FeatureLayout layout;

    int index;
    /** The row's values, 0 where missing. */
    final float[] x;
    final float[] observed;
    /** -1 where a column is observed, 1 where it is missing. */
    final float[] softplusSign;
    final IntList gaussian;
    final IntList studentT;
    final IntList binary;
    final IntList groups;
    final IntList missingColumns;
    final IntList missingReal;
    final IntList missingDiscrete;

    /** What each category's log-weights begin with: the missingness term of observed columns where no sample changes it. */
    final double[] observedTerm;

    private final Proposal proposal;
    private final Resampling resampling;
    private final WeightedSums sums;

    private final int strata;
    private int nextSample;
    private int nextStratum;
    private long weighedChunks;
    private int weighedSamples;
    private boolean stopped;

    SampledRow(Kernels kernels, FrozenNetwork network, SamplingRequest request, FeatureLayout layout, NoiseStreams noise,
            int capacity) {
        this.network = network;
        this.request = request;
        this.layout = layout;
        int features = layout.features;
        int columns = layout.columns;
        x = new float[features];
        observed = new float[columns];
        softplusSign = new float[columns];
        gaussian = new IntList(features);
        studentT = new IntList(features);
        binary = new IntList(features);
        groups = new IntList(columns);
        missingColumns = new IntList(columns);
        missingReal = new IntList(features);
        missingDiscrete = new IntList(features);
        observedTerm = new double[network.categories()];
        sums = new WeightedSums(kernels, layout, capacity);
        proposal = new Proposal(kernels, network, request);
        strata = request.strata(network);
        resampling = new Resampling(network, request, layout, noise);
    }

    void start(int row) {
        index = row;
        System.arraycopy(request.x(), row * layout.features, x, 0, layout.features);
        System.arraycopy(request.observed(), row * layout.columns, observed, 0, layout.columns);
        sortFeatures();
        proposal.start(row);
        resampling.start(row);
        sums.clear();
        nextSample = 0;
        nextStratum = 0;
        weighedChunks = 0;
        weighedSamples = 0;
        stopped = false;
    }

    private void sortFeatures() {
        gaussian.size = 0;
        studentT.size = 0;
        binary.size = 0;
        groups.size = 0;
        missingColumns.size = 0;
        missingReal.size = 0;
        missingDiscrete.size = 0;
        int group = 0;
        for (int d = 0; d < layout.columns; d++) {
            boolean present = observed[d] != 0;
            softplusSign[d] = present ? -1 : 1;
            int first = layout.columnStart[d];
            FeatureKind kind = network.kind(first);
            if (!present) {
                missingColumns.add(d);
                for (int e = first; e < layout.columnStart[d + 1]; e++) {
                    (kind.continuous() ? missingReal : missingDiscrete).add(e);
                }
            } else {
                switch (kind) {
                    case GAUSSIAN -> gaussian.add(first);
                    case STUDENT_T -> studentT.add(first);
                    case BERNOULLI -> binary.add(first);
                    case CATEGORICAL -> groups.add(group);
                }
            }
            group += kind == FeatureKind.CATEGORICAL ? 1 : 0;
        }
    }

    /** Whether every chunk has been handed to a block. */
    boolean exhausted() {
        return nextSample >= request.samples();
    }

    void addNextChunk(SampleBlock block) {
        block.add(this, network.categories() > 1 ? nextStratum : 0, nextStratum, nextSample,
                Math.min(ImportanceSampler.CHUNK, request.samples() - nextSample));
        nextStratum++;
        if (nextStratum == strata) {
            nextStratum = 0;
            nextSample += ImportanceSampler.CHUNK;
        }
    }

    /** Whether no further chunk is to be weighed. */
    boolean finished() {
        return stopped || weighedSamples == (long) request.samples() * strata;
    }

    void drawLatent(SampleBlock block, int chunk, NoiseStreams noise) {
        proposal.draw(block, chunk, noise);
    }

    /** Folds a chunk, whose log-weights are complete, into the running sums. */
    void weigh(SampleBlock block, int chunk, Decoder decoder, CompletedValues completed) {
        int offset = block.offset[chunk];
        int count = block.count[chunk];
        sums.add(block.logWeight, offset, count, index);
        if (network.averaging() == Averaging.SAMPLED_VALUE) {
            sums.addValues(missingReal, offset, count, completed.array);
        } else {
            sums.addReal(missingReal, offset, count, decoder.missing, decoder.scale);
        }
        sums.addProbabilities(missingDiscrete, offset, count, decoder.missing.probability);
        if (request.draws() > 0) {
            resampling.resample(this, weighedChunks, sums, offset, count, decoder, completed);
        }
        weighedChunks++;
        weighedSamples += count;
        stopped = weighedChunks % strata == 0 && reached();
    }

    private boolean reached() {
        if (request.stopping() instanceof Stopping.EffectiveSampleSize rule) {
            return weighedSamples >= rule.minimumSamples() && sums.effectiveSize() >= rule.target();
        }
        if (request.stopping() instanceof Stopping.StandardError rule) {
            double limit = rule.tolerance() * Math.sqrt(sums.effectiveSize());
            return weighedSamples >= rule.minimumSamples() && allWithin(missingReal, limit) && allWithin(missingDiscrete, limit);
        }
        return false;
    }

    private boolean allWithin(IntList list, double limit) {
        for (int i = 0; i < list.size; i++) {
            if (!(sums.standardDeviation(list.item[i]) <= limit)) {
                return false;
            }
        }
        return true;
    }

    /** Writes what is missing; the observed features are in place. */
    void write(SamplingOutput output) {
        if (!(sums.sum() > 0)) {
            throw new ArithmeticException("row " + index + ": every sample has weight 0; the decoder gives it no density");
        }
        writeFeatures(missingReal, output);
        writeFeatures(missingDiscrete, output);
        output.effectiveSampleSize[index] = sums.effectiveSize();
        output.logMeanWeight[index] = sums.logMean((double) weighedSamples / strata);
        output.samplesUsed[index] = weighedSamples;
    }

    private void writeFeatures(IntList list, SamplingOutput output) {
        for (int i = 0; i < list.size; i++) {
            int e = list.item[i];
            int cell = index * layout.features + e;
            output.expected[cell] = (float) sums.mean(e);
            output.standardDeviation[cell] = (float) sums.standardDeviation(e);
            for (int m = 0; m < output.draws.length; m++) {
                output.draws[m][cell] = resampling.value(m, e);
            }
        }
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/**
 * One row on its way: what is observed, its proposal, and the running sums of its weights. The sums are kept relative to the
 * largest log-weight so far and rescaled when that grows; their size does not depend on the number of samples.
 *
 * <p>Chunks are weighed in one order: all categories of the first samples, all categories of the next ones, and so on.
 */
final class SampledRow {
    /** exp of less is below the smallest normal float; such a weight, 1e-38 of the largest, is taken as 0. */
    private static final double LEAST_LOG_WEIGHT = -87;

    private final Kernels kernels;
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

    private final Proposal proposal;
    private final Resampling resampling;
    private final float[] weight = new float[ImportanceSampler.CHUNK];
    private final double[] firstMoment;
    private final double[] secondMoment;
    private double maximum;
    private double sum;
    private double sumOfSquares;

    private int nextSample;
    private int nextCategory;
    private long weighedChunks;
    private int weighedSamples;
    private boolean stopped;

    SampledRow(Kernels kernels, FrozenNetwork network, SamplingRequest request, FeatureLayout layout, NoiseStreams noise) {
        this.kernels = kernels;
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
        firstMoment = new double[features];
        secondMoment = new double[features];
        proposal = new Proposal(network, request);
        resampling = new Resampling(network, request, layout, noise);
    }

    void start(int row) {
        index = row;
        System.arraycopy(request.x(), row * layout.features, x, 0, layout.features);
        System.arraycopy(request.observed(), row * layout.columns, observed, 0, layout.columns);
        sortFeatures();
        proposal.start(row);
        resampling.start(row);
        maximum = Double.NEGATIVE_INFINITY;
        sum = 0;
        sumOfSquares = 0;
        Arrays.fill(firstMoment, 0);
        Arrays.fill(secondMoment, 0);
        nextSample = 0;
        nextCategory = 0;
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
        block.add(this, nextCategory, nextSample, Math.min(ImportanceSampler.CHUNK, request.samples() - nextSample));
        nextCategory++;
        if (nextCategory == network.categories()) {
            nextCategory = 0;
            nextSample += ImportanceSampler.CHUNK;
        }
    }

    /** Whether no further chunk is to be weighed. */
    boolean finished() {
        return stopped || weighedSamples == (long) request.samples() * network.categories();
    }

    void drawLatent(SampleBlock block, int chunk, NoiseStreams noise) {
        proposal.draw(block, chunk, noise);
    }

    /** Folds a chunk, whose log-weights are complete, into the running sums. */
    void weigh(SampleBlock block, int chunk, Decoder decoder, CompletedValues completed) {
        int offset = block.offset[chunk];
        int count = block.count[chunk];
        rescale(block, offset, count);
        double chunkSum = 0;
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            chunkSum += w;
            sumOfSquares += w * w;
        }
        sum += chunkSum;
        if (network.averaging() == Averaging.SAMPLED_VALUE) {
            addSampledMoments(offset, count, completed);
        } else {
            addDecoderMoments(offset, count, decoder);
        }
        addDiscreteMoments(offset, count, decoder);
        if (request.draws() > 0) {
            resampling.resample(this, weighedChunks, weight, count, chunkSum, sum, offset, decoder, completed);
        }
        weighedChunks++;
        weighedSamples += count;
        stopped = weighedChunks % network.categories() == 0 && reached();
    }

    /** Relative weights of a chunk, the sums being brought to the same maximum. */
    private void rescale(SampleBlock block, int offset, int count) {
        double largest = maximum;
        for (int s = 0; s < count; s++) {
            double logWeight = block.logWeight[offset + s];
            if (Double.isNaN(logWeight) || logWeight == Double.POSITIVE_INFINITY) {
                throw new ArithmeticException("row " + index + ": the log-weight of a sample is " + logWeight
                        + "; the network's parameters or the row's values are out of range");
            }
            largest = Math.max(largest, logWeight);
        }
        if (largest > maximum) {
            double factor = StrictMath.exp(maximum - largest);
            sum *= factor;
            sumOfSquares *= factor * factor;
            for (int e = 0; e < firstMoment.length; e++) {
                firstMoment[e] *= factor;
                secondMoment[e] *= factor;
            }
            maximum = largest;
        }
        for (int s = 0; s < count; s++) {
            weight[s] = (float) Math.max(block.logWeight[offset + s] - maximum, LEAST_LOG_WEIGHT);
        }
        kernels.exp(weight, 0, weight, 0, count);
        for (int s = 0; s < count; s++) {
            if (!(block.logWeight[offset + s] - maximum > LEAST_LOG_WEIGHT)) {
                weight[s] = 0;
            }
        }
    }

    /** Means, and second moments by the law of total variance: E[mean² + variance]. */
    private void addDecoderMoments(int offset, int count, Decoder decoder) {
        Scale scale = decoder.scale;
        float[] mean = decoder.missing.expected;
        int size = missingReal.size;
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            if (w == 0) {
                continue;
            }
            int o = (offset + s) * layout.features;
            int so = (offset + s) * scale.stride;
            for (int i = 0; i < size; i++) {
                int e = missingReal.item[i];
                double value = mean[o + e];
                double std = scale.std[so + e];
                double variance = layout.studentT[e] ? std * std * StudentT.variance(scale.degrees[o + e]) : std * std;
                firstMoment[e] += w * value;
                secondMoment[e] += w * (value * value + variance);
            }
        }
    }

    private void addSampledMoments(int offset, int count, CompletedValues completed) {
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            int o = (offset + s) * completed.stride;
            for (int i = 0; i < missingReal.size; i++) {
                int e = missingReal.item[i];
                double value = completed.array[o + e];
                firstMoment[e] += w * value;
                secondMoment[e] += w * value * value;
            }
        }
    }

    private void addDiscreteMoments(int offset, int count, Decoder decoder) {
        float[] probability = decoder.missing.expected;
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            int o = (offset + s) * layout.features;
            for (int i = 0; i < missingDiscrete.size; i++) {
                int e = missingDiscrete.item[i];
                firstMoment[e] += w * probability[o + e];
            }
        }
    }

    private boolean reached() {
        if (request.stopping() instanceof Stopping.EffectiveSampleSize rule) {
            return weighedSamples >= rule.minimumSamples() && effectiveSampleSize() >= rule.target();
        }
        if (request.stopping() instanceof Stopping.StandardError rule) {
            double root = Math.sqrt(effectiveSampleSize());
            return weighedSamples >= rule.minimumSamples() && largestDeviation() <= rule.tolerance() * root;
        }
        return false;
    }

    private double largestDeviation() {
        double largest = 0;
        for (int i = 0; i < missingReal.size; i++) {
            largest = Math.max(largest, standardDeviation(missingReal.item[i]));
        }
        for (int i = 0; i < missingDiscrete.size; i++) {
            largest = Math.max(largest, standardDeviation(missingDiscrete.item[i]));
        }
        return largest;
    }

    private double effectiveSampleSize() {
        return sum * sum / sumOfSquares;
    }

    private double standardDeviation(int feature) {
        double mean = firstMoment[feature] / sum;
        double second = network.kind(feature).continuous() ? secondMoment[feature] / sum : mean;
        return Math.sqrt(Math.max(second - mean * mean, 0));
    }

    /** Writes what is missing; the observed features are in place. */
    void write(SamplingOutput output) {
        if (!(sum > 0)) {
            throw new ArithmeticException("row " + index + ": every sample has weight 0; the decoder gives its values no density");
        }
        writeFeatures(missingReal, output);
        writeFeatures(missingDiscrete, output);
        output.effectiveSampleSize[index] = effectiveSampleSize();
        output.logMeanWeight[index] = maximum + StrictMath.log(sum * network.categories() / weighedSamples);
        output.samplesUsed[index] = weighedSamples;
    }

    private void writeFeatures(IntList list, SamplingOutput output) {
        for (int i = 0; i < list.size; i++) {
            int e = list.item[i];
            int cell = index * layout.features + e;
            output.expected[cell] = (float) (firstMoment[e] / sum);
            output.standardDeviation[cell] = (float) standardDeviation(e);
            for (int m = 0; m < output.draws.length; m++) {
                output.draws[m][cell] = resampling.value(m, e);
            }
        }
    }
}

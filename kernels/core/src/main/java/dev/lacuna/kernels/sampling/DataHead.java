package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/** One data head on a block of samples: its outputs, what they expect of each feature, and the likelihood of observed values. */
final class DataHead {
    private final Kernels kernels;
    private final FeatureLayout layout;
    private final HeadStack stack;
    private final int capacity;
    /** How often the likelihood of each feature counts. */
    private final float[] multiplicity;
    /** Row of feature e: out[offset + e · capacity + s], the mean of a real feature and the logit of another. */
    final int offset;
    /** Probabilities of the discrete features, [features x capacity]. */
    final float[] probability;
    private final float[] softplus;
    /** [groups x capacity] */
    private final float[] groupMaximum;
    private final float[] logSumExp;
    private final float[] normaliser;
    private final float[] tail;
    private final float[] times;

    DataHead(Kernels kernels, FeatureLayout layout, HeadStack stack, DenseLayer layer, float[] multiplicity, int capacity) {
        this.kernels = kernels;
        this.layout = layout;
        this.stack = stack;
        this.offset = stack.add(layer);
        this.capacity = capacity;
        this.multiplicity = multiplicity;
        probability = new float[layout.anyDiscrete() ? layout.features * capacity : 0];
        softplus = new float[layout.anyBinary ? probability.length : 0];
        groupMaximum = new float[capacity];
        logSumExp = new float[capacity * layout.groupStart.length];
        normaliser = new float[layout.anyStudentT ? ImportanceSampler.CHUNK : 0];
        tail = new float[normaliser.length];
        times = new float[layout.anyBinary ? layout.features : 0];
    }

    float[] outputs() {
        return stack.out();
    }

    /** Probabilities of discrete features from the outputs of {@code width} samples. */
    void run(int width) {
        float[] raw = stack.out();
        for (int e : layout.binary) {
            int row = e * capacity;
            kernels.softplus(raw, offset + row, softplus, row, width);
            for (int s = 0; s < width; s++) {
                probability[row + s] = raw[offset + row + s] - softplus[row + s];
            }
            kernels.exp(probability, row, probability, row, width);
        }
        for (int g = 0; g < layout.groupStart.length; g++) {
            softmax(g, width);
        }
    }

    /** exp(logit - maximum) over its sum in the group, and log Σ exp logit. */
    private void softmax(int group, int width) {
        float[] raw = stack.out();
        int from = layout.groupStart[group];
        int to = layout.groupEnd[group];
        System.arraycopy(raw, offset + from * capacity, groupMaximum, 0, width);
        for (int e = from + 1; e < to; e++) {
            for (int s = 0; s < width; s++) {
                groupMaximum[s] = Math.max(groupMaximum[s], raw[offset + e * capacity + s]);
            }
        }
        int sum = group * capacity;
        Arrays.fill(logSumExp, sum, sum + width, 0f);
        for (int e = from; e < to; e++) {
            int row = e * capacity;
            for (int s = 0; s < width; s++) {
                probability[row + s] = raw[offset + row + s] - groupMaximum[s];
            }
            kernels.exp(probability, row, probability, row, width);
            for (int s = 0; s < width; s++) {
                logSumExp[sum + s] += probability[row + s];
            }
        }
        for (int e = from; e < to; e++) {
            for (int s = 0; s < width; s++) {
                probability[e * capacity + s] /= logSumExp[sum + s];
            }
        }
        kernels.log(logSumExp, sum, logSumExp, sum, width);
        for (int s = 0; s < width; s++) {
            logSumExp[sum + s] += groupMaximum[s];
        }
    }

    /** Adds log p(x_o | z) of a chunk's row to the log-weights of its samples. */
    void addLogLikelihood(SampleBlock block, int chunk, Scale scale) {
        SampledRow row = block.row[chunk];
        int at = block.offset[chunk];
        int count = block.count[chunk];
        if (row.gaussian.size > 0) {
            kernels.addGaussian(row.gaussian.item, row.gaussian.size, row.x, multiplicity, stack.out(), offset + at, scale.std(),
                    scale.stdOffset + at, capacity, block.high, block.low, at, count);
        }
        for (int i = 0; i < row.studentT.size; i++) {
            addStudentT(block, at, count, row.studentT.item[i], row.x, scale);
        }
        if (row.binary.size > 0) {
            addBinary(block, at, count, row);
        }
        for (int i = 0; i < row.groups.size; i++) {
            addCategorical(block, at, count, row.x, row.groups.item[i]);
        }
    }

    /** With d = (x - mean) / std: ln normaliser(v) + tail(v) - ln std - (v + 1) / 2 ln(1 + d² / v). */
    private void addStudentT(SampleBlock block, int at, int count, int e, float[] x, Scale scale) {
        float[] mean = stack.out();
        float[] std = scale.std();
        float[] degrees = scale.degrees();
        int meanRow = offset + e * capacity + at;
        int stdRow = scale.stdOffset + e * capacity + at;
        int degreesRow = scale.degreesOffset + e * capacity + at;
        for (int s = 0; s < count; s++) {
            float deviation = (x[e] - mean[meanRow + s]) / std[stdRow + s];
            float v = degrees[degreesRow + s];
            normaliser[s] = StudentT.normaliser(v) / std[stdRow + s];
            tail[s] = deviation * deviation / v;
        }
        kernels.log(normaliser, 0, normaliser, 0, count);
        kernels.log1p(tail, 0, tail, 0, count);
        for (int s = 0; s < count; s++) {
            float v = degrees[degreesRow + s];
            block.logWeight[at + s] += multiplicity[e] * (normaliser[s] + StudentT.tail(v) - 0.5 * (v + 1.0) * tail[s]);
        }
    }

    /** x logit - softplus(logit). */
    private void addBinary(SampleBlock block, int at, int count, SampledRow row) {
        int[] list = row.binary.item;
        int size = row.binary.size;
        for (int i = 0; i < size; i++) {
            times[list[i]] = multiplicity[list[i]] * row.x[list[i]];
        }
        kernels.addTerms(list, size, times, stack.out(), offset + at, capacity, block.high, block.low, at, count);
        for (int i = 0; i < size; i++) {
            times[list[i]] = -multiplicity[list[i]];
        }
        kernels.addTerms(list, size, times, softplus, at, capacity, block.high, block.low, at, count);
    }

    /** Σ x_e logit_e - ln Σ exp logit_e over the group, x being one-hot. */
    private void addCategorical(SampleBlock block, int at, int count, float[] x, int group) {
        float[] raw = stack.out();
        int from = layout.groupStart[group];
        for (int s = at; s < at + count; s++) {
            double sum = -(double) logSumExp[group * capacity + s];
            for (int e = from; e < layout.groupEnd[group]; e++) {
                sum += (double) x[e] * raw[offset + e * capacity + s];
            }
            block.logWeight[s] += multiplicity[from] * sum;
        }
    }
}

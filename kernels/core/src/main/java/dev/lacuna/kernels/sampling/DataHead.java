package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/** One data head on a block of samples: its outputs, what they expect of each feature, and the likelihood of observed values. */
final class DataHead {
    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    private final Kernels kernels;
    private final FeatureLayout layout;
    private final HeadStack stack;
    private final int column;
    private final int capacity;
    /** How often the likelihood of each feature counts. */
    private final float[] multiplicity;
    private final float[] raw;
    /** Mean or probability, [samples x features]; the outputs themselves where no feature is discrete. */
    final float[] expected;
    private final float[] softplus;
    /** [groups x capacity] */
    private final float[] groupMaximum;
    private final float[] logSumExp;
    private final float[] scratch;

    DataHead(Kernels kernels, FeatureLayout layout, HeadStack stack, DenseLayer layer, float[] multiplicity, int capacity) {
        this.kernels = kernels;
        this.layout = layout;
        this.stack = stack;
        this.column = stack.add(layer);
        this.capacity = capacity;
        this.multiplicity = multiplicity;
        raw = new float[capacity * layout.features];
        expected = layout.anyDiscrete() ? new float[raw.length] : raw;
        softplus = new float[layout.anyBinary ? raw.length : 0];
        groupMaximum = new float[capacity * layout.groupStart.length];
        logSumExp = new float[groupMaximum.length];
        scratch = new float[layout.anyStudentT ? 2 * ImportanceSampler.CHUNK * layout.features : 0];
    }

    /** Takes the outputs of all samples from the stack. */
    void run(int samples) {
        stack.copy(samples, column, layout.features, raw);
        if (layout.anyDiscrete()) {
            expectDiscrete(samples);
        }
    }

    /**
     * Probabilities of discrete features, by one exponential over the whole block: of logit - softplus(logit) for a binary
     * feature, of logit - maximum for a categorical one, which is then divided by the sum of its group.
     */
    private void expectDiscrete(int samples) {
        int length = samples * layout.features;
        System.arraycopy(raw, 0, expected, 0, length);
        if (layout.anyBinary) {
            kernels.softplus(raw, 0, softplus, 0, length);
            for (int s = 0; s < samples; s++) {
                for (int e : layout.binary) {
                    expected[s * layout.features + e] -= softplus[s * layout.features + e];
                }
            }
        }
        for (int g = 0; g < layout.groupStart.length; g++) {
            subtractMaximum(samples, g);
        }
        kernels.exp(expected, 0, expected, 0, length);
        for (int g = 0; g < layout.groupStart.length; g++) {
            normalise(samples, g);
        }
        for (int s = 0; s < samples; s++) {
            for (int e : layout.real) {
                expected[s * layout.features + e] = raw[s * layout.features + e];
            }
        }
    }

    private void subtractMaximum(int samples, int group) {
        for (int s = 0; s < samples; s++) {
            int from = s * layout.features + layout.groupStart[group];
            int to = s * layout.features + layout.groupEnd[group];
            float max = expected[from];
            for (int i = from + 1; i < to; i++) {
                max = Math.max(max, expected[i]);
            }
            for (int i = from; i < to; i++) {
                expected[i] -= max;
            }
            groupMaximum[group * capacity + s] = max;
        }
    }

    private void normalise(int samples, int group) {
        for (int s = 0; s < samples; s++) {
            int from = s * layout.features + layout.groupStart[group];
            int to = s * layout.features + layout.groupEnd[group];
            float sum = 0;
            for (int i = from; i < to; i++) {
                sum += expected[i];
            }
            for (int i = from; i < to; i++) {
                expected[i] /= sum;
            }
            logSumExp[group * capacity + s] = sum;
        }
        kernels.log(logSumExp, group * capacity, logSumExp, group * capacity, samples);
        for (int i = group * capacity; i < group * capacity + samples; i++) {
            logSumExp[i] += groupMaximum[i];
        }
    }

    /** Adds log p(x_o | z) of a chunk's row to the log-weights of its samples. */
    void addLogLikelihood(SampleBlock block, int chunk, Scale scale) {
        SampledRow row = block.row[chunk];
        if (row.gaussian.size > 0) {
            addGaussian(block, chunk, row, scale);
        }
        if (row.studentT.size > 0) {
            addStudentT(block, chunk, row, scale);
        }
        if (row.binary.size > 0) {
            addBinary(block, chunk, row);
        }
        for (int i = 0; i < row.groups.size; i++) {
            addCategorical(block, chunk, row, row.groups.item[i]);
        }
    }

    /** log N(x; mean, std²) = -ln std - ln(2 pi) / 2 - ((x - mean) / std)² / 2; the square and the sum in double. */
    private void addGaussian(SampleBlock block, int chunk, SampledRow row, Scale scale) {
        int[] list = row.gaussian.item;
        int size = row.gaussian.size;
        float[] std = scale.std;
        float[] logStd = scale.logStd;
        for (int s = block.offset[chunk], end = s + block.count[chunk]; s < end; s++) {
            int o = s * layout.features;
            int so = s * scale.stride;
            double sum = 0;
            for (int i = 0; i < size; i++) {
                int e = list[i];
                double deviation = (row.x[e] - raw[o + e]) / std[so + e];
                sum += multiplicity[e] * (-0.5 * deviation * deviation - logStd[so + e] - HALF_LOG_TWO_PI);
            }
            block.logWeight[s] += sum;
        }
    }

    /** With d = (x - mean) / std: ln normaliser(v) + tail(v) - ln std - (v + 1) / 2 ln(1 + d² / v). */
    private void addStudentT(SampleBlock block, int chunk, SampledRow row, Scale scale) {
        int[] list = row.studentT.item;
        int size = row.studentT.size;
        int offset = block.offset[chunk];
        int count = block.count[chunk];
        int half = count * size;
        for (int s = 0; s < count; s++) {
            int o = (offset + s) * layout.features;
            int so = (offset + s) * scale.stride;
            for (int i = 0; i < size; i++) {
                int e = list[i];
                float deviation = (row.x[e] - raw[o + e]) / scale.std[so + e];
                float degrees = scale.degrees[o + e];
                scratch[s * size + i] = StudentT.normaliser(degrees);
                scratch[half + s * size + i] = deviation * deviation / degrees;
            }
        }
        kernels.log(scratch, 0, scratch, 0, half);
        kernels.log1p(scratch, half, scratch, half, half);
        for (int s = 0; s < count; s++) {
            int o = (offset + s) * layout.features;
            int so = (offset + s) * scale.stride;
            double sum = 0;
            for (int i = 0; i < size; i++) {
                int e = list[i];
                float degrees = scale.degrees[o + e];
                sum += multiplicity[e] * (scratch[s * size + i] + StudentT.tail(degrees) - scale.logStd[so + e]
                        - 0.5 * (degrees + 1.0) * scratch[half + s * size + i]);
            }
            block.logWeight[offset + s] += sum;
        }
    }

    /** x logit - softplus(logit). */
    private void addBinary(SampleBlock block, int chunk, SampledRow row) {
        for (int s = block.offset[chunk], end = s + block.count[chunk]; s < end; s++) {
            int o = s * layout.features;
            double sum = 0;
            for (int i = 0; i < row.binary.size; i++) {
                int e = row.binary.item[i];
                sum += multiplicity[e] * ((double) row.x[e] * raw[o + e] - softplus[o + e]);
            }
            block.logWeight[s] += sum;
        }
    }

    /** Σ x_e logit_e - ln Σ exp logit_e over the group, x being one-hot. */
    private void addCategorical(SampleBlock block, int chunk, SampledRow row, int group) {
        int from = layout.groupStart[group];
        int to = layout.groupEnd[group];
        for (int s = block.offset[chunk], end = s + block.count[chunk]; s < end; s++) {
            int o = s * layout.features;
            double sum = -(double) logSumExp[group * capacity + s];
            for (int e = from; e < to; e++) {
                sum += (double) row.x[e] * raw[o + e];
            }
            block.logWeight[s] += multiplicity[from] * sum;
        }
    }
}

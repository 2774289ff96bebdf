package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.ImportanceSampler;

/**
 * Everything that runs on the device, as one kernel of several passes: {@code program} holds {@value #WORDS} integers for each
 * pass, the first being its operation. A lane is one sample of one row and category; a unit is {@value #UNIT} lanes of one row and
 * category. Matrices stand in {@code scratch} column by column, element (lane, j) of the matrix at row r being
 * {@code scratch[(r + j) * lanes + lane]}, so that neighbouring work items touch neighbouring memory.
 *
 * <p>Work items stand in two dimensions. The first runs over a quarter of the lanes, four lanes a quarter apart being one item's
 * where it pays; else the second dimension counts the four quarters, and then columns.
 *
 * <p>All passes are of one execution because a buffer belongs to one kernel object, and because Aparapi replaces a buffer by the
 * content of its Java array when the collector has moved that array between two executions.
 *
 * <p>Java that Aparapi turns into OpenCL: fields are arrays and numbers; no break, switch, lambda, object, double or local array.
 */
final class SamplingKernel extends NoiseKernel {
    static final int WORDS = 10;
    static final int UNIT = ImportanceSampler.CHUNK;

    /** Operations, and what their words are; a matrix is named by its first row in scratch, a parameter by its index in weights. */
    static final int COPY_GIVEN = 0; // source row in given, destination, count
    static final int LATENT_NOISE = 1; // key, key, destination, blocks for each lane
    static final int VALUE_NOISE = 2; // key, key, destination
    static final int LATENT = 3; // matrix of noise that becomes z
    static final int AFFINE = 4; // in, inputs, out, outputs, weight, padded outputs, bias, bias stride by category, activation
    static final int DENSITY = 5; // head's outputs, which become expectations; multiplicity
    static final int COMPLETE = 6; // head's expectations, values, partner noise or -1, whether to sample
    static final int SELF_MASK = 7; // values, weight, bias
    static final int MASK = 8; // logits
    static final int WEIGH = 9; // destination of the relative weights
    static final int MOMENTS = 10; // weights, head's expectations, values or -1
    static final int EXPORT = 11; // head's expectations, values or -1

    static final int IDENTITY = 0;
    static final int TANH = 1;
    static final int RELU = 2;
    static final int SIGMOID = 3;
    static final int SOFTPLUS = 4;
    /** softplus plus the constant in the word after the activation. */
    static final int SHIFTED_SOFTPLUS = 5;

    static final int GAUSSIAN = 0;
    static final int BERNOULLI = 1;
    static final int CATEGORICAL = 2;
    static final int STUDENT_T = 3;

    /** What WEIGH and MOMENTS leave for each unit: largest log-weight, sums of w and w², lanes not a number, then 3 per feature. */
    static final int HEADER = 4;

    private static final float HALF_LOG_TWO_PI = 0.9189385f;
    private static final float PI = 3.1415927f;

    int[] program = new int[WORDS];
    float[] weights = new float[1];
    /** Kind, column, and end of the group of each feature, then the first feature of each column and the number of features. */
    int[] layout = new int[1];
    float[] posteriorMean = new float[1];
    float[] posteriorLogVariance = new float[1];
    float[] priorMean = new float[1];
    float[] priorLogVariance = new float[1];
    float[] x = new float[1];
    float[] observed = new float[1];
    /** Low and high word of each row's stream. */
    int[] rowKeys = new int[2];
    /** Row, category, and sample (-1: no sample) of each lane. */
    int[] laneTable = new int[3];
    float[] given = new float[1];
    /** Log-weight of each lane as the sum of two floats: high parts, then low parts. */
    float[] logWeight = new float[2];
    float[] results = new float[1];

    int lanes;
    int rows;
    int latent;
    int features;
    int columns;
    int priorRowStride;
    int priorCategoryStride;
    float startLogWeight;
    float missingnessWeight;
    /** Scale matrix in scratch or -1, else std and its logarithm in weights; the matrix of degrees of freedom. */
    int scaleMatrix;
    int constantStd;
    int constantLogStd;
    int degreesMatrix;
    int sampledAveraging;

    @Override public void run() {
        int p = getPassId() * WORDS;
        int operation = program[p];
        int quarter = lanes / 4;
        int x0 = getGlobalId(0);
        int y = getGlobalId(1);
        int lane = x0 + (y & 3) * quarter;
        int column = y >> 2;
        if (operation == AFFINE) {
            affine(p, x0, 4 * y, quarter);
        } else if (operation == WEIGH) {
            weigh(p, x0, y);
        } else if (operation == MOMENTS) {
            moments(p, x0, y);
        } else if (operation == COPY_GIVEN) {
            copyGiven(p, lane, column);
        } else if (operation == LATENT_NOISE) {
            latentNoise(p, lane, column);
        } else if (operation == VALUE_NOISE) {
            valueNoise(p, lane, column);
        } else if (operation == COMPLETE) {
            complete(p, lane, column);
        } else if (operation == EXPORT) {
            export(p, lane, column);
        } else if (column == 0) {
            if (operation == LATENT) {
                latent(p, lane);
            } else if (operation == DENSITY) {
                density(p, lane);
            } else if (operation == SELF_MASK) {
                selfMask(p, lane);
            } else if (operation == MASK) {
                mask(p, lane);
            }
        }
    }

    void copyGiven(int p, int lane, int j) {
        if (j < program[p + 3]) {
            scratch[(program[p + 2] + j) * lanes + lane] = given[(program[p + 1] + j) * lanes + lane];
        }
    }

    /** Position c 2^48 + l H4 + 4 b of the row's stream, four elements to a block. */
    void latentNoise(int p, int lane, int b) {
        int blocks = program[p + 4];
        if (b < blocks) {
            int row = laneTable[lane];
            long block = ((long) laneTable[lanes + lane] << 46) + (long) laneTable[2 * lanes + lane] * (long) blocks + (long) b;
            normals(program[p + 1], program[p + 2], rowKeys[2 * row], rowKeys[2 * row + 1], block,
                    (program[p + 3] + 4 * b) * lanes + lane, lanes, -1);
        }
    }

    /** Position (c E + e) 2^32 + l, for missing real features. */
    void valueNoise(int p, int lane, int e) {
        if (e < features) {
            int row = laneTable[lane];
            int kind = layout[e];
            int sample = laneTable[2 * lanes + lane];
            if (observed[row * columns + layout[features + e]] == 0f && (kind == GAUSSIAN || kind == STUDENT_T)) {
                long block = ((long) (laneTable[lanes + lane] * features + e) << 30) + (long) (sample >> 2);
                normals(program[p + 1], program[p + 2], rowKeys[2 * row], rowKeys[2 * row + 1], block,
                        (program[p + 3] + e) * lanes + lane, lanes, sample & 3);
            }
        }
    }

    /** z = mean + std eps; the log-weight starts as log p(c) + log p(z | c) - log q(z | row, c). */
    void latent(int p, int lane) {
        int row = laneTable[lane];
        int category = laneTable[lanes + lane];
        int q = (category * rows + row) * latent;
        int prior = (row * priorRowStride + category * priorCategoryStride) * latent;
        int at = program[p + 1] * lanes + lane;
        float sum = startLogWeight;
        float rest = 0f;
        for (int h = 0; h < latent; h++) {
            float eps = scratch[at];
            float value = posteriorMean[q + h] + exp(0.5f * posteriorLogVariance[q + h]) * eps;
            float standard = (value - priorMean[prior + h]) * exp(-0.5f * priorLogVariance[prior + h]);
            scratch[at] = value;
            at = at + lanes;
            float term = 0.5f * ((eps - standard) * (eps + standard) + (posteriorLogVariance[q + h] - priorLogVariance[prior + h]));
            rest = rest + lost(sum, term);
            sum = sum + term;
        }
        logWeight[lane] = sum;
        logWeight[lanes + lane] = rest;
    }

    /** Four outputs of four lanes a quarter of all lanes apart: 8 loads for 16 multiplications. */
    void affine(int p, int lane, int j, int quarter) {
        if (j < program[p + 4]) {
            int a = program[p + 1] * lanes + lane;
            int inputs = program[p + 2];
            int padded = (program[p + 4] + 3) / 4 * 4;
            int w = program[p + 5] + j;
            float s00 = 0f;
            float s01 = 0f;
            float s02 = 0f;
            float s03 = 0f;
            float s10 = 0f;
            float s11 = 0f;
            float s12 = 0f;
            float s13 = 0f;
            float s20 = 0f;
            float s21 = 0f;
            float s22 = 0f;
            float s23 = 0f;
            float s30 = 0f;
            float s31 = 0f;
            float s32 = 0f;
            float s33 = 0f;
            for (int k = 0; k < inputs; k++) {
                float a0 = scratch[a];
                float a1 = scratch[a + quarter];
                float a2 = scratch[a + 2 * quarter];
                float a3 = scratch[a + 3 * quarter];
                float w0 = weights[w];
                float w1 = weights[w + 1];
                float w2 = weights[w + 2];
                float w3 = weights[w + 3];
                s00 = s00 + a0 * w0;
                s01 = s01 + a0 * w1;
                s02 = s02 + a0 * w2;
                s03 = s03 + a0 * w3;
                s10 = s10 + a1 * w0;
                s11 = s11 + a1 * w1;
                s12 = s12 + a1 * w2;
                s13 = s13 + a1 * w3;
                s20 = s20 + a2 * w0;
                s21 = s21 + a2 * w1;
                s22 = s22 + a2 * w2;
                s23 = s23 + a2 * w3;
                s30 = s30 + a3 * w0;
                s31 = s31 + a3 * w1;
                s32 = s32 + a3 * w2;
                s33 = s33 + a3 * w3;
                a = a + lanes;
                w = w + padded;
            }
            store(p, j, lane, s00, s01, s02, s03);
            store(p, j, lane + quarter, s10, s11, s12, s13);
            store(p, j, lane + 2 * quarter, s20, s21, s22, s23);
            store(p, j, lane + 3 * quarter, s30, s31, s32, s33);
        }
    }

    void store(int p, int j, int lane, float s0, float s1, float s2, float s3) {
        int bias = program[p + 6] + laneTable[lanes + lane] * program[p + 7] + j;
        int to = (program[p + 3] + j) * lanes + lane;
        int activation = program[p + 8];
        float shift = weights[program[p + 9]];
        scratch[to] = activate(s0 + weights[bias], activation, shift);
        scratch[to + lanes] = activate(s1 + weights[bias + 1], activation, shift);
        scratch[to + 2 * lanes] = activate(s2 + weights[bias + 2], activation, shift);
        scratch[to + 3 * lanes] = activate(s3 + weights[bias + 3], activation, shift);
    }

    float activate(float v, int activation, float shift) {
        float y = v;
        if (activation == TANH) {
            y = tanh(v);
        } else if (activation == RELU) {
            y = max(v, 0f);
        } else if (activation == SIGMOID) {
            y = sigmoid(v);
        } else if (activation == SOFTPLUS) {
            y = softplus(v);
        } else if (activation == SHIFTED_SOFTPLUS) {
            y = softplus(v) + shift;
        }
        return y;
    }

    float sigmoid(float v) {
        float e = exp(-abs(v));
        return (v < 0f ? e : 1f) / (1f + e);
    }

    float softplus(float v) {
        return max(v, 0f) + log1p(exp(-abs(v)));
    }

    /** What rounding loses in sum + term, exactly (Knuth). */
    float lost(float sum, float term) {
        float total = sum + term;
        float back = total - sum;
        return (sum - (total - back)) + (term - back);
    }

    void addToLogWeight(int lane, float sum, float rest) {
        float old = logWeight[lane];
        logWeight[lanes + lane] = logWeight[lanes + lane] + (rest + lost(old, sum));
        logWeight[lane] = old + sum;
    }

    float std(int e, int lane) {
        return scaleMatrix < 0 ? weights[constantStd + e] : scratch[(max(scaleMatrix, 0) + e) * lanes + lane];
    }

    float logStd(int e, int lane) {
        return scaleMatrix < 0 ? weights[constantLogStd + e] : log(scratch[(max(scaleMatrix, 0) + e) * lanes + lane]);
    }

    /** Adds log p(x_o | z) under one head and turns the outputs of discrete features into probabilities. */
    void density(int p, int lane) {
        int row = laneTable[lane];
        int head = program[p + 1];
        float sum = 0f;
        float rest = 0f;
        int e = 0;
        while (e < features) {
            int kind = layout[e];
            int end = e + 1;
            float present = observed[row * columns + layout[features + e]];
            float output = scratch[(head + e) * lanes + lane];
            float value = x[row * features + e];
            float term = 0f;
            if (kind == CATEGORICAL) {
                end = layout[2 * features + e];
                term = present * softmax(head, e, end, lane, row);
            } else if (kind == BERNOULLI) {
                scratch[(head + e) * lanes + lane] = sigmoid(output);
                term = present * (value * output - softplus(output));
            } else if (present != 0f) {
                float deviation = (value - output) / std(e, lane);
                if (kind == STUDENT_T) {
                    float degrees = scratch[(degreesMatrix + e) * lanes + lane];
                    term = studentT(deviation, degrees) - logStd(e, lane);
                } else {
                    term = -0.5f * deviation * deviation - logStd(e, lane) - HALF_LOG_TWO_PI;
                }
            }
            term = term * weights[program[p + 2] + e];
            rest = rest + lost(sum, term);
            sum = sum + term;
            e = end;
        }
        addToLogWeight(lane, sum, rest);
    }

    /** Probabilities of one group in place of its logits; returns the sum of x_e logit_e less the log-sum-exp. */
    float softmax(int head, int first, int end, int lane, int row) {
        float largest = scratch[(head + first) * lanes + lane];
        for (int e = first + 1; e < end; e++) {
            largest = max(largest, scratch[(head + e) * lanes + lane]);
        }
        float total = 0f;
        float chosen = 0f;
        for (int e = first; e < end; e++) {
            float logit = scratch[(head + e) * lanes + lane] - largest;
            float power = exp(logit);
            total = total + power;
            chosen = chosen + x[row * features + e] * logit;
            scratch[(head + e) * lanes + lane] = power;
        }
        for (int e = first; e < end; e++) {
            scratch[(head + e) * lanes + lane] = scratch[(head + e) * lanes + lane] / total;
        }
        return chosen - log(total);
    }

    /** Log-density of a standardised deviation; the ratio of gamma functions by its asymptotic series, shifted by 3. */
    float studentT(float deviation, float degrees) {
        float a = 0.5f * degrees;
        float r = 1f / (a + 3f);
        float tail = r * (-0.125f + r * r * (0.0052083333f - r * r * 0.0015625f));
        float ratio = ((a + 0.5f) / a) * ((a + 1.5f) / (a + 1f)) * ((a + 2.5f) / (a + 2f));
        float normaliser = log(sqrt((a + 3f) / (degrees * PI)) / ratio) + tail;
        return normaliser - 0.5f * (degrees + 1f) * log1p(deviation * deviation / degrees);
    }

    /** x = observed value, or sample, mean or probability: what the missingness model reads. */
    void complete(int p, int lane, int e) {
        if (e < features) {
            int row = laneTable[lane];
            int kind = layout[e];
            int to = (program[p + 2] + e) * lanes + lane;
            float value = x[row * features + e];
            if (observed[row * columns + layout[features + e]] == 0f) {
                value = scratch[(program[p + 1] + e) * lanes + lane];
                if (program[p + 4] != 0 && (kind == GAUSSIAN || kind == STUDENT_T)) {
                    float noise = scratch[to];
                    int partner = program[p + 3];
                    if (kind == STUDENT_T && partner >= 0) {
                        float degrees = scratch[(degreesMatrix + e) * lanes + lane];
                        float other = scratch[(partner + e) * lanes + lane];
                        float square = noise * noise + other * other;
                        float wide = sqrt(degrees * expm1(square / degrees) / square);
                        noise = square == 0f ? 0f : noise * wide;
                    }
                    value = value + std(e, lane) * noise;
                }
            }
            scratch[to] = value;
        }
    }

    void selfMask(int p, int lane) {
        int row = laneTable[lane];
        int category = laneTable[lanes + lane];
        int weight = program[p + 2] + category * features;
        int bias = program[p + 3] + category * columns;
        float sum = 0f;
        float rest = 0f;
        for (int d = 0; d < columns; d++) {
            float logit = weights[bias + d];
            int end = layout[3 * features + d + 1];
            for (int e = layout[3 * features + d]; e < end; e++) {
                logit = logit + weights[weight + e] * scratch[(program[p + 1] + e) * lanes + lane];
            }
            float term = -missingnessWeight * softplus(observed[row * columns + d] == 0f ? logit : -logit);
            rest = rest + lost(sum, term);
            sum = sum + term;
        }
        addToLogWeight(lane, sum, rest);
    }

    void mask(int p, int lane) {
        int row = laneTable[lane];
        float sum = 0f;
        float rest = 0f;
        for (int d = 0; d < columns; d++) {
            float logit = scratch[(program[p + 1] + d) * lanes + lane];
            float term = -missingnessWeight * softplus(observed[row * columns + d] == 0f ? logit : -logit);
            rest = rest + lost(sum, term);
            sum = sum + term;
        }
        addToLogWeight(lane, sum, rest);
    }

    /** Weights relative to the unit's largest, and their sums, in a tree of 8 times 8. */
    void weigh(int p, int unit, int y) {
        if (unit < lanes / UNIT && y == 0) {
            int first = unit * UNIT;
            int to = unit * (HEADER + 3 * features);
            float largest = -Float.MAX_VALUE;
            float bad = 0f;
            for (int i = first; i < first + UNIT; i++) {
                float high = logWeight[i];
                if (laneTable[2 * lanes + i] >= 0) {
                    if (high != high || high > Float.MAX_VALUE) {
                        bad = bad + 1f;
                    }
                    largest = max(largest, high);
                }
            }
            float sum = 0f;
            float squares = 0f;
            for (int i = first; i < first + UNIT; i += 8) {
                float part = 0f;
                float partSquares = 0f;
                for (int lane = i; lane < i + 8; lane++) {
                    float high = logWeight[lane];
                    float w = 0f;
                    // a high part of -infinity has a low part that is not a number
                    if (laneTable[2 * lanes + lane] >= 0 && high >= -Float.MAX_VALUE) {
                        w = exp((high - largest) + logWeight[lanes + lane]);
                    }
                    scratch[program[p + 1] * lanes + lane] = w;
                    part = part + w;
                    partSquares = partSquares + w * w;
                }
                sum = sum + part;
                squares = squares + partSquares;
            }
            results[to] = largest;
            results[to + 1] = sum;
            results[to + 2] = squares;
            results[to + 3] = bad;
        }
    }

    /**
     * For each unit and missing feature: the value v0 of its first lane, the weighted sum of v - v0, and of (v - v0)² plus the
     * variance given the sample. Differences to v0 keep the variance exact where it is small beside the mean.
     */
    void moments(int p, int unit, int e) {
        if (unit < lanes / UNIT && e < features) {
            int first = unit * UNIT;
            int row = laneTable[first];
            if (observed[row * columns + layout[features + e]] == 0f) {
                int kind = layout[e];
                boolean real = kind == GAUSSIAN || kind == STUDENT_T;
                boolean sampled = sampledAveraging != 0 && real;
                int source = (sampled ? program[p + 3] : program[p + 2]) + e;
                int to = unit * (HEADER + 3 * features) + HEADER + 3 * e;
                float origin = scratch[source * lanes + first];
                float sum = 0f;
                float squares = 0f;
                for (int i = first; i < first + UNIT; i += 8) {
                    float part = 0f;
                    float partSquares = 0f;
                    for (int lane = i; lane < i + 8; lane++) {
                        float w = scratch[program[p + 1] * lanes + lane];
                        if (w > 0f) {
                            float v = scratch[source * lanes + lane] - origin;
                            float variance = 0f;
                            if (real && !sampled) {
                                float s = std(e, lane);
                                variance = s * s;
                                if (kind == STUDENT_T) {
                                    float degrees = scratch[(degreesMatrix + e) * lanes + lane];
                                    variance = variance * (degrees / (degrees - 2f));
                                }
                            }
                            part = part + w * v;
                            partSquares = partSquares + w * (v * v + variance);
                        }
                    }
                    sum = sum + part;
                    squares = squares + partSquares;
                }
                results[to] = origin;
                results[to + 1] = sum;
                results[to + 2] = squares;
            }
        }
    }

    /** What a draw needs of each feature: value or expectation, scale, degrees of freedom. */
    void export(int p, int lane, int e) {
        if (e < features) {
            int kind = layout[e];
            int to = 3 * (lane * features + e);
            int values = program[p + 2];
            int source = values < 0 ? program[p + 1] : values;
            results[to] = scratch[(source + e) * lanes + lane];
            if (kind == GAUSSIAN || kind == STUDENT_T) {
                results[to + 1] = std(e, lane);
            }
            if (kind == STUDENT_T) {
                results[to + 2] = scratch[(degreesMatrix + e) * lanes + lane];
            }
        }
    }
}

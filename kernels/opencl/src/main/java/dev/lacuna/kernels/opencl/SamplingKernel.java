package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.ImportanceSampler;

/**
 * Everything that runs on the device, as one kernel of several passes: {@code program} holds {@value #WORDS} integers for each
 * pass, the first being its operation. A lane is one sample of one row and category; a unit is {@value #UNIT} lanes of one row
 * and category. Matrices stand in {@code scratch} column by column, element (lane, j) of the matrix at row r being {@code
 * scratch[(r + j) * lanes + lane]}, so that neighbouring work items touch neighbouring memory.
 *
 * <p>Work items stand in two dimensions. The first runs over a quarter of the lanes, four lanes a quarter apart being one item's
 * where it pays; else the second dimension counts the four quarters, and then columns.
 *
 * <p>All passes are of one execution because a buffer belongs to one kernel object, and because Aparapi replaces a buffer by the
 * content of its Java array when the collector has moved that array between two executions.
 *
 * <p>Java that Aparapi turns into OpenCL: fields are arrays and numbers; no break, switch, lambda, object, double or local array.
 */
final class SamplingKernel extends MissingnessKernel {
    static final int WORDS = 10;
    static final int UNIT = ImportanceSampler.CHUNK;

    /**
     * Operations, and what their words are; a matrix is named by its first row in scratch, a parameter by its index in weights.
     */
    static final int COPY_GIVEN = 0; // source row in given, destination, count
    static final int LATENT_NOISE = 1; // key, key, destination, blocks for each lane
    static final int VALUE_NOISE = 2; // key, key, destination
    static final int LATENT = 3; // matrix of noise that becomes z
    static final int AFFINE = 4; // in, inputs, out, outputs, weight, bias, its stride by category, activation, shift
    static final int DENSITY = 5; // head's outputs, which become expectations; multiplicity
    static final int COMPLETE = 6; // head's expectations, values, partner noise or -1, whether to sample
    static final int SELF_MASK = 7; // values, weight, bias
    static final int MASK = 8; // logits
    static final int WEIGH = 9; // destination of the relative weights
    static final int MOMENTS = 10; // weights, head's expectations, values or -1
    static final int EXPORT = 11; // head's expectations, values or -1

    /**
     * What WEIGH and MOMENTS leave for each unit: largest log-weight, sums of w and w², lanes not a number, then 3 per feature.
     */
    static final int HEADER = 4;

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

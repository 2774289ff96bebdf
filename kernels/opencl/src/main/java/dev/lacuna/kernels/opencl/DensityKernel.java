package dev.lacuna.kernels.opencl;

/** Log-weights on the device: prior over proposal, and the likelihood of what is observed. Each is a sum of two floats. */
abstract class DensityKernel extends LayerKernel {
    private static final float HALF_LOG_TWO_PI = 0.9189385f;
    private static final float PI = 3.1415927f;

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
            float logRatio = posteriorLogVariance[q + h] - priorLogVariance[prior + h];
            float term = 0.5f * ((eps - standard) * (eps + standard) + logRatio);
            rest = rest + lost(sum, term);
            sum = sum + term;
        }
        logWeight[lane] = sum;
        logWeight[lanes + lane] = rest;
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

    float std(int e, int lane) {
        return scaleMatrix < 0 ? weights[constantStd + e] : scratch[(max(scaleMatrix, 0) + e) * lanes + lane];
    }

    float logStd(int e, int lane) {
        return scaleMatrix < 0 ? weights[constantLogStd + e] : log(scratch[(max(scaleMatrix, 0) + e) * lanes + lane]);
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
}

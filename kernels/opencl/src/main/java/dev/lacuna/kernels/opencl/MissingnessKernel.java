package dev.lacuna.kernels.opencl;

/** The missingness term on the device: the values that it reads, and the log-probability of which columns are observed. */
abstract class MissingnessKernel extends DensityKernel {

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
}

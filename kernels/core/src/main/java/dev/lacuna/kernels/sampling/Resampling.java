package dev.lacuna.kernels.sampling;

/**
 * The M completions of a row by sampling importance resampling over a stream: after a chunk of weight w, with W the weight of
 * everything so far, each draw moves into the chunk with probability w / W, to a sample in proportion to its weight. In the end
 * each draw stands at sample l with probability w_l / Σ w, independently of the others.
 *
 * <p>A value that the weight has read is taken as it was read; otherwise the draw gets noise of its own, so that two draws at one
 * sample differ.
 */
final class Resampling {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final FeatureLayout layout;
    private final NoiseStreams noise;
    private final int stride;
    private final float[] drawn;
    private final float[] uniforms;
    private final float[] normals;
    private final float[] partners;
    private final float[] levels;

    Resampling(FrozenNetwork network, SamplingRequest request, FeatureLayout layout, NoiseStreams noise) {
        this.network = network;
        this.request = request;
        this.layout = layout;
        this.noise = noise;
        stride = NoiseAddress.paddedSize(layout.features);
        int cells = request.draws() * stride;
        drawn = new float[cells];
        uniforms = new float[2 * request.draws()];
        normals = new float[network.samplesValues() ? 0 : cells];
        partners = new float[layout.anyStudentT ? normals.length : 0];
        levels = new float[layout.anyDiscrete() ? cells : 0];
    }

    void start(int row) {
        int draws = request.draws();
        if (normals.length > 0) {
            noise.draws(NoiseAddress.Purpose.DRAWS, row, draws, normals);
        }
        if (partners.length > 0) {
            noise.draws(NoiseAddress.Purpose.DRAWS_PARTNER, row, draws, partners);
        }
        if (levels.length > 0) {
            noise.levels(row, draws, levels);
        }
    }

    float value(int draw, int feature) {
        return drawn[draw * stride + feature];
    }

    /** Moves the draws after the row's n-th chunk, whose weights are those last added to the sums. */
    void resample(SampledRow row, long chunk, WeightedSums sums, int offset, int count, Decoder decoder,
            CompletedValues completed) {
        noise.resampling(row.index, chunk, request.draws(), uniforms);
        for (int m = 0; m < request.draws(); m++) {
            // 48 bits: 24 would leave a sample among 100,000 some hundred levels
            double target = (uniforms[2 * m] + uniforms[2 * m + 1] * 0x1p-24) * sums.sum();
            if (target < sums.chunkSum()) {
                take(m, row, offset + find(sums.weight, count, target), decoder, completed);
            }
        }
    }

    /** The first sample at which the running weight exceeds the target. */
    private static int find(float[] weight, int count, double target) {
        double running = 0;
        int last = 0;
        for (int s = 0; s < count; s++) {
            running += weight[s];
            if (weight[s] > 0) {
                last = s;
                if (running > target) {
                    break;
                }
            }
        }
        return last;
    }

    private void take(int draw, SampledRow row, int sample, Decoder decoder, CompletedValues completed) {
        int to = draw * stride;
        float[] mean = decoder.missing.outputs();
        Scale scale = decoder.scale;
        for (int i = 0; i < row.missingReal.size; i++) {
            int e = row.missingReal.item[i];
            if (network.samplesValues()) {
                drawn[to + e] = completed.array[e * decoder.row + sample];
            } else {
                int at = e * decoder.row + sample;
                float standard = layout.studentT[e]
                        ? StudentT.fromNormals(normals[to + e], partners[to + e], scale.degrees()[scale.degreesOffset + at])
                        : normals[to + e];
                drawn[to + e] = mean[decoder.missing.offset + at] + scale.std()[scale.stdOffset + at] * standard;
            }
        }
        for (int i = 0; i < row.missingColumns.size; i++) {
            int d = row.missingColumns.item[i];
            FeatureKind kind = network.kind(layout.columnStart[d]);
            if (!kind.continuous()) {
                chooseLevel(to, layout.columnStart[d], layout.columnStart[d + 1], kind, decoder.missing.probability, sample,
                        decoder.row);
            }
        }
    }

    private void chooseLevel(int to, int first, int end, FeatureKind kind, float[] probability, int sample, int row) {
        float u = levels[to + first];
        if (kind == FeatureKind.BERNOULLI) {
            drawn[to + first] = u < probability[first * row + sample] ? 1 : 0;
            return;
        }
        int chosen = first;
        float running = probability[first * row + sample];
        while (chosen + 1 < end && u >= running) {
            chosen++;
            running += probability[chosen * row + sample];
        }
        for (int e = first; e < end; e++) {
            drawn[to + e] = e == chosen ? 1 : 0;
        }
    }
}

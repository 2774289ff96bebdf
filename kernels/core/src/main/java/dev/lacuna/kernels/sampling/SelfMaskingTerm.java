package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/** Self-masking: an observed column's term depends on the row alone, so only missing columns are computed for each sample. */
final class SelfMaskingTerm implements MissingnessTerm {
    private static final int CHUNK = ImportanceSampler.CHUNK;

    private final Kernels kernels;
    private final FeatureLayout layout;
    private final FrozenMissingness.SelfMasking model;
    private final double beta;
    private final CompletedValues values;
    private final int capacity;
    /** [missing columns x 64] */
    private final float[] logits;
    /** 0, 1, 2, ..., and minus beta for each. */
    private final int[] all;
    private final float[] times;
    private final float[] observedLogits;

    SelfMaskingTerm(Kernels kernels, FrozenNetwork network, FeatureLayout layout, FrozenMissingness.SelfMasking model,
            int capacity) {
        this.kernels = kernels;
        this.layout = layout;
        this.model = model;
        this.capacity = capacity;
        beta = network.missingnessWeight();
        values = new CompletedValues(layout.features, capacity, false);
        logits = new float[CHUNK * layout.columns];
        all = MissingnessTerm.ascending(layout.columns);
        times = Checks.filled(-network.missingnessWeight(), layout.columns);
        observedLogits = new float[layout.columns];
    }

    @Override public CompletedValues values() {
        return values;
    }

    @Override public void start(SampledRow row) {
        for (int category = 0; category < row.observedTerm.length; category++) {
            int size = 0;
            for (int d = 0; d < layout.columns; d++) {
                if (row.observed[d] != 0) {
                    float logit = model.bias()[category * layout.columns + d];
                    for (int e = layout.columnStart[d]; e < layout.columnStart[d + 1]; e++) {
                        logit += model.weight()[category * layout.features + e] * row.x[e];
                    }
                    observedLogits[size++] = -logit;
                }
            }
            kernels.softplus(observedLogits, 0, observedLogits, 0, size);
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum -= observedLogits[i];
            }
            row.observedTerm[category] = beta * sum;
        }
    }

    @Override public void add(SampleBlock block, Decoder decoder) {
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            addMissing(block, chunk);
        }
    }

    private void addMissing(SampleBlock block, int chunk) {
        SampledRow row = block.row[chunk];
        int category = block.category[chunk];
        int at = block.offset[chunk];
        int count = block.count[chunk];
        int size = row.missingColumns.size;
        for (int i = 0; i < size; i++) {
            int d = row.missingColumns.item[i];
            float logit = model.bias()[category * layout.columns + d];
            for (int e = layout.columnStart[d]; e < layout.columnStart[d + 1]; e++) {
                addLogits(i * CHUNK, e * capacity + at, count, model.weight()[category * layout.features + e], logit,
                        e == layout.columnStart[d]);
            }
        }
        kernels.softplus(logits, 0, logits, 0, size * CHUNK);
        kernels.addTerms(all, size, times, logits, 0, CHUNK, block.high, block.low, at, count);
    }

    private void addLogits(int to, int from, int count, float weight, float bias, boolean first) {
        for (int s = 0; s < count; s++) {
            logits[to + s] = (first ? bias : logits[to + s]) + weight * values.array[from + s];
        }
    }
}

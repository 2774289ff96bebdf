package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/** Self-masking: an observed column's term depends on the row alone, so only missing columns are computed for each sample. */
final class SelfMaskingTerm implements MissingnessTerm {
    private final Kernels kernels;
    private final FrozenNetwork network;
    private final FeatureLayout layout;
    private final FrozenMissingness.SelfMasking model;
    private final CompletedValues values;
    private final float[] terms;
    private final float[] observedTerms;

    SelfMaskingTerm(Kernels kernels, FrozenNetwork network, FeatureLayout layout, FrozenMissingness.SelfMasking model,
            int capacity) {
        this.kernels = kernels;
        this.network = network;
        this.layout = layout;
        this.model = model;
        values = new CompletedValues(capacity, layout.features);
        terms = new float[ImportanceSampler.CHUNK * layout.columns];
        observedTerms = new float[layout.columns];
    }

    @Override public CompletedValues values() {
        return values;
    }

    @Override public void add(SampleBlock block, Decoder decoder) {
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            addMissing(block, chunk);
        }
    }

    private void addMissing(SampleBlock block, int chunk) {
        SampledRow row = block.row[chunk];
        int[] columns = row.missingColumns.item;
        int size = row.missingColumns.size;
        int count = block.count[chunk];
        int weightOffset = block.category[chunk] * layout.features;
        int biasOffset = block.category[chunk] * layout.columns;
        for (int s = 0; s < count; s++) {
            int o = (block.offset[chunk] + s) * values.stride;
            for (int i = 0; i < size; i++) {
                int d = columns[i];
                float logit = model.bias()[biasOffset + d];
                for (int e = layout.columnStart[d]; e < layout.columnStart[d + 1]; e++) {
                    logit += model.weight()[weightOffset + e] * values.array[o + e];
                }
                terms[s * size + i] = logit;
            }
        }
        kernels.softplus(terms, 0, terms, 0, count * size);
        double beta = network.missingnessWeight();
        double observed = observedTerm(row, block.category[chunk]);
        for (int s = 0; s < count; s++) {
            double sum = observed;
            for (int i = 0; i < size; i++) {
                sum -= terms[s * size + i];
            }
            block.logWeight[block.offset[chunk] + s] += beta * sum;
        }
    }

    /** The part that is the same for all samples of a row: once for each chunk, a share of 1 in 64. */
    private double observedTerm(SampledRow row, int category) {
        int size = 0;
        for (int d = 0; d < layout.columns; d++) {
            if (row.observed[d] != 0) {
                float logit = model.bias()[category * layout.columns + d];
                for (int e = layout.columnStart[d]; e < layout.columnStart[d + 1]; e++) {
                    logit += model.weight()[category * layout.features + e] * row.x[e];
                }
                observedTerms[size++] = -logit;
            }
        }
        kernels.softplus(observedTerms, 0, observedTerms, 0, size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum -= observedTerms[i];
        }
        return sum;
    }
}

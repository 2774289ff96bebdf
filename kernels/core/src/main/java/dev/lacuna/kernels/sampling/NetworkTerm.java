package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.List;

/** A missingness network on completed values, on values and latent variable, or on the trunk's output. */
final class NetworkTerm implements MissingnessTerm {
    private final Kernels kernels;
    private final FrozenNetwork network;
    private final FrozenMissingness.Network model;
    private final CompletedValues values;
    private final float[] even;
    private final float[] odd;

    NetworkTerm(Kernels kernels, FrozenNetwork network, FrozenMissingness.Network model, int capacity) {
        this.kernels = kernels;
        this.network = network;
        this.model = model;
        boolean trunk = model.input() == FrozenMissingness.Input.TRUNK;
        values = new CompletedValues(trunk ? 0 : capacity, model.layers().get(0).inputs());
        int width = model.layers().stream().mapToInt(DenseLayer::outputs).max().orElseThrow();
        even = new float[capacity * width];
        odd = new float[model.layers().size() > 1 ? even.length : 0];
    }

    @Override public CompletedValues values() {
        return values;
    }

    @Override public void add(SampleBlock block, Decoder decoder) {
        if (decoder.logits.length > 0) {
            addBernoulli(block, decoder.logits);
            return;
        }
        float[] in = values.array;
        int stride = values.stride;
        switch (model.input()) {
            case VALUES -> { }
            case VALUES_AND_LATENT -> appendLatent(block);
            case TRUNK -> {
                in = decoder.trunkOutput(block);
                stride = decoder.trunkStride(block);
            }
        }
        List<DenseLayer> layers = model.layers();
        for (int i = 0; i < layers.size(); i++) {
            DenseLayer layer = layers.get(i);
            float[] out = i % 2 == 0 ? even : odd;
            kernels.affine(block.samples, layer.outputs(), layer.inputs(), in, 0, stride, layer.weight(), 0, layer.outputs(),
                    layer.bias(), 0, layer.activation(), out, 0, layer.outputs());
            in = out;
            stride = layer.outputs();
        }
        addBernoulli(block, in);
    }

    private void appendLatent(SampleBlock block) {
        int latent = network.latent();
        int features = network.features();
        for (int s = 0; s < block.samples; s++) {
            System.arraycopy(block.z, s * block.latentStride, values.array, s * values.stride + features, latent);
        }
    }

    /** Σ -softplus(±logit) over all columns of each sample. */
    private void addBernoulli(SampleBlock block, float[] logits) {
        int columns = network.columns();
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            float[] sign = block.row[chunk].softplusSign;
            for (int s = block.offset[chunk], end = s + block.count[chunk]; s < end; s++) {
                int o = s * columns;
                for (int d = 0; d < columns; d++) {
                    logits[o + d] *= sign[d];
                }
            }
        }
        kernels.softplus(logits, 0, logits, 0, block.samples * columns);
        double beta = network.missingnessWeight();
        for (int s = 0; s < block.samples; s++) {
            int o = s * columns;
            double sum = 0;
            for (int d = 0; d < columns; d++) {
                sum -= logits[o + d];
            }
            block.logWeight[s] += beta * sum;
        }
    }
}

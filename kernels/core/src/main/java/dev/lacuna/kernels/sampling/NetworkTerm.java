package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.LayerWeights;
import java.util.List;

/** A missingness network on completed values, on values and latent variable, or on the trunk's output. */
final class NetworkTerm implements MissingnessTerm {
    private static final int PANEL = Kernels.PANEL;

    private final Kernels kernels;
    private final FrozenNetwork network;
    private final FrozenMissingness.Network model;
    private final List<LayerWeights> weights;
    private final int capacity;
    private final CompletedValues values;
    private final int[] noOffset;
    /** In panels. */
    private final float[] input;
    private final float[] even;
    private final float[] odd;
    /** [columns x capacity] */
    private final float[] logits;
    /** 0, 1, 2, ..., and minus beta for each. */
    private final int[] all;
    private final float[] times;

    NetworkTerm(Kernels kernels, FrozenNetwork network, FrozenMissingness.Network model, int capacity) {
        this.kernels = kernels;
        this.network = network;
        this.model = model;
        this.capacity = capacity;
        weights = model.layers().stream().map(DenseLayer::packed).toList();
        boolean trunk = model.input() == FrozenMissingness.Input.TRUNK;
        values = new CompletedValues(trunk ? 0 : network.features(), capacity, true);
        input = new float[trunk ? 0 : model.layers().get(0).inputs() * capacity];
        int width = model.layers().stream().mapToInt(DenseLayer::outputs).max().orElseThrow();
        even = new float[model.layers().size() > 1 ? capacity * width : 0];
        odd = new float[model.layers().size() > 2 ? capacity * width : 0];
        logits = new float[trunk && model.layers().size() == 1 ? 0 : network.columns() * capacity];
        noOffset = new int[capacity / PANEL];
        all = MissingnessTerm.ascending(network.columns());
        times = Checks.filled(-network.missingnessWeight(), network.columns());
    }

    @Override public CompletedValues values() {
        return values;
    }

    @Override public void start(SampledRow row) {
        // every column's term depends on the sample
    }

    @Override public void add(SampleBlock block, Decoder decoder) {
        if (decoder.logitsOffset >= 0) {
            addBernoulli(block, decoder.logits(), decoder.logitsOffset);
            return;
        }
        float[] in = model.input() == FrozenMissingness.Input.TRUNK ? decoder.trunkOutput(block) : input(block);
        int last = weights.size() - 1;
        for (int i = 0; i < last; i++) {
            DenseLayer layer = model.layers().get(i);
            float[] out = i % 2 == 0 ? even : odd;
            kernels.layer(weights.get(i), layer.bias(), noOffset, layer.activation(), block.panels, in, out,
                    layer.outputs() * PANEL, PANEL);
            in = out;
        }
        DenseLayer layer = model.layers().get(last);
        kernels.layer(weights.get(last), layer.bias(), noOffset, layer.activation(), block.panels, in, logits, PANEL, capacity);
        addBernoulli(block, logits, 0);
    }

    /** Completed values, and the latent variable where it is read, in panels. */
    private float[] input(SampleBlock block) {
        int features = network.features();
        int latent = model.input() == FrozenMissingness.Input.VALUES_AND_LATENT ? network.latent() : 0;
        for (int p = 0; p < block.panels; p++) {
            int to = p * PANEL * (features + latent);
            for (int e = 0; e < features; e++) {
                System.arraycopy(values.array, e * capacity + p * PANEL, input, to + e * PANEL, PANEL);
            }
            System.arraycopy(block.z, p * PANEL * network.latent(), input, to + features * PANEL, latent * PANEL);
        }
        return input;
    }

    /** Σ -softplus(±logit) over all columns of each sample. */
    private void addBernoulli(SampleBlock block, float[] rows, int offset) {
        int columns = network.columns();
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            float[] sign = block.row[chunk].softplusSign;
            int count = block.count[chunk];
            for (int d = 0; d < columns; d++) {
                int from = offset + d * capacity + block.offset[chunk];
                for (int s = from; s < from + count; s++) {
                    rows[s] *= sign[d];
                }
            }
        }
        for (int d = 0; d < columns; d++) {
            kernels.softplus(rows, offset + d * capacity, rows, offset + d * capacity, block.width());
        }
        kernels.addTerms(all, columns, times, rows, offset, capacity, block.high, block.low, 0, block.width());
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.LayerWeights;
import java.util.List;
import java.util.Optional;

/** The trunk and the data heads of a network on a block of samples. */
final class Decoder {
    private final Kernels kernels;
    private final List<DenseLayer> trunk;
    private final List<LayerWeights> weights;
    /** The first trunk layer's bias for each category, and where a panel's begins. */
    private final float[] firstBias;
    private final int[] firstBiasOffset;
    private final int[] noOffset;
    private final float[] hidden;
    private final float[] hiddenOther;
    private final HeadStack heads;
    /** Rows of the logits of a missingness model that is one linear layer on the trunk; negative where there is none. */
    final int logitsOffset;
    /** From the row of one output of a head to that of the next. */
    final int row;
    final Scale scale;
    /** Explains observed values. */
    final DataHead main;
    /** Gives missing values; the main head unless the network has one of its own. */
    final DataHead missing;

    Decoder(Kernels kernels, FrozenNetwork network, FeatureLayout layout, int capacity) {
        this.kernels = kernels;
        row = capacity;
        trunk = network.trunk();
        weights = trunk.stream().map(DenseLayer::packed).toList();
        int width = trunk.stream().mapToInt(DenseLayer::outputs).max().orElse(0);
        hidden = new float[capacity * width];
        hiddenOther = new float[trunk.size() > 1 ? hidden.length : 0];
        noOffset = new int[capacity / Kernels.PANEL];
        firstBiasOffset = new int[noOffset.length];
        firstBias = network.categoryOffsets().clone();
        if (!trunk.isEmpty()) {
            float[] bias = trunk.get(0).bias();
            for (int i = 0; i < firstBias.length; i++) {
                firstBias[i] += bias[i % bias.length];
            }
        }
        heads = new HeadStack(kernels, capacity);
        main = new DataHead(kernels, layout, heads, network.mean(), Checks.filled(1, layout.features), capacity);
        missing = network.missingHead()
                .map(head -> new DataHead(kernels, layout, heads, head.mean(), head.supervision(), capacity)).orElse(main);
        scale = new Scale(kernels, network, layout, heads, capacity);
        logitsOffset = trunkMissingness(network).map(heads::add).orElse(-1);
        heads.build();
    }

    /** The trunk's output after {@link #run}, in panels. */
    float[] trunkOutput(SampleBlock block) {
        if (trunk.isEmpty()) {
            return block.z;
        }
        return trunk.size() % 2 == 1 ? hidden : hiddenOther;
    }

    float[] logits() {
        return heads.out();
    }

    void run(SampleBlock block) {
        chooseBias(block);
        float[] in = block.z;
        float[] out = hidden;
        for (int i = 0; i < trunk.size(); i++) {
            DenseLayer layer = trunk.get(i);
            kernels.layer(weights.get(i), i == 0 ? firstBias : layer.bias(), i == 0 ? firstBiasOffset : noOffset,
                    layer.activation(), block.panels, in, out, layer.outputs() * Kernels.PANEL, Kernels.PANEL);
            in = out;
            out = in == hidden ? hiddenOther : hidden;
        }
        heads.run(block.panels, in);
        main.run(block.width());
        if (missing != main) {
            missing.run(block.width());
        }
        scale.run(block.width());
    }

    private void chooseBias(SampleBlock block) {
        int outputs = trunk.isEmpty() ? 0 : trunk.get(0).outputs();
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            int end = chunk + 1 < block.chunks ? block.offset[chunk + 1] : block.width();
            for (int s = block.offset[chunk]; s < end; s += Kernels.PANEL) {
                firstBiasOffset[s / Kernels.PANEL] = block.category[chunk] * outputs;
            }
        }
    }

    /** The layer of a missingness model that is one more linear head. */
    private static Optional<DenseLayer> trunkMissingness(FrozenNetwork network) {
        return network.missingness() instanceof FrozenMissingness.Network net && net.input() == FrozenMissingness.Input.TRUNK
                && net.layers().size() == 1 ? Optional.of(net.layers().get(0)) : Optional.empty();
    }
}

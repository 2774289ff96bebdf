package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.List;
import java.util.Optional;

/** The trunk and the data heads of a network on a block of samples. */
final class Decoder {
    private final Kernels kernels;
    private final FrozenNetwork network;
    /** The first trunk layer's bias for each category. */
    private final float[] firstBias;
    private final float[] hidden;
    private final float[] hiddenOther;
    private final HeadStack heads;
    private final int logitsColumn;
    /** Logits [samples x columns] of a missingness model that is one linear layer on the trunk; empty otherwise. */
    final float[] logits;
    final Scale scale;
    /** Explains observed values. */
    final DataHead main;
    /** Gives missing values; the main head unless the network has one of its own. */
    final DataHead missing;

    Decoder(Kernels kernels, FrozenNetwork network, FeatureLayout layout, int capacity) {
        this.kernels = kernels;
        this.network = network;
        int width = network.trunk().stream().mapToInt(DenseLayer::outputs).max().orElse(0);
        hidden = new float[capacity * width];
        hiddenOther = new float[network.trunk().size() > 1 ? hidden.length : 0];
        firstBias = network.categoryOffsets().clone();
        if (!network.trunk().isEmpty()) {
            float[] bias = network.trunk().get(0).bias();
            for (int i = 0; i < firstBias.length; i++) {
                firstBias[i] += bias[i % bias.length];
            }
        }
        heads = new HeadStack(kernels, capacity);
        main = new DataHead(kernels, layout, heads, network.mean(), Checks.filled(1, layout.features), capacity);
        missing = network.missingHead()
                .map(head -> new DataHead(kernels, layout, heads, head.mean(), head.supervision(), capacity)).orElse(main);
        scale = new Scale(kernels, network, layout, heads, capacity);
        Optional<DenseLayer> logitsHead = trunkMissingness(network);
        logits = new float[logitsHead.isPresent() ? capacity * layout.columns : 0];
        logitsColumn = logitsHead.map(heads::add).orElse(0);
        heads.build();
    }

    /** The array that holds the trunk's output after {@link #run}, with row stride {@link #trunkStride}. */
    float[] trunkOutput(SampleBlock block) {
        List<DenseLayer> trunk = network.trunk();
        if (trunk.isEmpty()) {
            return block.z;
        }
        return trunk.size() % 2 == 1 ? hidden : hiddenOther;
    }

    int trunkStride(SampleBlock block) {
        return network.trunk().isEmpty() ? block.latentStride : network.trunkWidth();
    }

    void run(SampleBlock block) {
        List<DenseLayer> trunk = network.trunk();
        if (!trunk.isEmpty()) {
            firstLayer(block, trunk.get(0));
        }
        float[] in = hidden;
        float[] out = hiddenOther;
        for (int i = 1; i < trunk.size(); i++) {
            DenseLayer layer = trunk.get(i);
            kernels.affine(block.samples, layer.outputs(), layer.inputs(), in, 0, layer.inputs(), layer.weight(), 0,
                    layer.outputs(), layer.bias(), 0, layer.activation(), out, 0, layer.outputs());
            float[] swap = in;
            in = out;
            out = swap;
        }
        float[] output = trunkOutput(block);
        int stride = trunkStride(block);
        heads.run(block.samples, output, stride);
        main.run(block.samples);
        if (missing != main) {
            missing.run(block.samples);
        }
        scale.run(block.samples);
        if (logits.length > 0) {
            heads.copy(block.samples, logitsColumn, network.columns(), logits);
        }
    }

    /** The layer of a missingness model that is one more linear head. */
    private static Optional<DenseLayer> trunkMissingness(FrozenNetwork network) {
        return network.missingness() instanceof FrozenMissingness.Network net && net.input() == FrozenMissingness.Input.TRUNK
                && net.layers().size() == 1 ? Optional.of(net.layers().get(0)) : Optional.empty();
    }

    /** One product for each run of chunks of one category: all of the block where there are none. */
    private void firstLayer(SampleBlock block, DenseLayer layer) {
        int chunk = 0;
        while (chunk < block.chunks) {
            int from = block.offset[chunk];
            int category = block.category[chunk];
            do {
                chunk++;
            } while (chunk < block.chunks && block.category[chunk] == category);
            int to = chunk < block.chunks ? block.offset[chunk] : block.samples;
            kernels.affine(to - from, layer.outputs(), layer.inputs(), block.z, from * block.latentStride, block.latentStride,
                    layer.weight(), 0, layer.outputs(), firstBias, category * layer.outputs(), layer.activation(), hidden,
                    from * layer.outputs(), layer.outputs());
        }
    }
}

package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.Averaging;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.NoiseAddress;
import dev.lacuna.kernels.sampling.NoiseAddress.Purpose;
import java.util.Arrays;
import java.util.List;

/**
 * A network translated for {@link SamplingKernel}: its parameters in one array, its matrices laid out in scratch, and two lists
 * of passes, one that weighs samples and one that evaluates the samples that were drawn.
 */
final class NetworkProgram {
    private final FrozenNetwork network;
    private final Noise noise;
    private final boolean given;
    private final FloatList weights = new FloatList();
    /** Index of a zero among the parameters, for layers that shift nothing. */
    private final int zero;
    private final PassList passes = new PassList();
    private int scratchRows;

    private final int values;
    private final int z;
    private final int hidden;
    private final int hiddenOther;
    private final int mainHead;
    private final int missingHead;
    private final int partner;
    private final int relativeWeights;
    private final int scaleMatrix;
    private final int degreesMatrix;
    private final int constantStd;
    private final int constantLogStd;
    private final PassList drawing;

    NetworkProgram(FrozenNetwork network, Noise noise) {
        this.network = network;
        this.noise = noise;
        given = noise instanceof Noise.Given;
        int features = network.features();
        boolean studentT = anyStudentT();
        zero = weights.add(0);
        // [x ; z] stands together for the missingness networks that read both
        values = network.missingness().readsValues() ? rowsOf(features) : -1;
        z = rowsOf(NoiseAddress.paddedSize(network.latent()));
        int width = widestLayer();
        hidden = rowsOf(width);
        hiddenOther = rowsOf(width);
        mainHead = rowsOf(padded(features));
        missingHead = network.missingHead().isPresent() ? rowsOf(padded(features)) : mainHead;
        scaleMatrix = network.scale() instanceof FrozenScale.PerEntry ? rowsOf(padded(features)) : -1;
        degreesMatrix = studentT ? rowsOf(padded(features)) : 0;
        partner = studentT && network.samplesValues() && !given ? rowsOf(features) : -1;
        relativeWeights = rowsOf(1);
        float[] std = network.scale() instanceof FrozenScale.Constant constant ? constant.std() : new float[0];
        float[] logStd = new float[std.length];
        Kernels.get().log(std, 0, logStd, 0, std.length);
        constantStd = weights.addAll(std);
        constantLogStd = weights.addAll(logStd);
        decode();
        drawing = passes.copy();
        drawing.add(4 * features, SamplingKernel.EXPORT, missingHead, network.samplesValues() ? values : -1);
        weigh();
    }

    private int rowsOf(int rows) {
        int first = scratchRows;
        scratchRows += rows;
        return first;
    }

    private static int padded(int outputs) {
        return NoiseAddress.paddedSize(outputs);
    }

    private boolean anyStudentT() {
        for (int e = 0; e < network.features(); e++) {
            if (network.kind(e) == FeatureKind.STUDENT_T) {
                return true;
            }
        }
        return false;
    }

    private int widestLayer() {
        int width = 1;
        for (DenseLayer layer : network.trunk()) {
            width = Math.max(width, layer.outputs());
        }
        if (network.missingness() instanceof FrozenMissingness.Network model) {
            for (DenseLayer layer : model.layers()) {
                width = Math.max(width, layer.outputs());
            }
        }
        return padded(width);
    }

    /** Up to the completed values: latent draw, trunk, heads. */
    private void decode() {
        int blocks = NoiseAddress.paddedSize(network.latent()) / 4;
        if (given) {
            passes.add(4 * network.latent(), SamplingKernel.COPY_GIVEN, 0, z, network.latent());
        } else {
            long key = key(Purpose.LATENT);
            passes.add(4 * blocks, SamplingKernel.LATENT_NOISE, (int) key, (int) (key >>> 32), z, blocks);
        }
        passes.add(4, SamplingKernel.LATENT, z);
        int trunk = trunk();
        if (network.scale() instanceof FrozenScale.PerEntry perEntry) {
            affine(perEntry.raw(), trunk, scaleMatrix, SamplingKernel.SHIFTED_SOFTPLUS, weights.add(perEntry.floor()));
        }
        if (anyStudentT()) {
            // the contract: fewer than 3 degrees of freedom have no variance
            affine(network.degreesOfFreedom().orElseThrow(), trunk, degreesMatrix, SamplingKernel.SHIFTED_SOFTPLUS,
                    weights.add(3));
        }
        affine(network.mean(), trunk, mainHead, SamplingKernel.IDENTITY, zero);
        float[] once = new float[network.features()];
        Arrays.fill(once, 1);
        passes.add(4, SamplingKernel.DENSITY, mainHead, weights.addAll(once));
        network.missingHead().ifPresent(head -> {
            affine(head.mean(), trunk, missingHead, SamplingKernel.IDENTITY, zero);
            passes.add(4, SamplingKernel.DENSITY, missingHead, weights.addAll(head.supervision()));
        });
        if (network.missingness().readsValues()) {
            completeValues();
        }
    }

    private long key(Purpose purpose) {
        return NoiseAddress.key(((Noise.Keyed) noise).seed(), purpose);
    }

    private int trunk() {
        int in = z;
        int out = hidden;
        List<DenseLayer> trunk = network.trunk();
        for (int i = 0; i < trunk.size(); i++) {
            DenseLayer layer = trunk.get(i);
            if (i == 0) {
                firstLayer(layer, in, out);
            } else {
                affine(layer, in, out, code(layer.activation()), zero);
            }
            in = out;
            out = in == hidden ? hiddenOther : hidden;
        }
        return in;
    }

    private void completeValues() {
        int features = network.features();
        boolean samples = network.samplesValues();
        if (given) {
            passes.add(4 * features, SamplingKernel.COPY_GIVEN, network.latent(), values, features);
        } else if (samples) {
            valueNoise(key(Purpose.VALUES), values);
            if (partner >= 0) {
                valueNoise(key(Purpose.VALUES_PARTNER), partner);
            }
        }
        passes.add(4 * features, SamplingKernel.COMPLETE, missingHead, values, partner, samples ? 1 : 0);
    }

    private void valueNoise(long key, int to) {
        passes.add(4 * network.features(), SamplingKernel.VALUE_NOISE, (int) key, (int) (key >>> 32), to);
    }

    /** Missingness term, weights, and sums of each unit. */
    private void weigh() {
        if (network.missingness() instanceof FrozenMissingness.SelfMasking self) {
            passes.add(4, SamplingKernel.SELF_MASK, values, weights.addAll(self.weight()), weights.addAll(self.bias()));
        } else if (network.missingness() instanceof FrozenMissingness.Network model) {
            int in = switch (model.input()) {
                case VALUES, VALUES_AND_LATENT -> values;
                case TRUNK -> network.trunk().isEmpty() ? z : network.trunk().size() % 2 == 1 ? hidden : hiddenOther;
            };
            for (DenseLayer layer : model.layers()) {
                int out = in == hidden ? hiddenOther : hidden;
                affine(layer, in, out, code(layer.activation()), zero);
                in = out;
            }
            passes.add(4, SamplingKernel.MASK, in);
        }
        passes.add(4, SamplingKernel.WEIGH, relativeWeights);
        passes.add(network.features(), SamplingKernel.MOMENTS, relativeWeights, missingHead, values);
    }

    private void affine(DenseLayer layer, int in, int out, int activation, int shift) {
        int padded = padded(layer.outputs());
        affine(layer, in, out, weights.addAll(Arrays.copyOf(layer.bias(), padded)), 0, activation, shift);
    }

    /** The first layer's bias is one for each category. */
    private void firstLayer(DenseLayer layer, int in, int out) {
        int outputs = layer.outputs();
        int padded = padded(outputs);
        float[] bias = new float[network.categories() * padded];
        for (int c = 0; c < network.categories(); c++) {
            for (int j = 0; j < outputs; j++) {
                bias[c * padded + j] = layer.bias()[j] + network.categoryOffsets()[c * outputs + j];
            }
        }
        affine(layer, in, out, weights.addAll(bias), padded, code(layer.activation()), zero);
    }

    private void affine(DenseLayer layer, int in, int out, int bias, int biasStride, int activation, int shift) {
        int padded = padded(layer.outputs());
        float[] weight = new float[layer.inputs() * padded];
        for (int i = 0; i < layer.inputs(); i++) {
            System.arraycopy(layer.weight(), i * layer.outputs(), weight, i * padded, layer.outputs());
        }
        passes.add(padded / 4, SamplingKernel.AFFINE, in, layer.inputs(), out, layer.outputs(), weights.addAll(weight), bias,
                biasStride, activation, shift);
    }

    private static int code(Activation activation) {
        return switch (activation) {
            case IDENTITY -> SamplingKernel.IDENTITY;
            case TANH -> SamplingKernel.TANH;
            case RELU -> SamplingKernel.RELU;
            case SIGMOID -> SamplingKernel.SIGMOID;
            case SOFTPLUS -> SamplingKernel.SOFTPLUS;
        };
    }

    /** The passes that weigh samples. */
    PassList weighing() {
        return passes;
    }

    /** The passes that evaluate drawn samples. */
    PassList drawing() {
        return drawing;
    }

    /** Floats of scratch for each lane. */
    int scratchRows() {
        return scratchRows;
    }

    /** Sets everything that depends on the network alone. */
    void install(SamplingKernel kernel) {
        kernel.weights = weights.toArray();
        kernel.layout = layout();
        kernel.latent = network.latent();
        kernel.features = network.features();
        kernel.columns = network.columns();
        kernel.startLogWeight = (float) -Math.log(network.categories());
        kernel.missingnessWeight = network.missingnessWeight();
        kernel.scaleMatrix = scaleMatrix;
        kernel.constantStd = constantStd;
        kernel.constantLogStd = constantLogStd;
        kernel.degreesMatrix = degreesMatrix;
        kernel.sampledAveraging = network.averaging() == Averaging.SAMPLED_VALUE ? 1 : 0;
    }

    private int[] layout() {
        int features = network.features();
        int[] layout = new int[3 * features + network.columns() + 1];
        int end = features;
        for (int e = features - 1; e >= 0; e--) {
            int column = network.column(e);
            layout[e] = switch (network.kind(e)) {
                case GAUSSIAN -> SamplingKernel.GAUSSIAN;
                case BERNOULLI -> SamplingKernel.BERNOULLI;
                case CATEGORICAL -> SamplingKernel.CATEGORICAL;
                case STUDENT_T -> SamplingKernel.STUDENT_T;
            };
            layout[features + e] = column;
            layout[2 * features + e] = end;
            layout[3 * features + column] = e;
            if (e == 0 || network.column(e - 1) != column) {
                end = e;
            }
        }
        layout[3 * features + network.columns()] = features;
        return layout;
    }
}

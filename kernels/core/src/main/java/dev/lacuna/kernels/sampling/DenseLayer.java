package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.LayerWeights;
import java.util.Objects;

/**
 * y[. x outputs] = activation(x[. x inputs] weight[inputs x outputs] + bias[outputs]), frozen. The arrays are copied in; those
 * returned are the layer's own and are not to be written.
 */
public record DenseLayer(int inputs, int outputs, float[] weight, float[] bias, Activation activation) {

    public DenseLayer {
        Objects.requireNonNull(activation, "activation");
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException("a layer has at least one input and output, not " + inputs + " and " + outputs);
        }
        weight = Checks.copy("weight", weight, (long) inputs * outputs);
        bias = Checks.copy("bias", bias, outputs);
    }

    /** A layer without activation. */
    public static DenseLayer linear(int inputs, int outputs, float[] weight, float[] bias) {
        return new DenseLayer(inputs, outputs, weight, bias, Activation.IDENTITY);
    }

    /** The weights as {@link Kernels#layer} reads them. */
    LayerWeights packed() {
        return new LayerWeights(inputs, outputs, weight);
    }

    /** This layer with weight and bias negated: turns logits of P(missing) into logits of P(observed). Linear layers only. */
    public DenseLayer negated() {
        if (activation != Activation.IDENTITY) {
            throw new IllegalStateException("only a linear layer can be negated, not one with " + activation);
        }
        float[] w = weight.clone();
        float[] b = bias.clone();
        for (int i = 0; i < w.length; i++) {
            w[i] = -w[i];
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = -b[i];
        }
        return linear(inputs, outputs, w, b);
    }

    /** The columns from {@code first} to {@code first + count - 1} as a layer of their own: one head of a stacked output. */
    public DenseLayer columns(int first, int count) {
        Objects.checkFromIndexSize(first, count, outputs);
        float[] w = new float[inputs * count];
        float[] b = new float[count];
        for (int i = 0; i < inputs; i++) {
            System.arraycopy(weight, i * outputs + first, w, i * count, count);
        }
        System.arraycopy(bias, first, b, 0, count);
        return new DenseLayer(inputs, count, w, b, activation);
    }
}

package dev.lacuna.kernels;

import java.util.Objects;

/**
 * The weights of one dense layer, packed once for all its products: strips of {@value #STRIP} outputs, [inputs x 8] each, so
 * that a step of the innermost loop reads one half line of the cache. The last strip is filled up with zeros.
 */
public final class LayerWeights {
    static final int STRIP = 8;

    final int inputs;
    final int outputs;
    final float[] strips;

    /** Packs weight[inputs x outputs], which is copied. */
    public LayerWeights(int inputs, int outputs, float[] weight) {
        Objects.checkFromIndexSize(0, inputs * outputs, weight.length);
        this.inputs = inputs;
        this.outputs = outputs;
        strips = new float[(outputs + STRIP - 1) / STRIP * STRIP * inputs];
        for (int r = 0; r < outputs; r++) {
            for (int k = 0; k < inputs; k++) {
                strips[at(r, k)] = weight[k * outputs + r];
            }
        }
    }

    /** Index of the weight from input k to output r. */
    int at(int r, int k) {
        return (r / STRIP * inputs + k) * STRIP + r % STRIP;
    }

    public int inputs() { return inputs; }

    public int outputs() { return outputs; }
}

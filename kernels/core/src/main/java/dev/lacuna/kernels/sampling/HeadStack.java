package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.LayerWeights;
import java.util.ArrayList;
import java.util.List;

/** All linear heads of a network as one product; output c of a head that starts at row r is row r + c of {@link #out}. */
final class HeadStack {
    private final Kernels kernels;
    private final List<DenseLayer> heads = new ArrayList<>();
    private final int capacity;
    private final int[] noOffset;
    private int rows;
    private LayerWeights weights;
    private float[] bias;
    private float[] out;

    HeadStack(Kernels kernels, int capacity) {
        this.kernels = kernels;
        this.capacity = capacity;
        noOffset = new int[capacity / Kernels.PANEL];
    }

    /** Adds a head and returns the offset of its first output's row in {@link #out}. */
    int add(DenseLayer head) {
        heads.add(head);
        rows += head.outputs();
        return (rows - head.outputs()) * capacity;
    }

    /** No head is added after this. */
    void build() {
        int inputs = heads.get(0).inputs();
        float[] weight = new float[inputs * rows];
        bias = new float[rows];
        out = new float[rows * capacity];
        int column = 0;
        for (DenseLayer head : heads) {
            for (int i = 0; i < inputs; i++) {
                System.arraycopy(head.weight(), i * head.outputs(), weight, i * rows + column, head.outputs());
            }
            System.arraycopy(head.bias(), 0, bias, column, head.outputs());
            column += head.outputs();
        }
        weights = new LayerWeights(inputs, rows, weight);
    }

    /** Outputs [rows x capacity]. */
    float[] out() {
        return out;
    }

    /** trunk lies in panels. */
    void run(int panels, float[] trunk) {
        kernels.layer(weights, bias, noOffset, Activation.IDENTITY, panels, trunk, out, Kernels.PANEL, capacity);
    }
}

package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.DenseLayer;
import java.util.ArrayList;
import java.util.List;

/** Trained parameters by name, read only: what a part freezes itself from. */
public record Weights(Parameters parameters) {

    /** A parameter's elements in row-major order; the array is the parameter's own. */
    public float[] values(String name) {
        return parameters.get(name).value().data;
    }

    public DenseLayer layer(String name, Activation activation) {
        Parameter weight = parameters.get(name + ".weight");
        return new DenseLayer(weight.rows(), weight.columns(), weight.value().data, values(name + ".bias"), activation);
    }

    /** Layers {@code prefix.0} to {@code prefix.(count - 1)}, the last one with its own activation. */
    public List<DenseLayer> layers(String prefix, int count, Activation hidden, Activation last) {
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) layers.add(layer(prefix + "." + i, i < count - 1 ? hidden : last));
        return layers;
    }

    /** The layers one after the other on x[rows x inputs]. A row's result does not depend on the other rows. */
    public static float[] forward(List<DenseLayer> layers, int rows, float[] x) {
        float[] input = x;
        for (DenseLayer layer : layers) {
            float[] output = new float[rows * layer.outputs()];
            Kernels.get().affine(rows, layer.outputs(), layer.inputs(), input, 0, layer.inputs(), layer.weight(), 0,
                    layer.outputs(), layer.bias(), 0, layer.activation(), output, 0, layer.outputs());
            input = output;
        }
        return input;
    }
}

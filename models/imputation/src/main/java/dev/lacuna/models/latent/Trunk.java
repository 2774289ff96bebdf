package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.Weights;
import java.util.Arrays;
import java.util.List;

/**
 * The decoder's hidden layers z[. x H] -> t[. x width], {@code activation} after each: {@code trunk.0}, {@code trunk.1}, ... With
 * no layer the heads read z and the decoder is linear, which is probabilistic principal components.
 */
record Trunk(List<Integer> widths, Activation activation) {

    Trunk {
        widths = List.copyOf(widths);
    }

    /** The width of what the heads read. */
    int width(int latent) {
        return widths.isEmpty() ? latent : widths.get(widths.size() - 1);
    }

    void declare(Declarations initial, int latent) {
        int width = latent;
        for (int i = 0; i < widths.size(); i++) {
            initial.affine("trunk." + i, width, widths.get(i));
            width = widths.get(i);
        }
    }

    Var record(Graph graph, Var z) {
        Var output = z;
        for (int i = 0; i < widths.size(); i++) output = graph.affine(output, "trunk." + i, activation);
        return output;
    }

    /**
     * As the sampler takes it, reading the whole z[latent]: rows of 0 for the last {@code unread} ones. Where the heads read z
     * itself, a layer of ones and zeros picks their part, which changes no bit.
     */
    List<DenseLayer> freeze(Weights weights, int latent, int unread) {
        List<DenseLayer> layers = weights.layers("trunk", widths.size(), activation, activation);
        if (unread == 0) return layers;
        int read = latent - unread;
        if (layers.isEmpty()) {
            float[] pick = new float[latent * read];
            for (int h = 0; h < read; h++) pick[h * read + h] = 1;
            return List.of(DenseLayer.linear(latent, read, pick, new float[read]));
        }
        DenseLayer first = layers.get(0);
        float[] padded = Arrays.copyOf(first.weight(), latent * first.outputs());
        layers.set(0, new DenseLayer(latent, first.outputs(), padded, first.bias(), activation));
        return layers;
    }
}

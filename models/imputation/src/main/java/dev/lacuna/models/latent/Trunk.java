package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.Weights;
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

    List<DenseLayer> freeze(Weights weights) {
        return weights.layers("trunk", widths.size(), activation, activation);
    }
}

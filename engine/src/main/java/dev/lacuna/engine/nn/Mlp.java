package dev.lacuna.engine.nn;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Affine layers one after the other, named {@code name.0}, {@code name.1}, ... */
public record Mlp(List<Dense> layers) {
    public Mlp {
        layers = List.copyOf(layers);
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
                throw new IllegalArgumentException("Layer " + i + " takes " + layers.get(i).inputs()
                        + " inputs, the layer before gives "
                        + layers.get(i - 1).outputs());
            }
        }
    }

    /**
     * A network through {@code sizes} (inputs, hidden widths, outputs): the hidden activation after each layer but the last,
     * which is linear.
     */
    public static Mlp create(Parameters parameters, String name, int[] sizes, Activation hidden, Initialiser initialiser,
            long seed) {
        return create(parameters, name, sizes, hidden, Activation.IDENTITY, initialiser, seed);
    }

    /**
     * As {@link #create(Parameters, String, int[], Activation, Initialiser, long)}, with an activation after the last layer too.
     */
    public static Mlp create(Parameters parameters, String name, int[] sizes, Activation hidden, Activation last,
            Initialiser initialiser, long seed) {
        if (sizes.length < 2) {
            throw new IllegalArgumentException("Network " + name + " needs inputs and outputs; given sizes: "
                    + Arrays.toString(sizes));
        }
        List<Dense> layers = new ArrayList<>();
        for (int i = 0; i + 1 < sizes.length; i++) {
            Activation activation = i + 2 < sizes.length ? hidden : last;
            layers.add(Dense.create(parameters, name + "." + i, sizes[i], sizes[i + 1], activation, initialiser, seed));
        }
        return new Mlp(layers);
    }

    /** [m x outputs] of x [m x inputs]; x itself where there are no layers. */
    public Var apply(Var x) {
        Var y = x;
        for (Dense layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** Collects a model's parameters with their initial values, in order. What a parameter gets depends on the seed and its name. */
final class Initialiser {
    private final long seed;
    private final Map<String, FMatrixRMaj> values = new LinkedHashMap<>();

    Initialiser(long seed) {
        this.seed = seed;
    }

    Map<String, FMatrixRMaj> values() {
        return values;
    }

    /** An affine layer {@code name.weight} [inputs x outputs], Glorot uniform, and {@code name.bias} [outputs], zero. */
    void affine(String name, int inputs, int outputs) {
        uniform(name + ".weight", inputs, outputs, Math.sqrt(6.0 / (inputs + outputs)));
        constant(name + ".bias", 1, outputs, 0);
    }

    /** As {@link #affine}, with a bias of one's own. */
    void affine(String name, int inputs, float[] bias) {
        uniform(name + ".weight", inputs, bias.length, Math.sqrt(6.0 / (inputs + bias.length)));
        add(name + ".bias", new FMatrixRMaj(1, bias.length, true, bias));
    }

    /** Uniform on -bound to bound. */
    void uniform(String name, int rows, int columns, double bound) {
        float[] data = new float[rows * columns];
        Kernels.get().uniform(Philox.key(seed, "initial " + name), 0, 0, data, 0, data.length);
        for (int i = 0; i < data.length; i++) data[i] = (float) (bound * (2.0 * data[i] - 1));
        add(name, new FMatrixRMaj(rows, columns, true, data));
    }

    void constant(String name, int rows, int columns, double value) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        Arrays.fill(matrix.data, (float) value);
        add(name, matrix);
    }

    private void add(String name, FMatrixRMaj matrix) {
        if (values.putIfAbsent(name, matrix) != null) throw new IllegalStateException("parameter " + name + " is declared twice");
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.kernels.Kernels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** Collects a model's parameters with their initial values, in order. What a parameter gets depends on the seed and its name. */
final class Initialiser {
    private static final int FNV_PRIME = 0x01000193;
    private static final int FNV_BASIS = 0x811c9dc5;

    private final long key;
    private final Map<String, FMatrixRMaj> values = new LinkedHashMap<>();

    /** {@code key} names the random sequence. */
    Initialiser(long key) {
        this.key = key;
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
        Kernels.get().uniform(key, stream(name), 0, data, 0, data.length);
        for (int i = 0; i < data.length; i++) data[i] = (float) (bound * (2.0 * data[i] - 1));
        add(name, new FMatrixRMaj(rows, columns, true, data));
    }

    void constant(String name, int rows, int columns, double value) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        java.util.Arrays.fill(matrix.data, (float) value);
        add(name, matrix);
    }

    private void add(String name, FMatrixRMaj matrix) {
        if (values.putIfAbsent(name, matrix) != null) throw new IllegalStateException("parameter " + name + " is declared twice");
    }

    /** FNV-1a of the name: any fixed injective-enough map will do, the names of one model being few. */
    private static long stream(String name) {
        int hash = FNV_BASIS;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ b) * FNV_PRIME;
        return hash & 0xffffffffL;
    }
}

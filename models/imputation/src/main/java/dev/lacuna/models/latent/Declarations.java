package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.nn.Initialiser;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/** Collects a model's parameters with their initial values, in order. What a parameter gets depends on the seed and its name. */
final class Declarations {
    private final long seed;
    private final Parameters parameters = new Parameters();

    Declarations(long seed) {
        this.seed = seed;
    }

    Parameters parameters() {
        return parameters;
    }

    /** An affine layer {@code name.weight} [inputs x outputs], Glorot uniform, and {@code name.bias} [1 x outputs], zero. */
    void affine(String name, int inputs, int outputs) {
        affine(name, inputs, new float[outputs]);
    }

    /** As {@link #affine(String, int, int)}, with a bias of one's own. */
    void affine(String name, int inputs, float[] bias) {
        uniform(name + ".weight", inputs, bias.length, Math.sqrt(6.0 / (inputs + bias.length)));
        parameters.add(Parameter.of(name + ".bias", new FMatrixRMaj(1, bias.length, true, bias.clone())));
    }

    /** Uniform on -bound to bound. */
    void uniform(String name, int rows, int columns, double bound) {
        Initialiser.uniform(parameters.add(name, rows, columns), bound, seed);
    }

    void constant(String name, int rows, int columns, double value) {
        Arrays.fill(parameters.add(name, rows, columns).value().data, (float) value);
    }
}

package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.nn.Initialiser;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/** Collects a model's parameters with their initial values, in order. What a parameter gets depends on the seed and its name. */
public final class Declarations {
    private final long seed;
    private final Parameters parameters = new Parameters();

    public Declarations(long seed) {
        this.seed = seed;
    }

    public Parameters parameters() {
        return parameters;
    }

    /** An affine layer {@code name.weight} [inputs x outputs], Glorot uniform, and {@code name.bias} [1 x outputs], zero. */
    public void affine(String name, int inputs, int outputs) {
        affine(name, inputs, new float[outputs]);
    }

    /** As {@link #affine(String, int, int)}, with a bias of one's own. */
    public void affine(String name, int inputs, float[] bias) {
        uniform(name + ".weight", inputs, bias.length, Math.sqrt(6.0 / (inputs + bias.length)));
        row(name + ".bias", bias);
    }

    /** As {@link #affine(String, int, int)}, the weight normal with variance 2 / (inputs + outputs): Glorot normal. */
    public void normalAffine(String name, int inputs, int outputs) {
        normal(name + ".weight", inputs, outputs, Math.sqrt(2.0 / (inputs + outputs)));
        constant(name + ".bias", 1, outputs, 0);
    }

    /** Normal with mean 0. */
    public void normal(String name, int rows, int columns, double std) {
        Initialiser.normal(parameters.add(name, rows, columns), std, seed);
    }

    /** Uniform on -bound to bound. */
    public void uniform(String name, int rows, int columns, double bound) {
        Initialiser.uniform(parameters.add(name, rows, columns), bound, seed);
    }

    /** One row of given values. */
    public void row(String name, float[] values) {
        parameters.add(Parameter.of(name, new FMatrixRMaj(1, values.length, true, values.clone())));
    }

    public void constant(String name, int rows, int columns, double value) {
        Arrays.fill(parameters.add(name, rows, columns).value().data, (float) value);
    }
}

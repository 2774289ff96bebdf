package dev.lacuna.engine.nn;

import dev.lacuna.autodiff.Affine;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;

/**
 * An affine layer with an activation: Y[m x outputs] = activation(X[m x inputs] W + b).
 *
 * @param weight [inputs x outputs]
 * @param bias [1 x outputs]
 */
public record Dense(Parameter weight, Parameter bias, Activation activation) {
    public Dense {
        if (bias.rows() != 1 || bias.columns() != weight.columns()) {
            throw new IllegalArgumentException("A weight " + weight + " needs a bias [1 x " + weight.columns() + "]; given: "
                    + bias);
        }
    }

    /** Adds {@code name.weight} and {@code name.bias} and gives them their initial values. */
    public static Dense create(Parameters parameters, String name, int inputs, int outputs, Activation activation,
            Initialiser initialiser, long seed) {
        Parameter weight = parameters.add(name + ".weight", inputs, outputs);
        Parameter bias = parameters.add(name + ".bias", 1, outputs);
        initialiser.weight(weight, seed);
        initialiser.bias(bias, inputs, seed);
        return new Dense(weight, bias, activation);
    }

    /** The layer whose parameters {@code name.weight} and {@code name.bias} exist already. */
    public static Dense of(Parameters parameters, String name, Activation activation) {
        return new Dense(parameters.get(name + ".weight"), parameters.get(name + ".bias"), activation);
    }

    /** [m x outputs] of x [m x inputs], recorded on the tape of x. */
    public Var apply(Var x) {
        return Affine.of(x, x.tape().parameter(weight), x.tape().parameter(bias), activation);
    }

    public int inputs() {
        return weight.rows();
    }

    public int outputs() {
        return weight.columns();
    }
}

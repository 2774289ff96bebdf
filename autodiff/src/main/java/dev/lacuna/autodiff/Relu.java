package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;

/** y = max(x, 0), element by element; dx = g where y > 0. */
public final class Relu extends Operation {
    private Relu(Var x) {
        super(x.rows(), x.columns(), x);
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Relu(x).record();
    }

    @Override protected void forward() {
        kernels().relu(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        kernels().activationBackward(Activation.RELU, out(), 0, outGradient(), 0, gradient(0), 0, size(), accumulates(0));
    }
}

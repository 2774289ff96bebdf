package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;

/** y = 1 / (1 + e^-x), element by element; dx = g y (1 - y). */
public final class Sigmoid extends Operation {
    private Sigmoid(Var x) {
        super(x.rows(), x.columns(), x);
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Sigmoid(x).record();
    }

    @Override protected void forward() {
        kernels().sigmoid(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        kernels().activationBackward(Activation.SIGMOID, out(), 0, outGradient(), 0, gradient(0), 0, size(), accumulates(0));
    }
}

package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;

/** y = tanh x, element by element; dx = g (1 - y²). */
public final class Tanh extends Operation {
    private Tanh(Var x) {
        super(x.rows(), x.columns(), x);
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Tanh(x).record();
    }

    @Override protected void forward() {
        kernels().tanh(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        kernels().activationBackward(Activation.TANH, out(), 0, outGradient(), 0, gradient(0), 0, size(), accumulates(0));
    }
}

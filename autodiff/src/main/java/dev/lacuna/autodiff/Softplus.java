package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;

/** y = log(1 + e^x), element by element; dx = g (1 - e^-y). */
public final class Softplus extends Operation {
    private Softplus(Var x) {
        super(x.rows(), x.columns(), x);
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Softplus(x).record();
    }

    @Override protected void forward() {
        kernels().softplus(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        kernels().activationBackward(Activation.SOFTPLUS, out(), 0, outGradient(), 0, gradient(0), 0, size(), accumulates(0));
    }
}

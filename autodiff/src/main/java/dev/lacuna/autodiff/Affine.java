package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;

/**
 * Y[m x n] = activation(X[m x k] W[k x n] + b[1 x n]): a layer of a network, one pass over the output.
 *
 * <p>With P = G · activation'(Y): dX = P Wᵀ, dW = Xᵀ P, db = the column sums of P, rows ascending.
 */
public final class Affine extends Operation {
    private static final int PRE_ACTIVATION = FIRST_FREE_SLOT;

    private final Activation activation;

    private Affine(Var x, Var weight, Var bias, Activation activation) {
        super(x.rows(), weight.columns(), x, weight, bias);
        if (x.columns() != weight.rows() || bias.rows() != 1 || bias.columns() != weight.columns()) {
            throw new IllegalArgumentException("Affine: x " + x + ", weight " + weight + " and bias " + bias
                    + " do not fit; x [m x k] needs a weight [k x n] and a bias [1 x n]");
        }
        this.activation = activation;
        if (activation != Activation.IDENTITY) {
            reserve(PRE_ACTIVATION, size());
        }
    }

    /** [m x n]. */
    public static Var of(Var x, Var weight, Var bias, Activation activation) {
        return new Affine(x, weight, bias, activation).record();
    }

    @Override protected void forward() {
        int n = columns();
        int k = input(0).columns();
        kernels().affine(rows(), n, k, value(0), 0, k, value(1), 0, n, value(2), 0, activation, out(), 0, n);
    }

    @Override protected void backward() {
        int m = rows();
        int n = columns();
        int k = input(0).columns();
        float[] p = outGradient();
        if (activation != Activation.IDENTITY) {
            p = scratch(PRE_ACTIVATION);
            kernels().activationBackward(activation, out(), 0, outGradient(), 0, p, 0, m * n, false);
        }
        if (wants(0)) {
            kernels().multiplyRightTransposed(m, k, n, p, 0, n, value(1), 0, n, gradient(0), 0, k, accumulates(0));
        }
        if (wants(1)) {
            kernels().multiplyLeftTransposed(k, n, m, value(0), 0, k, p, 0, n, gradient(1), 0, n, accumulates(1));
        }
        if (wants(2)) {
            kernels().columnSums(m, n, p, 0, n, gradient(2), 0, accumulates(2));
        }
    }
}

package dev.lacuna.autodiff;

/** Y[m x n] = A[m x k] B[k x n]; dA = G Bᵀ, dB = Aᵀ G. */
public final class MatMul extends Operation {
    private MatMul(Var a, Var b) {
        super(a.rows(), b.columns(), a, b);
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException("MatMul: the columns of " + a + " are not the rows of " + b);
        }
    }

    /** [m x n]. */
    public static Var of(Var a, Var b) {
        return new MatMul(a, b).record();
    }

    @Override protected void forward() {
        int k = input(0).columns();
        kernels().multiply(rows(), columns(), k, value(0), 0, k, value(1), 0, columns(), out(), 0, columns(), false);
    }

    @Override protected void backward() {
        int m = rows();
        int n = columns();
        int k = input(0).columns();
        if (wants(0)) {
            kernels().multiplyRightTransposed(m, k, n, outGradient(), 0, n, value(1), 0, n, gradient(0), 0, k, accumulates(0));
        }
        if (wants(1)) {
            kernels().multiplyLeftTransposed(k, n, m, value(0), 0, k, outGradient(), 0, n, gradient(1), 0, n, accumulates(1));
        }
    }
}

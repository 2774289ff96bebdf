package dev.lacuna.autodiff;

/** y[r] = Σ_c x[r, c]; dx[r, c] = g[r]. */
public final class RowSum extends Operation {
    private RowSum(Var x) {
        super(x.rows(), 1, x);
    }

    /** [rows x 1]. */
    public static Var of(Var x) {
        return new RowSum(x).record();
    }

    @Override protected void forward() {
        int n = input(0).columns();
        kernels().rowSums(rows(), n, value(0), 0, n, out(), 0);
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = input(0).columns();
        boolean add = accumulates(0);
        for (int r = 0; r < rows(); r++) {
            for (int i = r * n, end = i + n; i < end; i++) {
                d[i] = add ? d[i] + g[r] : g[r];
            }
        }
    }
}

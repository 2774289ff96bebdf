package dev.lacuna.autodiff;

/** y = log(1 + x), element by element, x > -1; dx = g / (1 + x). */
public final class Log1p extends Operation {
    private Log1p(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Log1p(x).record();
    }

    @Override protected void forward() {
        kernels().log1p(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] x = value(0);
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = g[i] / (1 + x[i]);
        }
        contribute(0);
    }
}

package dev.lacuna.autodiff;

/** y = log x, element by element, x > 0; dx = g / x. */
public final class Log extends Operation {
    private Log(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Log(x).record();
    }

    @Override protected void forward() {
        kernels().log(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] x = value(0);
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = g[i] / x[i];
        }
        contribute(0);
    }
}

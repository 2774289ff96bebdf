package dev.lacuna.autodiff;

/** y = e^x, element by element; dx = g y. */
public final class Exp extends Operation {
    private Exp(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Exp(x).record();
    }

    @Override protected void forward() {
        kernels().exp(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] y = out();
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = g[i] * y[i];
        }
        contribute(0);
    }
}

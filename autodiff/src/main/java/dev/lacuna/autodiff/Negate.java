package dev.lacuna.autodiff;

/** y = -x; dx = -g. */
public final class Negate extends Operation {
    private Negate(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Negate(x).record();
    }

    @Override protected void forward() {
        int n = size();
        float[] x = value(0);
        float[] y = out();
        for (int i = 0; i < n; i++) {
            y[i] = -x[i];
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = -g[i];
        }
        contribute(0);
    }
}

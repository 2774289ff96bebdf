package dev.lacuna.autodiff;

/** y = a b, element by element with broadcasting; da = g b, db = g a. */
public final class Multiply extends Operation {
    private Multiply(Var a, Var b) {
        super(Broadcast.rows(a, b), Broadcast.columns(a, b), a, b);
        reserveBroadcast();
    }

    /** [rows x columns] of the larger operand; the other is repeated. */
    public static Var of(Var a, Var b) {
        return new Multiply(a, b).record();
    }

    @Override protected void forward() {
        float[] a = expanded(0);
        float[] b = expanded(1);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }

    @Override protected void backward() {
        if (wants(0)) {
            float[] g = outGradient();
            float[] other = expanded(1);
            float[] d = contribution(0);
            int n = size();
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * other[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            float[] g = outGradient();
            float[] other = expanded(0);
            float[] d = contribution(1);
            int n = size();
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * other[i];
            }
            contribute(1);
        }
    }
}

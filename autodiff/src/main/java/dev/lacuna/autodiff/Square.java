package dev.lacuna.autodiff;

/** y = x², element by element; dx = 2 g x. */
public final class Square extends Operation {
    private Square(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new Square(x).record();
    }

    @Override protected void forward() {
        int n = size();
        float[] x = value(0);
        float[] y = out();
        for (int i = 0; i < n; i++) {
            y[i] = x[i] * x[i];
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] x = value(0);
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = 2 * g[i] * x[i];
        }
        contribute(0);
    }
}

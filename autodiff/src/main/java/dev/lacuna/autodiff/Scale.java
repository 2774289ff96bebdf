package dev.lacuna.autodiff;

/** y = factor x + shift with constant numbers; dx = factor g. */
public final class Scale extends Operation {
    private final float factor;
    private final float shift;

    private Scale(Var x, double factor, double shift) {
        super(x.rows(), x.columns(), x);
        this.factor = (float) factor;
        this.shift = (float) shift;
        reserveBroadcast();
    }

    /** [rows x columns] of x: factor x. */
    public static Var of(Var x, double factor) {
        return new Scale(x, factor, 0).record();
    }

    /** [rows x columns] of x: factor x + shift. */
    public static Var of(Var x, double factor, double shift) {
        return new Scale(x, factor, shift).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = factor * x[i] + shift;
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = factor * g[i];
        }
        contribute(0);
    }
}

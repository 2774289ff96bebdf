package dev.lacuna.autodiff;

/** y = min(max(x, low), high); dx = g where low &lt;= x &lt;= high and 0 outside. */
public final class Clamp extends Operation {
    private final float low;
    private final float high;

    private Clamp(Var x, double low, double high) {
        super(x.rows(), x.columns(), x);
        if (!(low <= high)) {
            throw new IllegalArgumentException("Clamp: the range is empty: " + low + " to " + high);
        }
        this.low = (float) low;
        this.high = (float) high;
        reserveBroadcast();
    }

    /** [rows x columns] of x. */
    public static Var of(Var x, double low, double high) {
        return new Clamp(x, low, high).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = Math.min(Math.max(x[i], low), high);
        }
    }

    @Override protected void backward() {
        float[] x = value(0);
        float[] g = outGradient();
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = x[i] >= low && x[i] <= high ? g[i] : 0;
        }
        contribute(0);
    }
}

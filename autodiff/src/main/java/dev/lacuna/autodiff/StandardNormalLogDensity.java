package dev.lacuna.autodiff;

/** y = -x² / 2 - log(2π) / 2, element by element; dx = -g x. */
public final class StandardNormalLogDensity extends Operation {
    private static final float HALF_LOG_TWO_PI = 0.9189385332046727f;

    private StandardNormalLogDensity(Var x) {
        super(x.rows(), x.columns(), x);
        reserveBroadcast();
    }

    /** [rows x columns] of x; a loss sums the columns in double, {@link RowSum} in float. */
    public static Var of(Var x) {
        return new StandardNormalLogDensity(x).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = -0.5f * x[i] * x[i] - HALF_LOG_TWO_PI;
        }
    }

    @Override protected void backward() {
        float[] x = value(0);
        float[] g = outGradient();
        float[] d = contribution(0);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = -g[i] * x[i];
        }
        contribute(0);
    }
}

package dev.lacuna.autodiff;

/**
 * y = -(x - mean)² e^(-logVariance) / 2 - logVariance / 2 - log(2π) / 2, element by element with broadcasting.
 *
 * <p>With t = (x - mean) e^(-logVariance): dX = -g t, dMean = g t, dLogVariance = g (t (x - mean) - 1) / 2.
 */
public final class DiagonalGaussianLogDensity extends Operation {
    private static final float HALF_LOG_TWO_PI = 0.9189385332046727f;

    /** e^(-logVariance) of the last forward pass. */
    private final float[] precision;

    private DiagonalGaussianLogDensity(Var x, Var mean, Var logVariance) {
        super(Broadcast.rows(x, mean, logVariance), Broadcast.columns(x, mean, logVariance), x, mean, logVariance);
        reserveBroadcast();
        precision = new float[size()];
    }

    /** [rows x columns] of the largest operand. */
    public static Var of(Var x, Var mean, Var logVariance) {
        return new DiagonalGaussianLogDensity(x, mean, logVariance).record();
    }

    @Override protected void forward() {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] logVariance = expanded(2);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            precision[i] = -logVariance[i];
        }
        kernels().exp(precision, 0, precision, 0, n);
        for (int i = 0; i < n; i++) {
            float r = x[i] - mean[i];
            y[i] = -0.5f * (r * r * precision[i] + logVariance[i]) - HALF_LOG_TWO_PI;
        }
    }

    @Override protected void backward() {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] g = outGradient();
        int n = size();
        if (wants(0)) {
            float[] d = contribution(0);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * (mean[i] - x[i]) * precision[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            float[] d = contribution(1);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * (x[i] - mean[i]) * precision[i];
            }
            contribute(1);
        }
        if (wants(2)) {
            float[] d = contribution(2);
            for (int i = 0; i < n; i++) {
                float r = x[i] - mean[i];
                d[i] = 0.5f * g[i] * (r * r * precision[i] - 1);
            }
            contribute(2);
        }
    }
}

package dev.lacuna.autodiff;

/**
 * y = KL(N(mean, e^logVariance) || N(priorMean, e^priorLogVariance)), element by element with broadcasting.
 *
 * <p>y = (p - l + (e^l + (m - m0)²) e^-p - 1) / 2 with l the log-variance and p the prior's. With q = e^-p: dM = g (m - m0) q,
 * dL = g (e^(l-p) - 1) / 2, dM0 = -dM, dP = g (1 - (e^l + (m - m0)²) q) / 2.
 */
public final class GaussianKl extends Operation {
    /** e^-p and e^(l - p) of the last forward pass; the latter stays finite where e^l alone would not. */
    private final float[] precision;
    private final float[] ratio;

    private GaussianKl(Var mean, Var logVariance, Var priorMean, Var priorLogVariance) {
        super(Broadcast.rows(mean, logVariance, priorMean, priorLogVariance),
                Broadcast.columns(mean, logVariance, priorMean, priorLogVariance),
                mean, logVariance, priorMean, priorLogVariance);
        reserveBroadcast();
        precision = new float[size()];
        ratio = new float[size()];
    }

    /** [rows x columns] of the largest operand. */
    public static Var of(Var mean, Var logVariance, Var priorMean, Var priorLogVariance) {
        return new GaussianKl(mean, logVariance, priorMean, priorLogVariance).record();
    }

    /** [rows x columns], against the standard normal. */
    public static Var of(Var mean, Var logVariance) {
        Var zero = mean.tape().constant(0);
        return of(mean, logVariance, zero, zero);
    }

    @Override protected void forward() {
        float[] m = expanded(0);
        float[] l = expanded(1);
        float[] m0 = expanded(2);
        float[] p = expanded(3);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            precision[i] = -p[i];
            ratio[i] = l[i] - p[i];
        }
        kernels().exp(precision, 0, precision, 0, n);
        kernels().exp(ratio, 0, ratio, 0, n);
        for (int i = 0; i < n; i++) {
            float r = m[i] - m0[i];
            y[i] = 0.5f * (p[i] - l[i] + ratio[i] + r * r * precision[i] - 1);
        }
    }

    @Override protected void backward() {
        float[] m = expanded(0);
        float[] m0 = expanded(2);
        float[] g = outGradient();
        int n = size();
        if (wants(0)) {
            float[] d = contribution(0);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * (m[i] - m0[i]) * precision[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            float[] d = contribution(1);
            for (int i = 0; i < n; i++) {
                d[i] = 0.5f * g[i] * (ratio[i] - 1);
            }
            contribute(1);
        }
        if (wants(2)) {
            float[] d = contribution(2);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * (m0[i] - m[i]) * precision[i];
            }
            contribute(2);
        }
        if (wants(3)) {
            float[] d = contribution(3);
            for (int i = 0; i < n; i++) {
                float r = m[i] - m0[i];
                d[i] = 0.5f * g[i] * (1 - ratio[i] - r * r * precision[i]);
            }
            contribute(3);
        }
    }
}

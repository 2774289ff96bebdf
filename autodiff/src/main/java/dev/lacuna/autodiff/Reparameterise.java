package dev.lacuna.autodiff;

/**
 * z = mean + exp(logVariance / 2) · noise: a draw from a diagonal Gaussian as a function of its parameters.
 *
 * <p>noise [K*B x H] is standard normal; mean and logVariance [B x H] repeat over the samples. dMean = g,
 * dLogVariance = g · noise · exp(logVariance / 2) / 2. Source: Kingma and Welling, Auto-Encoding Variational Bayes, 2014,
 * section 2.4.
 */
public final class Reparameterise extends Operation {
    private static final int STD = FIRST_FREE_SLOT;

    /** exp(logVariance / 2) of the last forward pass, at the shape of logVariance. */
    private final float[] std;

    private Reparameterise(Var mean, Var logVariance, Var noise) {
        super(Broadcast.rows(mean, logVariance, noise), Broadcast.columns(mean, logVariance, noise), mean, logVariance, noise);
        reserveBroadcast();
        reserve(STD, size());
        std = new float[logVariance.size()];
    }

    /** [K*B x H]. */
    public static Var of(Var mean, Var logVariance, Var noise) {
        return new Reparameterise(mean, logVariance, noise).record();
    }

    @Override protected void forward() {
        float[] logVariance = value(1);
        for (int i = 0; i < std.length; i++) {
            std[i] = 0.5f * logVariance[i];
        }
        kernels().exp(std, 0, std, 0, std.length);
        float[] mean = expanded(0);
        float[] noise = expanded(2);
        float[] s = expandedStd();
        float[] z = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            z[i] = mean[i] + s[i] * noise[i];
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        int n = size();
        if (wants(0)) {
            contribute(0, g);
        }
        if (wants(1)) {
            float[] noise = expanded(2);
            float[] s = expandedStd();
            float[] d = contribution(1);
            for (int i = 0; i < n; i++) {
                d[i] = 0.5f * g[i] * s[i] * noise[i];
            }
            contribute(1);
        }
        if (wants(2)) {
            float[] s = expandedStd();
            float[] d = contribution(2);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * s[i];
            }
            contribute(2);
        }
    }

    private float[] expandedStd() {
        if (std.length == size()) {
            return std;
        }
        float[] full = scratch(STD);
        Broadcast.expand(std, input(1).rows(), input(1).columns(), full, rows(), columns());
        return full;
    }
}

package dev.lacuna.autodiff;

/**
 * y = -noise² / 2 - logVariance / 2 - log(2π) / 2: the log-density of z = mean + exp(logVariance / 2) noise under its own
 * Gaussian.
 *
 * <p>The gradients through z and through the mean cancel exactly; what is left is dLogVariance = -g / 2. Computing the same
 * from z ({@link DiagonalGaussianLogDensity}) leaves the rounding errors of two large numbers of opposite sign.
 */
public final class ReparameterisedLogDensity extends Operation {
    private static final float HALF_LOG_TWO_PI = 0.9189385332046727f;

    private ReparameterisedLogDensity(Var noise, Var logVariance) {
        super(Broadcast.rows(noise, logVariance), Broadcast.columns(noise, logVariance), noise, logVariance);
        if (noise.needsGradient()) {
            throw new IllegalArgumentException("ReparameterisedLogDensity: the noise is a constant, not a function of a parameter");
        }
        reserveBroadcast();
    }

    /** [K*B x H] of noise [K*B x H] and logVariance, broadcast. */
    public static Var of(Var noise, Var logVariance) {
        return new ReparameterisedLogDensity(noise, logVariance).record();
    }

    @Override protected void forward() {
        float[] noise = expanded(0);
        float[] logVariance = expanded(1);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = -0.5f * (noise[i] * noise[i] + logVariance[i]) - HALF_LOG_TWO_PI;
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = contribution(1);
        int n = size();
        for (int i = 0; i < n; i++) {
            d[i] = -0.5f * g[i];
        }
        contribute(1);
    }
}

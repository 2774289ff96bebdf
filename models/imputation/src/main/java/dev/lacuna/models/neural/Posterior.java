package dev.lacuna.models.neural;

import dev.lacuna.kernels.Kernels;

/**
 * A diagonal Gaussian for each row, mean and log-variance [rows x H], or a mixture of M, [M x rows x H].
 *
 * @param logVariance clamped
 * @param logShare log π [M x rows] of a mixture; empty for one Gaussian
 */
public record Posterior(int latent, float[] mean, float[] logVariance, double[] logShare) {

    public Posterior(int latent, float[] mean, float[] logVariance) {
        this(latent, mean, logVariance, new double[0]);
    }

    /** Takes [rows x 2H] apart, mean first, and clamps the log-variance to -clamp to clamp. */
    public static Posterior split(float[] both, int latent, double clamp) {
        int rows = both.length / (2 * latent);
        float[] mean = new float[rows * latent];
        float[] logVariance = new float[rows * latent];
        float limit = (float) clamp;
        for (int row = 0; row < rows; row++) {
            for (int h = 0; h < latent; h++) {
                mean[row * latent + h] = both[row * 2 * latent + h];
                logVariance[row * latent + h] = Math.max(-limit, Math.min(limit, both[row * 2 * latent + latent + h]));
            }
        }
        return new Posterior(latent, mean, logVariance);
    }

    /**
     * Takes [rows x 2 M H] apart, the M means first, and clamps the log-variances to -clamp to clamp.
     *
     * @param shareLogits [rows x M], of which π is the softmax
     */
    public static Posterior mixture(float[] both, float[] shareLogits, int components, int latent, double clamp) {
        Posterior wide = split(both, components * latent, clamp);
        int rows = shareLogits.length / components;
        double[] logShare = new double[shareLogits.length];
        double[] logTotal = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int m = 0; m < components; m++) logShare[m * rows + row] = shareLogits[row * components + m];
        }
        Kernels.get().logSumExpColumns(components, rows, logShare, 0, rows, logTotal, 0);
        // A share near 1 may come out above it by a rounding.
        for (int i = 0; i < logShare.length; i++) logShare[i] = Math.min(0, logShare[i] - logTotal[i % rows]);
        return new Posterior(latent, stacked(wide.mean, rows, components, latent),
                stacked(wide.logVariance, rows, components, latent), logShare);
    }

    /** [rows x M x H] as [M x rows x H]. */
    private static float[] stacked(float[] wide, int rows, int components, int latent) {
        float[] stacked = new float[wide.length];
        for (int row = 0; row < rows; row++) {
            for (int m = 0; m < components; m++) {
                System.arraycopy(wide, (row * components + m) * latent, stacked, (m * rows + row) * latent, latent);
            }
        }
        return stacked;
    }

    /** KL(row i of p || row j of q) = 1/2 Σ_h (l_q - l_p + (exp(l_p) + (m_p - m_q)²) exp(-l_q) - 1), in nats. */
    public static double divergence(Posterior p, int i, Posterior q, int j) {
        double sum = 0;
        for (int h = 0; h < p.latent; h++) {
            double logP = p.logVariance[i * p.latent + h];
            double logQ = q.logVariance[j * q.latent + h];
            double distance = (double) p.mean[i * p.latent + h] - q.mean[j * q.latent + h];
            sum += logQ - logP + (StrictMath.exp(logP) + distance * distance) * StrictMath.exp(-logQ) - 1;
        }
        return sum / 2;
    }
}

package dev.lacuna.models.neural;

/**
 * A diagonal Gaussian for each row: mean and log-variance [rows x H].
 *
 * @param logVariance clamped
 */
public record Posterior(int latent, float[] mean, float[] logVariance) {

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

package dev.lacuna.models.latent;

/**
 * A diagonal Gaussian for each row: mean and log-variance [rows x H].
 *
 * @param logVariance clamped
 */
record Posterior(int latent, float[] mean, float[] logVariance) {

    /** Takes [rows x 2H] apart, mean first, and clamps the log-variance to -clamp to clamp. */
    static Posterior split(float[] both, int latent, double clamp) {
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
     * KL[this row || a row of another], in nats: 1/2 Σ_h ( l' - l + (e^l + (m - m')²) e^-l' - 1 ), never below 0 but for rounding.
     */
    double divergence(int row, Posterior other, int otherRow) {
        double sum = 0;
        for (int h = 0; h < latent; h++) {
            double l = logVariance[row * latent + h];
            double reference = other.logVariance[otherRow * latent + h];
            double shift = (double) mean[row * latent + h] - other.mean[otherRow * latent + h];
            sum += reference - l + StrictMath.exp(l - reference) + shift * shift * StrictMath.exp(-reference) - 1;
        }
        return 0.5 * sum;
    }
}

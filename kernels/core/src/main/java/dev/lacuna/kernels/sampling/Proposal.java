package dev.lacuna.kernels.sampling;

/** A row's latent draws z ~ q(z | row, category), and what prior and proposal add to their log-weights. */
final class Proposal {
    private final SamplingRequest request;
    private final int latent;
    private final int categories;
    /** All [categories x latent]. */
    private final float[] mean;
    private final float[] std;
    private final float[] priorMean;
    private final float[] priorInverseStd;
    private final double[] constant;

    Proposal(FrozenNetwork network, SamplingRequest request) {
        this.request = request;
        latent = network.latent();
        categories = network.categories();
        mean = new float[categories * latent];
        std = new float[mean.length];
        priorMean = new float[mean.length];
        priorInverseStd = new float[mean.length];
        constant = new double[categories];
    }

    void start(int row) {
        for (int c = 0; c < categories; c++) {
            double halfLogRatio = 0;
            for (int h = 0; h < latent; h++) {
                int i = c * latent + h;
                int source = (c * request.rows() + row) * latent + h;
                float logVariance = request.posteriorLogVariance()[source];
                float priorLogVariance = 0;
                priorMean[i] = 0;
                if (request.prior() instanceof LatentPrior.PerRow prior) {
                    priorMean[i] = prior.mean()[row * latent + h];
                    priorLogVariance = prior.logVariance()[row * latent + h];
                } else if (request.prior() instanceof LatentPrior.PerCategory prior) {
                    priorMean[i] = prior.mean()[i];
                    priorLogVariance = prior.logVariance()[i];
                }
                mean[i] = request.posteriorMean()[source];
                std[i] = (float) StrictMath.exp(0.5 * logVariance);
                priorInverseStd[i] = (float) StrictMath.exp(-0.5 * priorLogVariance);
                halfLogRatio += 0.5 * ((double) logVariance - priorLogVariance);
            }
            constant[c] = halfLogRatio - StrictMath.log(categories);
        }
    }

    /**
     * Draws a chunk and starts its log-weights: log p(c) + log p(z | c) - log q(z | row, c) = -ln C + Σ (l_q - l_p) / 2
     * + Σ (eps² - ((z - m_p) / s_p)²) / 2, the constants of the two densities cancelling.
     */
    void draw(SampleBlock block, int chunk, NoiseStreams noise) {
        int category = block.category[chunk];
        int stride = block.latentStride;
        int from = block.offset[chunk];
        float[] z = block.z;
        noise.latent(block.row[chunk].index, category, block.first[chunk], block.count[chunk], z, from * stride);
        int parameters = category * latent;
        for (int s = from, end = from + block.count[chunk]; s < end; s++) {
            double sum = 0;
            for (int h = 0; h < latent; h++) {
                float eps = z[s * stride + h];
                float value = mean[parameters + h] + std[parameters + h] * eps;
                float standard = (value - priorMean[parameters + h]) * priorInverseStd[parameters + h];
                z[s * stride + h] = value;
                sum += (double) eps * eps - (double) standard * standard;
            }
            block.logWeight[s] = constant[category] + 0.5 * sum;
        }
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/** A row's latent draws z ~ q(z | row, category), and what prior and proposal add to their log-weights. */
final class Proposal {
    private final Kernels kernels;
    private final SamplingRequest request;
    private final int latent;
    private final int categories;
    /** All [categories x latent]. */
    private final float[] mean;
    private final float[] std;
    private final float[] priorMean;
    private final float[] priorInverseStd;
    private final double[] constant;

    Proposal(Kernels kernels, FrozenNetwork network, SamplingRequest request) {
        this.kernels = kernels;
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
        int from = block.offset[chunk];
        int count = block.count[chunk];
        noise.latent(block.row[chunk].index, category, block.first[chunk], count, block.z, from);
        block.start(chunk, constant[category] + block.row[chunk].observedTerm[category]);
        for (int s = 0; s < count; s += Kernels.PANEL) {
            kernels.drawNormal(latent, mean, std, priorMean, priorInverseStd, category * latent, block.z, (from + s) * latent,
                    Kernels.PANEL, block.high, block.low, from + s, Math.min(Kernels.PANEL, count - s));
        }
    }
}

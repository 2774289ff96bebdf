package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

/**
 * A row's latent draws z ~ q(z | row, stratum), and what prior and proposal add to their log-weights. A stratum is a category of
 * the network or a component of the posterior.
 */
final class Proposal {
    private final Kernels kernels;
    private final SamplingRequest request;
    private final int latent;
    private final int strata;
    private final int components;
    /** All [strata x latent]. */
    private final float[] mean;
    private final float[] std;
    private final float[] logVariance;
    private final float[] priorMean;
    private final float[] priorInverseStd;
    private final double[] constant;
    /** Of a mixture: log π; and of a chunk's samples Σ eps² and log π_j N_j(z) up to a constant, [components x chunk]. */
    private final double[] logShare;
    private final double[] ownSquares;
    private final double[] joint;
    private final double[] logDensity;

    Proposal(Kernels kernels, FrozenNetwork network, SamplingRequest request) {
        this.kernels = kernels;
        this.request = request;
        latent = network.latent();
        strata = request.strata(network);
        components = request.components();
        mean = new float[strata * latent];
        std = new float[mean.length];
        logVariance = new float[mean.length];
        priorMean = new float[mean.length];
        priorInverseStd = new float[mean.length];
        constant = new double[strata];
        int mixed = components > 1 ? ImportanceSampler.CHUNK : 0;
        logShare = new double[components];
        ownSquares = new double[mixed];
        joint = new double[components * mixed];
        logDensity = new double[mixed];
    }

    void start(int row) {
        for (int c = 0; c < strata; c++) {
            double halfLogRatio = 0;
            for (int h = 0; h < latent; h++) {
                int i = c * latent + h;
                int source = (c * request.rows() + row) * latent + h;
                logVariance[i] = request.posteriorLogVariance()[source];
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
                std[i] = (float) StrictMath.exp(0.5 * logVariance[i]);
                priorInverseStd[i] = (float) StrictMath.exp(-0.5 * priorLogVariance);
                halfLogRatio += 0.5 * ((double) logVariance[i] - priorLogVariance);
            }
            if (components > 1) {
                logShare[c] = request.posteriorLogShare()[c * request.rows() + row];
                constant[c] = halfLogRatio + logShare[c];
            } else {
                constant[c] = halfLogRatio - StrictMath.log(strata);
            }
        }
    }

    /**
     * Draws a chunk and starts its log-weights: log p(c) + log p(z | c) - log q(z | row, c) = -ln C + Σ (l_q - l_p) / 2
     * + Σ (eps² - ((z - m_p) / s_p)²) / 2, the constants of the two densities cancelling.
     * Of a mixture log π_m + log p(z) - log Σ_j π_j q_j(z): summed over components, the mean weight estimates the same as one
     * Gaussian's.
     */
    void draw(SampleBlock block, int chunk, NoiseStreams noise) {
        int stratum = block.stratum[chunk];
        int from = block.offset[chunk];
        int count = block.count[chunk];
        noise.latent(block.row[chunk].index, stratum, block.first[chunk], count, block.z, from);
        for (int s = 0; s < ownSquares.length && s < count; s++) {
            ownSquares[s] = squares(block.z, SampleBlock.inPanels(latent, from + s));
        }
        block.start(chunk, constant[stratum] + block.row[chunk].observedTerm[block.category[chunk]]);
        for (int s = 0; s < count; s += Kernels.PANEL) {
            kernels.drawNormal(latent, mean, std, priorMean, priorInverseStd, stratum * latent, block.z, (from + s) * latent,
                    Kernels.PANEL, block.high, block.low, from + s, Math.min(Kernels.PANEL, count - s));
        }
        if (components > 1) {
            weighMixture(block, stratum, from, count);
        }
    }

    private double squares(float[] noise, int at) {
        double sum = 0;
        for (int h = 0; h < latent; h++) {
            double eps = noise[at + h * Kernels.PANEL];
            sum += eps * eps;
        }
        return sum;
    }

    /** Puts the mixture's density in the place of the draw's own component's: + log q_m(z) - log Σ_j π_j q_j(z). */
    private void weighMixture(SampleBlock block, int own, int from, int count) {
        for (int j = 0; j < components; j++) {
            double logVariances = 0;
            for (int h = 0; h < latent; h++) {
                logVariances += logVariance[j * latent + h];
            }
            for (int s = 0; s < count; s++) {
                double squares = j == own ? ownSquares[s] : distance(j, block.z, SampleBlock.inPanels(latent, from + s));
                double density = -0.5 * (squares + logVariances);
                joint[j * ImportanceSampler.CHUNK + s] = logShare[j] + density;
                if (j == own) {
                    block.logWeight[from + s] += density;
                }
            }
        }
        kernels.logSumExpColumns(components, count, joint, 0, ImportanceSampler.CHUNK, logDensity, 0);
        for (int s = 0; s < count; s++) {
            block.logWeight[from + s] -= logDensity[s];
        }
    }

    /** Σ ((z - mean) / std)² of a component. */
    private double distance(int component, float[] z, int at) {
        double sum = 0;
        for (int h = 0; h < latent; h++) {
            int i = component * latent + h;
            double standard = ((double) z[at + h * Kernels.PANEL] - mean[i]) / std[i];
            sum += standard * standard;
        }
        return sum;
    }
}

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
    /** log π of each component, and of a chunk's samples log π_m + log N_m(z) up to a constant, [components x chunk]. */
    private final double[] logShare;
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
        logShare = new double[components];
        joint = new double[components > 1 ? components * ImportanceSampler.CHUNK : 0];
        logDensity = new double[components > 1 ? ImportanceSampler.CHUNK : 0];
    }

    void start(int row) {
        for (int c = 0; c < strata; c++) {
            double halfLogRatio = 0;
            double halfLogPrior = 0;
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
                halfLogPrior -= 0.5 * priorLogVariance;
            }
            if (components > 1) {
                logShare[c] = request.posteriorLogShare()[c * request.rows() + row];
                constant[c] = logShare[c] + halfLogPrior;
            } else {
                constant[c] = halfLogRatio - StrictMath.log(strata);
            }
        }
    }

    /**
     * Draws a chunk and starts its log-weights: log p(c) + log p(z | c) - log q(z | row, c) = -ln C + Σ (l_q - l_p) / 2
     * + Σ (eps² - ((z - m_p) / s_p)²) / 2, the constants of the two densities cancelling. Of a mixture log π_m + log p(z)
     * - log Σ_j π_j q_j(z): summed over components, the mean weight estimates the same as one Gaussian's.
     */
    void draw(SampleBlock block, int chunk, NoiseStreams noise) {
        int stratum = block.stratum[chunk];
        int stride = block.latentStride;
        int from = block.offset[chunk];
        int count = block.count[chunk];
        float[] z = block.z;
        noise.latent(block.row[chunk].index, stratum, block.first[chunk], count, z, from * stride);
        int parameters = stratum * latent;
        for (int s = from, end = from + count; s < end; s++) {
            double ownSquares = 0;
            double sum = 0;
            for (int h = 0; h < latent; h++) {
                float eps = z[s * stride + h];
                float value = mean[parameters + h] + std[parameters + h] * eps;
                float standard = (value - priorMean[parameters + h]) * priorInverseStd[parameters + h];
                z[s * stride + h] = value;
                ownSquares += (double) eps * eps;
                sum += (double) eps * eps - (double) standard * standard;
            }
            block.logWeight[s] = constant[stratum] + 0.5 * sum;
            if (components > 1) {
                block.logWeight[s] -= 0.5 * ownSquares;
                weighComponents(stratum, ownSquares, z, s * stride, s - from);
            }
        }
        if (components > 1) {
            kernels.logSumExpColumns(components, count, joint, 0, ImportanceSampler.CHUNK, logDensity, 0);
            for (int s = 0; s < count; s++) {
                block.logWeight[from + s] -= logDensity[s];
            }
        }
    }

    /** log π_j - Σ (l_j + ((z - m_j) / s_j)²) / 2 of every component; of the draw's own one with its noise. */
    private void weighComponents(int own, double ownSquares, float[] z, int at, int column) {
        for (int j = 0; j < components; j++) {
            double squares = j == own ? ownSquares : 0;
            double logVariances = 0;
            for (int h = 0; h < latent; h++) {
                int i = j * latent + h;
                logVariances += logVariance[i];
                if (j != own) {
                    double standard = ((double) z[at + h] - mean[i]) / std[i];
                    squares += standard * standard;
                }
            }
            joint[j * ImportanceSampler.CHUNK + column] = logShare[j] - 0.5 * (squares + logVariances);
        }
    }
}

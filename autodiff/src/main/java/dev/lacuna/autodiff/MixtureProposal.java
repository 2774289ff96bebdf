package dev.lacuna.autodiff;

import java.util.Arrays;

/**
 * log(M π_m) - log q(z), q = Σ_m π_m N(mean_m, diag exp logVariance_m): what draws from a mixture add to their log-weights when
 * each of its M components is drawn from equally often, in strata.
 *
 * <p>z [K·M·B x H] = mean + exp(logVariance / 2) · noise, row (k M + m) B + b being draw k of component m of row b; mean and
 * logVariance [M·B x H]; logits [B x M] with π = softmax(logits). The mean of exp(y) p(z) over the K·M draws of a row is
 * Σ_m π_m / K Σ_k p(z_km) / q(z_km), an unbiased estimate for every K, and no component is chosen at random. Sources: Morningstar
 * and others, Automatic Differentiation Variational Inference with Mixtures, AISTATS 2021; Simkus and Gutmann 2024.
 *
 * <p>A draw's density under its own component is written with the noise ({@link ReparameterisedLogDensity}); under the others
 * with z. With ρ_j the share of component j in q(z): dLogits_j = g (1[j = m] - ρ_j), and -g ρ_j times the gradient of log N_j
 * for the rest. All sums are double.
 */
public final class MixtureProposal extends Operation {
    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
    private static final int Z = 0;
    private static final int MEAN = 1;
    private static final int LOG_VARIANCE = 2;
    private static final int LOGITS = 3;
    private static final int NOISE = 4;

    private final int components;
    private final int batchRows;
    private final int latent;
    private final float[] precision;
    /** log π [M x B]. */
    private final double[] logShare;
    private final double[] logTotal;
    /** log π_j + log N_j(z), [M x rows]; in the backward pass ρ. */
    private final double[] joint;
    private final double[] logDensity;

    private MixtureProposal(Var z, Var mean, Var logVariance, Var logits, Var noise) {
        super(z.rows(), 1, z, mean, logVariance, logits, noise);
        components = logits.columns();
        batchRows = logits.rows();
        latent = z.columns();
        int parameterRows = components * batchRows;
        if (z.rows() % parameterRows != 0 || mean.rows() != parameterRows || logVariance.rows() != parameterRows
                || mean.columns() != latent || logVariance.columns() != latent || noise.rows() != z.rows()
                || noise.columns() != latent || noise.needsGradient()) {
            throw new IllegalArgumentException("MixtureProposal: z " + z + ", mean " + mean + ", log-variance " + logVariance
                    + ", logits " + logits + " and the noise " + noise + ", a constant, do not fit");
        }
        precision = new float[mean.size()];
        logShare = new double[parameterRows];
        logTotal = new double[batchRows];
        joint = new double[components * z.rows()];
        logDensity = new double[z.rows()];
    }

    /** [K·M·B x 1]. */
    public static Var of(Var z, Var mean, Var logVariance, Var logits, Var noise) {
        return new MixtureProposal(z, mean, logVariance, logits, noise).record();
    }

    @Override protected void forward() {
        prepare();
        int rows = rows();
        for (int i = 0; i < rows; i++) {
            int own = i / batchRows % components;
            int b = i % batchRows;
            for (int j = 0; j < components; j++) {
                joint[j * rows + i] = logShare[j * batchRows + b] + (j == own ? ownLogDensity(i, j, b) : logDensity(i, j, b));
            }
        }
        kernels().logSumExpColumns(components, rows, joint, 0, rows, logDensity, 0);
        double logComponents = StrictMath.log(components);
        float[] y = out();
        for (int i = 0; i < rows; i++) {
            y[i] = (float) (logComponents + logShare[i % (components * batchRows)] - logDensity[i]);
        }
    }

    private void prepare() {
        float[] logVariance = value(LOG_VARIANCE);
        for (int i = 0; i < precision.length; i++) {
            precision[i] = -logVariance[i];
        }
        kernels().exp(precision, 0, precision, 0, precision.length);
        float[] logits = value(LOGITS);
        for (int b = 0; b < batchRows; b++) {
            for (int j = 0; j < components; j++) {
                logShare[j * batchRows + b] = logits[b * components + j];
            }
        }
        kernels().logSumExpColumns(components, batchRows, logShare, 0, batchRows, logTotal, 0);
        for (int i = 0; i < logShare.length; i++) {
            logShare[i] -= logTotal[i % batchRows];
        }
    }

    private double ownLogDensity(int row, int component, int b) {
        float[] noise = value(NOISE);
        float[] logVariance = value(LOG_VARIANCE);
        int p = (component * batchRows + b) * latent;
        double sum = 0;
        for (int h = 0; h < latent; h++) {
            double eps = noise[row * latent + h];
            sum += eps * eps + logVariance[p + h];
        }
        return -0.5 * sum - latent * HALF_LOG_TWO_PI;
    }

    private double logDensity(int row, int component, int b) {
        float[] z = value(Z);
        float[] mean = value(MEAN);
        float[] logVariance = value(LOG_VARIANCE);
        int p = (component * batchRows + b) * latent;
        double sum = 0;
        for (int h = 0; h < latent; h++) {
            double distance = (double) z[row * latent + h] - mean[p + h];
            sum += distance * distance * precision[p + h] + logVariance[p + h];
        }
        return -0.5 * sum - latent * HALF_LOG_TWO_PI;
    }

    @Override protected void backward() {
        int rows = rows();
        for (int j = 0; j < components; j++) {
            for (int i = 0; i < rows; i++) {
                joint[j * rows + i] -= logDensity[i];
            }
        }
        kernels().exp(joint, 0, joint, 0, joint.length);
        for (int input = Z; input <= LOGITS; input++) {
            if (wants(input)) {
                if (!accumulates(input)) {
                    Arrays.fill(gradient(input), 0);
                }
                backward(input);
            }
        }
    }

    private void backward(int input) {
        float[] d = gradient(input);
        float[] g = outGradient();
        int rows = rows();
        for (int i = 0; i < rows; i++) {
            int own = i / batchRows % components;
            int b = i % batchRows;
            for (int j = 0; j < components; j++) {
                double share = joint[j * rows + i];
                int p = (j * batchRows + b) * latent;
                float scale = (float) (g[i] * share);
                switch (input) {
                    case LOGITS -> d[b * components + j] += (float) (g[i] * ((j == own ? 1 : 0) - share));
                    case LOG_VARIANCE -> {
                        if (j == own) addConstant(d, p, 0.5f * scale);
                        else addToLogVariance(d, p, i * latent, scale);
                    }
                    case MEAN -> {
                        if (j != own) addStandardised(d, p, i * latent, p, -scale);
                    }
                    default -> {
                        if (j != own) addStandardised(d, i * latent, i * latent, p, scale);
                    }
                }
            }
        }
    }

    private void addConstant(float[] d, int to, float c) {
        for (int h = 0; h < latent; h++) {
            d[to + h] += c;
        }
    }

    private void addToLogVariance(float[] d, int p, int row, float scale) {
        float[] z = value(Z);
        float[] mean = value(MEAN);
        for (int h = 0; h < latent; h++) {
            float distance = z[row + h] - mean[p + h];
            d[p + h] -= 0.5f * scale * (distance * distance * precision[p + h] - 1);
        }
    }

    private void addStandardised(float[] d, int to, int row, int p, float scale) {
        float[] z = value(Z);
        float[] mean = value(MEAN);
        for (int h = 0; h < latent; h++) {
            d[to + h] += scale * (z[row + h] - mean[p + h]) * precision[p + h];
        }
    }
}

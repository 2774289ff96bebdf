package dev.lacuna.models.mixture;

/** The closed-form Gaussian classifier of rows with known class: LDA (pooled, divisor n) or QDA (divisor n_i). */
final class LabelledMoments {
    /** Ridge of a covariance from too few rows, relative to its mean variance (spec 1.7 S1). */
    private static final double RIDGE = 1e-6;

    private LabelledMoments() {}

    /** Maximum-likelihood estimate from the rows with label ≥ 0; every class must have one. Exact where it exists. */
    static GaussianMixture exact(PartlyLabelled sample, Covariances structure, int classes) {
        return estimate(sample, structure, classes, 0, 0, new double[classes][]);
    }

    /**
     * A start that always exists: π = (n_i + ½) / (n + g/2), class covariances pooled where n_i ≤ p + 1, ridge 1e-6.
     *
     * @param centres means for classes without a label, null elsewhere
     */
    static GaussianMixture start(PartlyLabelled sample, Covariances structure, int classes, double[][] centres) {
        return estimate(sample, structure, classes, 0.5, RIDGE, centres);
    }

    private static GaussianMixture estimate(PartlyLabelled sample, Covariances structure, int g, double prior, double ridge,
            double[][] centres) {
        int p = sample.columns();
        int[] count = sample.labelCounts(g);
        double[][] mean = new double[g][p];
        int labelled = 0;
        for (int j = 0; j < sample.rows(); j++) {
            int z = sample.label(j);
            if (z >= 0) {
                labelled++;
                for (int c = 0; c < p; c++) {
                    mean[z][c] += sample.feature(j, c) / count[z];
                }
            }
        }
        double[] weight = new double[g];
        for (int k = 0; k < g; k++) {
            weight[k] = (count[k] + prior) / (labelled + prior * g);
            if (count[k] == 0 && centres[k] != null) {
                mean[k] = centres[k].clone();
            }
        }
        double[][] scatter = new double[g][p * p];
        double[] pooled = new double[p * p];
        for (int j = 0; j < sample.rows(); j++) {
            int z = sample.label(j);
            if (z < 0) {
                continue;
            }
            for (int a = 0; a < p; a++) {
                double d = sample.feature(j, a) - mean[z][a];
                for (int b = structure.diagonal() ? a : 0; b <= a; b++) {
                    scatter[z][a * p + b] += d * (sample.feature(j, b) - mean[z][b]);
                }
            }
        }
        for (int k = 0; k < g; k++) {
            for (int i = 0; i < p * p; i++) {
                pooled[i] += scatter[k][i] / Math.max(labelled, 1);
            }
        }
        if (ridge > 0 && labelled - g < p) {
            // too few labels for any covariance: shrink to the unit matrix of standardised features
            for (int i = 0; i < p; i++) {
                for (int j = 0; j <= i; j++) {
                    pooled[i * p + j] = 0.5 * pooled[i * p + j] + (i == j ? 0.5 : 0);
                }
            }
        }
        double[][] covariance = new double[structure.matrices(g)][];
        for (int m = 0; m < covariance.length; m++) {
            double[] s = pooled.clone();
            boolean own = !structure.shared() && (ridge == 0 || count[m] > (structure.diagonal() ? 2 : p + 1));
            for (int i = 0; i < p * p && own; i++) {
                s[i] = scatter[m][i] / count[m];
            }
            double trace = 0;
            for (int i = 0; i < p; i++) {
                trace += s[i * p + i];
            }
            for (int i = 0; i < p; i++) {
                s[i * p + i] += ridge * trace / p;
                for (int j = 0; j < i; j++) {
                    s[j * p + i] = s[i * p + j];
                }
            }
            covariance[m] = s;
        }
        return GaussianMixture.of(structure, weight, mean, covariance);
    }
}

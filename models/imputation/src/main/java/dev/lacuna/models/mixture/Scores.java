package dev.lacuna.models.mixture;

import java.util.Arrays;

/** s_k = ∂l_k / ∂θ of one row, for every class, in the unconstrained coordinates of the class model (spec 1.6). */
final class Scores {
    private final Coordinates at;
    private final Densities densities;
    private final double[] weights;
    /** [g x mechanismStart]. */
    final double[][] byClass;

    Scores(Coordinates at, double[] x) {
        this.at = at;
        densities = new Densities(at, x);
        weights = at.weights(x);
        byClass = new double[at.classes()][at.mechanismStart()];
    }

    /** Fills {@link #byClass} for features y [p] from {@code offset}. */
    void at(double[] y, int offset) {
        int p = at.columns();
        int entries = at.structure().entries(p);
        double[] u = new double[p];
        double[] w = new double[p];
        for (int k = 0; k < at.classes(); k++) {
            double[] s = byClass[k];
            Arrays.fill(s, 0);
            for (int i = 0; i < at.classes() - 1; i++) {
                s[i] = (i == k ? 1 : 0) - weights[i];
            }
            double[] inverse = densities.lowerInverse[densities.matrix(k)];
            double[] lower = densities.lower[densities.matrix(k)];
            for (int i = 0; i < p; i++) {
                u[i] = 0;
                for (int j = 0; j <= i; j++) {
                    u[i] += inverse[i * p + j] * (y[offset + j] - densities.means[k * p + j]);
                }
            }
            for (int j = 0; j < p; j++) {
                w[j] = 0;
                for (int i = j; i < p; i++) {
                    w[j] += inverse[i * p + j] * u[i];
                }
                s[at.means() + k * p + j] = w[j];
            }
            int entry = at.covariances() + densities.matrix(k) * entries;
            for (int i = 0; i < p; i++) {
                for (int j = at.structure().diagonal() ? i : 0; j <= i; j++) {
                    // (w uᵀ - L⁻ᵀ)_ij; the diagonal times L_ii for its logarithm
                    s[entry++] = i == j ? w[i] * u[i] * lower[i * p + i] - 1 : w[i] * u[j];
                }
            }
        }
    }

    /** out = Σ c_k s_k, added. */
    void combine(double[] c, double[] out) {
        for (int k = 0; k < byClass.length; k++) {
            double v = c[k];
            for (int i = 0; i < byClass[k].length && v != 0; i++) {
                out[i] += v * byClass[k][i];
            }
        }
    }
}

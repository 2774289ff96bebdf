package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Posterior;
import java.util.Arrays;

/**
 * A g-class Gaussian mixture: weights [g], means [g x p], covariances [g x p x p] (the same matrix g times where shared).
 *
 * <p>Immutable and safe to share between threads. Classifies by the largest posterior (Bayes rule).
 */
public final class GaussianMixture {
    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

    private final Covariances structure;
    private final double[] weights;
    private final double[][] means;
    private final double[][] lower;
    private final double[][] lowerInverse;
    private final double[] logNormaliser;

    private GaussianMixture(Covariances structure, double[] weights, double[][] means, double[][] lower) {
        this.structure = structure;
        this.weights = weights;
        this.means = means;
        this.lower = lower;
        int p = means[0].length;
        lowerInverse = new double[lower.length][];
        logNormaliser = new double[weights.length];
        for (int m = 0; m < lower.length; m++) {
            lowerInverse[m] = Cholesky.invertLower(lower[m], p);
        }
        for (int k = 0; k < weights.length; k++) {
            double logDeterminant = 0;
            for (int i = 0; i < p; i++) {
                logDeterminant += StrictMath.log(lower[matrix(k)][i * p + i]);
            }
            logNormaliser[k] = StrictMath.log(weights[k]) - logDeterminant - p * HALF_LOG_TWO_PI;
        }
    }

    /**
     * A mixture from natural parameters.
     *
     * @param covariances one row-major matrix [p*p] for each class, or a single one where {@code structure} shares it
     * @throws IllegalArgumentException for sizes that do not fit, weights that do not sum to one, a matrix that is not positive
     * definite
     */
    public static GaussianMixture of(Covariances structure, double[] weights, double[][] means, double[][] covariances) {
        int g = weights.length;
        if (g == 0 || means.length != g || covariances.length != structure.matrices(g)) {
            throw new IllegalArgumentException("given " + g + " weights, " + means.length + " means and " + covariances.length
                    + " covariances; " + structure + " needs as many means as weights, and " + structure.matrices(g)
                            + " covariances");
        }
        int p = means[0].length;
        double sum = 0;
        for (double w : weights) {
            if (!(w >= 0)) {
                throw new IllegalArgumentException("class weights must be 0 or more; given " + Arrays.toString(weights));
            }
            sum += w;
        }
        if (Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException("class weights must sum to 1; given " + Arrays.toString(weights));
        }
        double[][] copy = new double[g][];
        for (int k = 0; k < g; k++) {
            if (means[k].length != p) {
                throw new IllegalArgumentException("mean of class " + k + " has " + means[k].length + " entries; class 0 has "
                        + p);
            }
            copy[k] = means[k].clone();
        }
        double[][] lower = new double[covariances.length][];
        for (int m = 0; m < lower.length; m++) {
            if (covariances[m].length != p * p) {
                throw new IllegalArgumentException("covariance " + m + " has " + covariances[m].length + " entries; needs "
                        + p * p);
            }
            lower[m] = Cholesky.lower(covariances[m], p);
            if (lower[m].length == 0) {
                throw new IllegalArgumentException("covariance " + m + " is not positive definite: "
                        + Arrays.toString(covariances[m]));
            }
        }
        return new GaussianMixture(structure, weights.clone(), copy, lower);
    }

    static GaussianMixture ofCholesky(Covariances structure, double[] weights, double[][] means, double[][] lower) {
        return new GaussianMixture(structure, weights, means, lower);
    }

    public Covariances structure() {
        return structure;
    }

    public int classes() {
        return weights.length;
    }

    public int columns() {
        return means[0].length;
    }

    public double weight(int k) {
        return weights[k];
    }

    public double[] mean(int k) {
        return means[k].clone();
    }

    /** The covariance of class k, row-major [p*p]. */
    public double[] covariance(int k) {
        return Cholesky.square(lower[matrix(k)], columns());
    }

    double[] lower(int k) {
        return lower[matrix(k)];
    }

    private int matrix(int k) {
        return structure.shared() ? 0 : k;
    }

    /** Fills and updates {@code out} with the class posterior at features y [p], starting at {@code offset}. */
    public void posterior(double[] y, int offset, Posterior out) {
        int p = columns();
        for (int k = 0; k < weights.length; k++) {
            double[] inverse = lowerInverse[matrix(k)];
            double[] mean = means[k];
            double square = 0;
            for (int i = 0; i < p; i++) {
                double u = 0;
                for (int j = 0; j <= i; j++) {
                    u += inverse[i * p + j] * (y[offset + j] - mean[j]);
                }
                square += u * u;
            }
            out.logJoint[k] = logNormaliser[k] - 0.5 * square;
        }
        out.update();
    }

    /** Class probabilities [g] at one row of features [p]. */
    public double[] probabilities(double[] y) {
        if (y.length != columns()) {
            throw new IllegalArgumentException("a row has " + y.length + " features; the mixture was fitted on " + columns());
        }
        Posterior at = new Posterior(classes());
        posterior(y, 0, at);
        return at.probability.clone();
    }

    /** The class with the largest posterior at one row of features [p]. */
    public int classify(double[] y) {
        double[] probability = probabilities(y);
        int best = 0;
        for (int k = 1; k < probability.length; k++) {
            if (probability[k] > probability[best]) {
                best = k;
            }
        }
        return best;
    }

    /**
     * (β₀, β) of the linear log-odds of class 0 against class 1, d = β₀ + βᵀy (spec 1.1).
     *
     * @throws IllegalStateException unless there are two classes with a shared covariance
     */
    public double[] discriminant() {
        if (classes() != 2 || !structure.shared()) {
            throw new IllegalStateException("a linear discriminant needs two classes with one covariance; this mixture has "
                    + classes() + " classes, " + structure);
        }
        int p = columns();
        double[] inverse = Cholesky.inverse(covariance(0), p);
        double[] beta = new double[p + 1];
        beta[0] = StrictMath.log(weights[0]) - StrictMath.log(weights[1]);
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                beta[i + 1] += inverse[i * p + j] * (means[0][j] - means[1][j]);
            }
        }
        for (int i = 0; i < p; i++) {
            beta[0] -= 0.5 * beta[i + 1] * (means[0][i] + means[1][i]);
        }
        return beta;
    }

    /** In the units y = centre + scale · x, where this mixture is in units of x. */
    GaussianMixture rescaled(double[] centre, double[] scale) {
        int p = columns();
        double[][] newMeans = new double[classes()][p];
        double[][] newLower = new double[lower.length][p * p];
        for (int i = 0; i < p; i++) {
            for (int k = 0; k < newMeans.length; k++) {
                newMeans[k][i] = centre[i] + scale[i] * means[k][i];
            }
            for (int m = 0; m < lower.length; m++) {
                for (int j = 0; j <= i; j++) {
                    newLower[m][i * p + j] = scale[i] * lower[m][i * p + j];
                }
            }
        }
        return new GaussianMixture(structure, weights.clone(), newMeans, newLower);
    }
}

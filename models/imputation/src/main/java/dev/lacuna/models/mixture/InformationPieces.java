package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Expected information about θ, summed over weighted feature rows; labels and missingness are averaged exactly at each row.
 *
 * <p>J = I_CC - D + I_M (spec 2.1): I_CC what complete labels would give, D what the missing labels take away, I_M what the
 * pattern of missing labels gives back after the mechanism's own parameters are paid for. Any class count, mechanism and
 * covariance.
 */
final class InformationPieces {
    private final Coordinates at;
    private final Scores scores;
    private final RowTerm term;
    private final Posterior posterior;
    private final GaussianMixture mixture;
    private final int theta;
    private final double[] complete;
    private final double[] ignorable;
    private final double[] joint;
    private final double[] row;

    InformationPieces(Coordinates at, double[] x) {
        this.at = at;
        scores = new Scores(at, x);
        term = at.mechanism().term(x, at.mechanismStart(), at.classes());
        posterior = new Posterior(at.classes());
        mixture = at.decode(x);
        theta = at.mechanismStart();
        complete = new double[theta * theta];
        ignorable = new double[theta * theta];
        joint = new double[at.size() * at.size()];
        row = new double[at.size()];
    }

    /** Adds {@code weight} times the information at features y [p] from {@code offset}. */
    void add(double weight, double[] y, int offset) {
        mixture.posterior(y, offset, posterior);
        scores.at(y, offset);
        double missing = 0;
        for (int k = 0; k < at.classes(); k++) {
            double tau = posterior.probability[k];
            double q = term.missingProbability(posterior, k);
            missing += tau * q;
            outer(complete, weight * tau, scores.byClass[k], theta);
            outer(ignorable, weight * tau * (1 - q), scores.byClass[k], theta);
            if (tau * (1 - q) > 0) {
                outcome(weight * tau * (1 - q), k, RowTerm.NOT_RECORDED);
            }
        }
        if (missing <= 0) {
            return;
        }
        if (at.mechanism() instanceof Mechanism.Mixed m
                && m.source() == Source.RECORDED) {
            double alpha = term.chance();
            outcome(weight * alpha, RowTerm.MISSING, RowTerm.CHANCE);
            outcome(weight * (missing - alpha), RowTerm.MISSING, RowTerm.INFORMATIVE);
        } else {
            outcome(weight * missing, RowTerm.MISSING, RowTerm.NOT_RECORDED);
        }
        Arrays.fill(row, 0, theta, 0);
        scores.combine(term.responsibility, row);
        outer(ignorable, weight * missing, row, theta);
    }

    private void outcome(double probability, int label, int source) {
        term.evaluate(posterior, label, source);
        Arrays.fill(row, 0);
        scores.combine(term.weight, row);
        System.arraycopy(term.gradient, 0, row, theta, term.gradient.length);
        outer(joint, probability, row, at.size());
    }

    private static void outer(double[] m, double weight, double[] s, int size) {
        for (int i = 0; i < size; i++) {
            double v = weight * s[i];
            for (int j = 0; j <= i && v != 0; j++) {
                m[i * size + j] += v * s[j];
            }
        }
    }

    /** I_CC, [d x d]. */
    DMatrixRMaj complete() {
        return symmetric(complete, theta);
    }

    /** D = I_CC - I_ig. */
    DMatrixRMaj labelLoss() {
        DMatrixRMaj d = new DMatrixRMaj(theta, theta);
        CommonOps_DDRM.subtract(complete(), symmetric(ignorable, theta), d);
        return d;
    }

    /** I_ig = I_CC - D. */
    DMatrixRMaj ignorable() {
        return symmetric(ignorable, theta);
    }

    /** J for θ with the mechanism's parameters profiled out. */
    DMatrixRMaj full() {
        int n = at.size();
        int extra = n - theta;
        DMatrixRMaj all = symmetric(joint, n);
        DMatrixRMaj tt = CommonOps_DDRM.extract(all, 0, theta, 0, theta);
        DMatrixRMaj tx = CommonOps_DDRM.extract(all, 0, theta, theta, n);
        DMatrixRMaj xx = CommonOps_DDRM.extract(all, theta, n, theta, n);
        DMatrixRMaj inverse = new DMatrixRMaj(extra, extra);
        CommonOps_DDRM.pinv(xx, inverse);
        DMatrixRMaj half = new DMatrixRMaj(theta, extra);
        CommonOps_DDRM.mult(tx, inverse, half);
        CommonOps_DDRM.multAddTransB(-1, half, tx, tt);
        return tt;
    }

    private static DMatrixRMaj symmetric(double[] lower, int size) {
        DMatrixRMaj m = new DMatrixRMaj(size, size, true, lower.clone());
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                m.set(j, i, m.get(i, j));
            }
        }
        return m;
    }
}

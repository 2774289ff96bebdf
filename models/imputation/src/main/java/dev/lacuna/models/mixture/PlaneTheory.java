package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Asymptotic excess risk of any Gaussian mixture in the plane, any number of classes, covariances and mechanism (spec 2.1, 2.2):
 * the information by the trapezoid rule on a grid, the Hessian of the risk by following the class boundaries through it.
 *
 * <p>Accurate to about 1e-4 relative at step 0.02; a second for three classes.
 */
public final class PlaneTheory {
    /** The grid reaches this many standard deviations beyond the outermost means. */
    private static final double REACH = 8;
    /** Information needs a coarser grid: the trapezoid rule converges faster than any power of the step. */
    private static final double INFORMATION_STEP = 0.05;

    /** Grid points lighter than this add nothing to a rate. */
    private static final double NEGLIGIBLE = 1e-18;

    private final GaussianMixture mixture;
    private final double boundaryStep;
    private final double[] low;
    private final double[] high;

    /**
     * tr(H_R V) of three ways to fit; half of it over n is the expected excess error.
     *
     * @param complete with all labels
     * @param ignorable with the missingness ignored
     * @param full with the missingness modelled
     * @param riskHessian H_R in unconstrained coordinates [d*d]
     */
    public record Risks(double complete, double ignorable, double full, double[] riskHessian) {
        /** Asymptotic relative efficiency of the full fit against complete labels. */
        public double efficiency() {
            return complete / full;
        }
    }

    private PlaneTheory(GaussianMixture mixture, double boundaryStep) {
        this.mixture = mixture;
        this.boundaryStep = boundaryStep;
        low = new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        high = new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int k = 0; k < mixture.classes(); k++) {
            double[] s = mixture.covariance(k);
            for (int i = 0; i < 2; i++) {
                low[i] = Math.min(low[i], mixture.mean(k)[i] - REACH * Math.sqrt(s[3 * i]));
                high[i] = Math.max(high[i], mixture.mean(k)[i] + REACH * Math.sqrt(s[3 * i]));
            }
        }
    }

    /** The theory of a mixture of two columns; {@code boundaryStep} is the cell in which a boundary counts as straight. */
    public static PlaneTheory of(GaussianMixture mixture, double boundaryStep) {
        if (mixture.columns() != 2) {
            throw new IllegalArgumentException("the theory by grid is for 2 columns; this mixture has " + mixture.columns());
        }
        if (!(boundaryStep > 0)) {
            throw new IllegalArgumentException("the boundary step must be positive; given " + boundaryStep);
        }
        return new PlaneTheory(mixture, boundaryStep);
    }

    /** ξ₀ with E sigmoid(ξ₀ + slope · covariate) = rate. */
    public double intercept(Covariate covariate, double slope, double rate) {
        List<double[]> nodes = new ArrayList<>();
        Posterior at = new Posterior(mixture.classes());
        grid((y, area) -> {
            mixture.posterior(y, 0, at);
            double mass = StrictMath.exp(at.logDensity()) * area;
            if (mass > NEGLIGIBLE) {
                nodes.add(new double[] {mass, slope * covariate.value(at)});
            }
        });
        double from = -1;
        double to = 1;
        while (rate(nodes, from) > rate) {
            from *= 2;
        }
        while (rate(nodes, to) < rate) {
            to *= 2;
        }
        while (to - from > 1e-10 * Math.max(1, Math.abs(to))) {
            double middle = 0.5 * (from + to);
            if (rate(nodes, middle) < rate) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return 0.5 * (from + to);
    }

    private static double rate(List<double[]> nodes, double intercept) {
        double sum = 0;
        for (double[] n : nodes) {
            sum += n[0] * LogSpace.sigmoid(intercept + n[1]);
        }
        return sum;
    }

    /** tr(H_R V) for complete labels, the ignorable fit and the full fit under this mechanism. */
    public Risks risks(Mechanism mechanism, double[] parameters) {
        Coordinates at = new Coordinates(mixture.structure(), mixture.classes(), 2, mechanism);
        double[] x = at.encode(mixture, parameters);
        InformationPieces pieces = new InformationPieces(at, x);
        Posterior posterior = new Posterior(mixture.classes());
        grid((y, area) -> {
            mixture.posterior(y, 0, posterior);
            double f = StrictMath.exp(posterior.logDensity()) * area;
            if (f > 0) {
                pieces.add(f, y, 0);
            }
        });
        double[] hessian = riskHessian(at, x);
        return new Risks(trace(hessian, pieces.complete()), trace(hessian, pieces.ignorable()), trace(hessian, pieces.full()),
                hessian);
    }

    private static double trace(double[] hessian, DMatrixRMaj information) {
        int d = information.numRows;
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        CommonOps_DDRM.invert(information, inverse);
        return RowBlocks.dot(hessian, 0, inverse.data, 0, d * d);
    }

    private interface Visit {
        void at(double[] y, double area);
    }

    private void grid(Visit visit) {
        int nx = (int) Math.ceil((high[0] - low[0]) / INFORMATION_STEP);
        int ny = (int) Math.ceil((high[1] - low[1]) / INFORMATION_STEP);
        double hx = (high[0] - low[0]) / nx;
        double hy = (high[1] - low[1]) / ny;
        double[] y = new double[2];
        for (int i = 0; i <= nx; i++) {
            for (int j = 0; j <= ny; j++) {
                y[0] = low[0] + i * hx;
                y[1] = low[1] + j * hy;
                visit.at(y, hx * hy);
            }
        }
    }

    /** H_R = Σ_{k<l} ∫ c a aᵀ / |∇_y d_kl| dS over the faces where k and l are the two best classes. */
    private double[] riskHessian(Coordinates at, double[] x) {
        Scores scores = new Scores(at, x);
        int d = at.mechanismStart();
        double[] sum = new double[d * d];
        int nx = (int) Math.ceil((high[0] - low[0]) / boundaryStep);
        int ny = (int) Math.ceil((high[1] - low[1]) / boundaryStep);
        double hx = (high[0] - low[0]) / nx;
        double hy = (high[1] - low[1]) / ny;
        int g = mixture.classes();
        double[][] left = column(low[0], hy, ny);
        for (int i = 0; i < nx; i++) {
            double x0 = low[0] + i * hx;
            double[][] right = column(x0 + hx, hy, ny);
            for (int j = 0; j < ny; j++) {
                double y0 = low[1] + j * hy;
                double[][] corner = {left[j], right[j], right[j + 1], left[j + 1]};
                double[][] place = {{x0, y0}, {x0 + hx, y0}, {x0 + hx, y0 + hy}, {x0, y0 + hy}};
                for (int k = 0; k < g; k++) {
                    for (int l = k + 1; l < g; l++) {
                        triangle(corner, place, 0, 1, 2, k, l, scores, sum, d);
                        triangle(corner, place, 0, 2, 3, k, l, scores, sum, d);
                    }
                }
            }
            left = right;
        }
        return sum;
    }

    private double[][] column(double x, double hy, int ny) {
        double[][] out = new double[ny + 1][];
        Posterior at = new Posterior(mixture.classes());
        for (int j = 0; j <= ny; j++) {
            mixture.posterior(new double[] {x, low[1] + j * hy}, 0, at);
            out[j] = at.logJoint.clone();
        }
        return out;
    }

    /** Adds the straight piece of boundary k-l in one triangle of a cell. */
    private void triangle(double[][] log, double[][] place, int a, int b, int c, int k, int l, Scores scores, double[] sum,
            int d) {
        int[] corner = {a, b, c};
        double[][] end = new double[2][];
        int found = 0;
        for (int e = 0; e < 3 && found < 2; e++) {
            int p = corner[e];
            int q = corner[(e + 1) % 3];
            double vp = log[p][k] - log[p][l];
            double vq = log[q][k] - log[q][l];
            if (vp >= 0 != vq >= 0) {
                double t = vp / (vp - vq);
                end[found++] = new double[] {place[p][0] + t * (place[q][0] - place[p][0]), place[p][1]
                        + t * (place[q][1] - place[p][1])};
            }
        }
        if (found < 2) {
            return;
        }
        // the part of the piece where no third class is better
        double from = 0;
        double to = 1;
        Posterior at = new Posterior(mixture.classes());
        mixture.posterior(end[0], 0, at);
        double[] first = at.logJoint.clone();
        mixture.posterior(end[1], 0, at);
        for (int m = 0; m < mixture.classes(); m++) {
            if (m == k || m == l) {
                continue;
            }
            double u = 0.5 * (first[k] + first[l]) - first[m];
            double v = 0.5 * (at.logJoint[k] + at.logJoint[l]) - at.logJoint[m];
            if (u < 0 && v < 0) {
                return;
            }
            if (u < 0) {
                from = Math.max(from, u / (u - v));
            } else if (v < 0) {
                to = Math.min(to, u / (u - v));
            }
        }
        if (from >= to) {
            return;
        }
        double length = (to - from) * length(end[1][0] - end[0][0], end[1][1] - end[0][1]);
        double t = 0.5 * (from + to);
        double[] y = {end[0][0] + t * (end[1][0] - end[0][0]), end[0][1] + t * (end[1][1] - end[0][1])};
        mixture.posterior(y, 0, at);
        double density = StrictMath.exp(0.5 * (at.logJoint[k] + at.logJoint[l]));
        double[] gk = gradient(y, k);
        double[] gl = gradient(y, l);
        double weight = density * length / length(gk[0] - gl[0], gk[1] - gl[1]);
        scores.at(y, 0);
        double[] score = new double[d];
        for (int i = 0; i < d; i++) {
            score[i] = scores.byClass[k][i] - scores.byClass[l][i];
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                sum[i * d + j] += weight * score[i] * score[j];
            }
        }
    }

    private static double length(double a, double b) {
        return Math.sqrt(a * a + b * b);
    }

    /** ∇_y log f_k = -Σ⁻¹ (y - μ). */
    private double[] gradient(double[] y, int k) {
        double[] inverse = Cholesky.inverse(mixture.covariance(k), 2);
        double u = mixture.mean(k)[0] - y[0];
        double v = mixture.mean(k)[1] - y[1];
        return new double[] {inverse[0] * u + inverse[1] * v, inverse[2] * u + inverse[3] * v};
    }
}

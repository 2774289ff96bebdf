package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Builds an {@link InformationReport}: observed information by differencing the analytic gradient, sandwich, expected pieces. */
final class InformationCalculator {
    /** Step of the central difference: error near 1e-10 relative, between rounding (1e-16 / h) and curvature (h²). */
    private static final double STEP = 1e-5;

    private final PartlyLabelled standardised;
    private final Scaling scaling;
    private final Coordinates at;
    private final double[] x;
    private final Likelihood likelihood;
    private final List<String> notes = new ArrayList<>();

    InformationCalculator(PartlyLabelled sample, GaussianMixture mixture, Mechanism mechanism, double[] parameters,
            Workers workers) {
        scaling = Scaling.of(sample);
        standardised = sample.standardised(scaling.centre(), scaling.scale());
        likelihood = new Likelihood(new RowBlocks(standardised), mixture.structure(), mixture.classes(), mechanism, workers);
        at = likelihood.coordinates;
        x = at.encode(toStandardised(mixture), parameters);
    }

    private GaussianMixture toStandardised(GaussianMixture mixture) {
        int p = mixture.columns();
        double[] centre = new double[p];
        double[] scale = new double[p];
        for (int c = 0; c < p; c++) {
            centre[c] = -scaling.centre()[c] / scaling.scale()[c];
            scale[c] = 1 / scaling.scale()[c];
        }
        return mixture.rescaled(centre, scale);
    }

    InformationReport report() {
        // coordinates at ±∞ (a rate of 0 or 1) or held on a bound have no curvature: leave them out
        double[] bound = at.bounds(standardised.rows());
        int[] free = IntStream.range(0, x.length).filter(i -> Math.abs(x[i]) < bound[i]).toArray();
        if (free.length < x.length) {
            notes.add("on a bound, without standard error: " + IntStream.range(0, x.length)
                    .filter(i -> !(Math.abs(x[i]) < bound[i])).mapToObj(at.names()::get).toList());
        }
        double[] information = hessian(free);
        double[] inverse = Cholesky.inverse(information, free.length);
        boolean positive = inverse.length > 0;
        if (!positive) {
            notes.add("the observed information is not positive definite: the estimate is not a regular maximum, "
                    + "no standard errors");
        }
        double[] covariance = positive ? inverse : nan(free.length);
        double[] robust = positive ? sandwich(inverse, free) : nan(free.length);
        List<InformationReport.Parameter> parameters = natural(free, covariance, robust);

        InformationPieces pieces = new InformationPieces(at, x);
        for (int j = 0; j < standardised.rows(); j++) {
            pieces.add(1, standardised.row(j), 0);
        }
        DMatrixRMaj complete = pieces.complete();
        DMatrixRMaj loss = pieces.labelLoss();
        DMatrixRMaj full = pieces.full();
        DMatrixRMaj gain = new DMatrixRMaj(full);
        CommonOps_DDRM.subtractEquals(gain, complete);
        CommonOps_DDRM.addEquals(gain, loss);
        double[] completeInverse = Cholesky.inverse(complete.data, at.mechanismStart());
        double efficiency = Double.NaN;
        if (completeInverse.length > 0) {
            DMatrixRMaj product = new DMatrixRMaj(at.mechanismStart(), at.mechanismStart());
            CommonOps_DDRM.mult(new DMatrixRMaj(at.mechanismStart(), at.mechanismStart(), true, completeInverse), full, product);
            efficiency = CommonOps_DDRM.trace(product) / at.mechanismStart();
        }
        return new InformationReport(parameters, positive, complete.data, loss.data, gain.data,
                at.names().subList(0, at.mechanismStart()), efficiency, classification(), notes);
    }

    private double[] hessian(int[] free) {
        int d = free.length;
        double[] h = new double[d * d];
        double[] up = new double[x.length];
        double[] down = new double[x.length];
        for (int i = 0; i < d; i++) {
            double[] point = x.clone();
            double step = STEP * Math.max(1, Math.abs(x[free[i]]));
            point[free[i]] = x[free[i]] + step;
            likelihood.valueAndGradient(point, up);
            point[free[i]] = x[free[i]] - step;
            likelihood.valueAndGradient(point, down);
            for (int j = 0; j < d; j++) {
                double v = -(up[free[j]] - down[free[j]]) / (4 * step);
                h[i * d + j] += v;
                h[j * d + i] += v;
            }
        }
        return h;
    }

    private double[] sandwich(double[] inverse, int[] free) {
        int d = free.length;
        double[] meat = new double[d * d];
        Scores scores = new Scores(at, x);
        RowTerm term = at.mechanism().term(x, at.mechanismStart(), at.classes());
        Posterior posterior = new Posterior(at.classes());
        GaussianMixture mixture = at.decode(x);
        double[] s = new double[x.length];
        for (int j = 0; j < standardised.rows(); j++) {
            double[] y = standardised.row(j);
            mixture.posterior(y, 0, posterior);
            scores.at(y, 0);
            term.evaluate(posterior, standardised.label(j), standardised.source(j));
            Arrays.fill(s, 0);
            scores.combine(term.weight, s);
            System.arraycopy(term.gradient, 0, s, at.mechanismStart(), term.gradient.length);
            for (int a = 0; a < d; a++) {
                for (int b = 0; b < d; b++) {
                    meat[a * d + b] += s[free[a]] * s[free[b]];
                }
            }
        }
        DMatrixRMaj h = new DMatrixRMaj(d, d, true, inverse);
        DMatrixRMaj half = new DMatrixRMaj(d, d);
        DMatrixRMaj out = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(h, new DMatrixRMaj(d, d, true, meat), half);
        CommonOps_DDRM.mult(half, h, out);
        return out.data;
    }

    private static double[] nan(int d) {
        double[] m = new double[d * d];
        Arrays.fill(m, Double.NaN);
        return m;
    }

    /** Delta method: the Jacobian of the natural parameters by central differences. */
    private List<InformationReport.Parameter> natural(int[] free, double[] covariance, double[] robust) {
        NaturalParameters natural = new NaturalParameters(at, scaling);
        double[] value = natural.values(x);
        List<String> names = natural.names();
        double[][] jacobian = new double[free.length][];
        for (int i = 0; i < free.length; i++) {
            double step = STEP * Math.max(1, Math.abs(x[free[i]]));
            double[] point = x.clone();
            point[free[i]] += step;
            double[] up = natural.values(point);
            point[free[i]] -= 2 * step;
            double[] down = natural.values(point);
            jacobian[i] = new double[value.length];
            for (int v = 0; v < value.length; v++) {
                jacobian[i][v] = (up[v] - down[v]) / (2 * step);
            }
        }
        List<InformationReport.Parameter> out = new ArrayList<>();
        for (int v = 0; v < value.length; v++) {
            out.add(new InformationReport.Parameter(names.get(v), value[v], error(jacobian, v, covariance), error(jacobian, v,
                    robust)));
        }
        return out;
    }

    private static double error(double[][] jacobian, int v, double[] covariance) {
        int d = jacobian.length;
        double variance = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                variance += jacobian[i][v] * covariance[i * d + j] * jacobian[j][v];
            }
        }
        return Math.sqrt(Math.max(0, variance));
    }

    /** The one-integral efficiency at the estimate, where it applies. */
    private OptionalDouble classification() {
        if (!new NaturalParameters(at, scaling).linear() || at.mechanism() instanceof Mechanism.ClassDependent
                || at.mechanism() instanceof Mechanism.ClassAndCovariate) {
            return OptionalDouble.empty();
        }
        GaussianMixture m = at.decode(x);
        double separation = separation(m);
        if (!(separation > 0) || standardised.missing() == 0) {
            return standardised.missing() == 0 ? OptionalDouble.of(1) : OptionalDouble.empty();
        }
        TwoClassTheory theory = TwoClassTheory.of(separation, m.weight(0));
        double[] xi = at.mechanismParameters(x);
        if (at.mechanism() instanceof Mechanism.Mcar) {
            return OptionalDouble.of(theory.efficiency(Missingness.atRandom(LogSpace.sigmoid(xi[0])), at.columns()).ignorable());
        }
        double rate = theory.rate(at.mechanism().link().orElseThrow(), xi[1], xi[0]);
        if (!(rate > 1e-9 && rate < 1 - 1e-9)) {
            notes.add("the mechanism takes practically no or all labels at the estimate: no classification efficiency");
            return OptionalDouble.empty();
        }
        Missingness missingness = Missingness.linked(at.mechanism().link().orElseThrow(), xi[1], rate);
        if (at.mechanism() instanceof Mechanism.Mixed mixed) {
            double alpha = LogSpace.sigmoid(xi[2]);
            boolean boundary = alpha < 1e-6;
            missingness = missingness.mixedWith(boundary ? 0 : alpha, boundary ? Source.RECORDED : mixed.source());
        }
        return OptionalDouble.of(theory.efficiency(missingness, at.columns()).full());
    }

    /** Mahalanobis distance of the two class means. */
    private static double separation(GaussianMixture m) {
        double[] beta = m.discriminant();
        double square = 0;
        for (int i = 0; i < m.columns(); i++) {
            square += beta[i + 1] * (m.mean(0)[i] - m.mean(1)[i]);
        }
        return Math.sqrt(Math.max(0, square));
    }
}

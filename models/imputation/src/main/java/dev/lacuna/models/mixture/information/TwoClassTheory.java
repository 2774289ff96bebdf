package dev.lacuna.models.mixture.information;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.Optional;

/**
 * Exact asymptotic theory of two normal classes with one covariance (spec 2.3), in the canonical form Σ = I, μ = ±(Δ/2) e₁: only
 * the Mahalanobis separation Δ, the prior and the number of columns matter.
 *
 * <p>Every expectation is one integral over y₁ by Simpson's rule on |y₁| ≤ Δ/2 + 12. Immutable and safe to share.
 */
public final class TwoClassTheory {
    /** Intervals of Simpson's rule: 6000 give rounding accuracy at slopes up to 10, 24000 at the step-like ones too. */
    private static final int INTERVALS = 24_000;
    private static final double REACH = 12;
    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

    private final double separation;
    private final double prior;
    private final double logOdds;
    private final double[] y;
    /** Simpson weight times mixture density. */
    private final double[] mass;
    private final double[] d;
    /** τ₁ τ₂. */
    private final double[] overlap;

    private TwoClassTheory(double separation, double prior, int intervals) {
        this.separation = separation;
        this.prior = prior;
        logOdds = LogSpace.logit(prior);
        int n = intervals + 1;
        y = new double[n];
        mass = new double[n];
        d = new double[n];
        overlap = new double[n];
        double end = separation / 2 + REACH;
        double h = 2 * end / intervals;
        for (int i = 0; i < n; i++) {
            y[i] = -end + i * h;
            double simpson = (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * h / 3;
            double a = y[i] - separation / 2;
            double b = y[i] + separation / 2;
            mass[i] = simpson * (prior * StrictMath.exp(-a * a / 2 - HALF_LOG_TWO_PI)
                    + (1 - prior) * StrictMath.exp(-b * b / 2 - HALF_LOG_TWO_PI));
            d[i] = logOdds + separation * y[i];
            overlap[i] = LogSpace.sigmoid(d[i]) * LogSpace.sigmoid(-d[i]);
        }
    }

    /**
     * The theory at Mahalanobis separation Δ &gt; 0 and prior π₁ of the first class in (0, 1).
     *
     * @throws IllegalArgumentException outside these
     */
    public static TwoClassTheory of(double separation, double prior) {
        return of(separation, prior, INTERVALS);
    }

    static TwoClassTheory of(double separation, double prior, int intervals) {
        if (!(separation > 0) || !Double.isFinite(separation)) {
            throw new IllegalArgumentException("the separation must be positive and finite; given " + separation);
        }
        if (!(prior > 0 && prior < 1)) {
            throw new IllegalArgumentException("the prior must lie in (0, 1); given " + prior);
        }
        return new TwoClassTheory(separation, prior, intervals);
    }

    /** ξ₀ with E sigmoid(ξ₀ + slope · covariate) = rate, to rounding (spec 2.4 b). */
    public double intercept(Covariate covariate, double slope, double rate) {
        return new Link(covariate, slope).intercept(rate);
    }

    /** E sigmoid(ξ₀ + slope · covariate): the share of labels that this channel takes. */
    public double rate(Covariate covariate, double slope, double intercept) {
        return new Link(covariate, slope).excessRate(intercept, 0)[0];
    }

    /** The efficiencies and matrices of spec 2.3 for features of this many columns. */
    public Efficiency efficiency(Missingness m, int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be 1 or more; given " + columns);
        }
        double a = m.alpha();
        double[] loss = new double[3];
        double[] gain = new double[3];
        double lossOther = 0;
        double gainOther = 0;
        double intercept = Double.NaN;
        if (m.link().isEmpty()) {
            double r = a + (1 - a) * m.rate();
            for (int i = 0; i < y.length; i++) {
                add(loss, mass[i] * r * overlap[i], y[i]);
                lossOther += mass[i] * r * overlap[i];
            }
        } else {
            Link link = new Link(m.link().get(), m.slope());
            intercept = link.intercept(m.rate());
            boolean latent = m.source() == Source.LATENT && a > 0;
            int nuisances = latent ? 3 : 2;
            double[][] nuisance = new double[nuisances][nuisances];
            double[][] cross = new double[2][nuisances];
            for (int i = 0; i < y.length; i++) {
                double eta = intercept + link.slope * link.covariate[i];
                double q = LogSpace.sigmoid(eta);
                double p = LogSpace.sigmoid(-eta);
                double r = a + (1 - a) * q;
                add(loss, mass[i] * r * overlap[i], y[i]);
                lossOther += mass[i] * r * overlap[i];
                double h = link.slope * link.derivative[i];
                // k = G² / (r (1 - r)), G = (1 - α) q (1 - q), 1 - r = (1 - α)(1 - q), with the common factors cancelled
                double k = mass[i] * (latent ? (1 - a) * q * q * p / r : (1 - a) * q * p);
                add(gain, k * h * h, y[i]);
                gainOther += k * h * h;
                double c = link.covariate[i];
                double[] weights = {k, k * c, latent ? mass[i] * q * p / r : 0};
                for (int n = 0; n < nuisances; n++) {
                    cross[0][n] += h * weights[n];
                    cross[1][n] += h * weights[n] * y[i];
                }
                nuisance[0][0] += k;
                nuisance[0][1] += k * c;
                nuisance[1][1] += k * c * c;
                if (latent) {
                    nuisance[0][2] += weights[2];
                    nuisance[1][2] += weights[2] * c;
                    nuisance[2][2] += mass[i] * p / (r * (1 - a));
                }
            }
            subtractNuisance(gain, cross, nuisance);
        }
        return assemble(intercept, columns, loss, gain, lossOther, gainOther);
    }

    /** n · excess and efficiencies from the pieces: equations (2.4), (2.7) and V = (V_CC⁻¹ - D + M)⁻¹. */
    private Efficiency assemble(double intercept, int columns, double[] loss, double[] gain, double lossOther, double gainOther) {
        double s = prior * (1 - prior);
        double[] complete = invert(new double[] {(1 + separation * separation / 4) / s, (2 * prior - 1) * separation / 2 / s,
            (1 + 2 * s * separation * separation) / s});
        double other = s / (1 + s * separation * separation);
        double cc = excess(complete, other, columns);
        double ignorable = excess(combine(complete, loss, null), other - lossOther, columns);
        double full = excess(combine(complete, loss, gain), other - lossOther + gainOther, columns);
        return new Efficiency(intercept, cc / full, cc / ignorable, complete, loss, gain, cc, full, ignorable);
    }

    private double excess(double[] information, double informationOther, int columns) {
        double edge = -logOdds / separation;
        double[] v = invert(information);
        double z = edge - separation / 2;
        double density = prior * StrictMath.exp(-z * z / 2 - HALF_LOG_TWO_PI) / (2 * separation);
        return density * (v[0] + 2 * edge * v[1] + edge * edge * v[2] + (columns - 1) / informationOther);
    }

    /**
     * |slope| at which modelling the missingness is worth exactly as much as complete labels (spec 2.5), or empty where none
     * exists below {@code largest}. The sign is the one under which labels near the boundary go missing.
     */
    public Optional<Double> criticalSlope(Covariate covariate, double rate, int columns, double largest) {
        double sign = covariate == Covariate.SQUARED_LOG_ODDS ? -1 : 1;
        double low = 0;
        double high = Math.min(0.25, largest);
        while (advantage(covariate, sign * high, rate, columns) < 0) {
            if (high >= largest) {
                return Optional.empty();
            }
            low = high;
            high = Math.min(largest, high * 1.5);
        }
        while (high - low > 1e-7 * high) {
            double middle = 0.5 * (low + high);
            if (advantage(covariate, sign * middle, rate, columns) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Optional.of(0.5 * (low + high));
    }

    private double advantage(Covariate covariate, double slope, double rate, int columns) {
        return efficiency(Missingness.linked(covariate, slope, rate), columns).full() - 1;
    }

    private static void add(double[] block, double weight, double y) {
        block[0] += weight;
        block[1] += weight * y;
        block[2] += weight * y * y;
    }

    /** block -= C N⁻¹ Cᵀ by elimination on the symmetric N, given by its upper triangle. */
    private static void subtractNuisance(double[] block, double[][] cross, double[][] n) {
        int size = n.length;
        for (int k = 0; k < size; k++) {
            double pivot = n[k][k];
            if (!(pivot > 0)) {
                continue;
            }
            block[0] -= cross[0][k] * cross[0][k] / pivot;
            block[1] -= cross[0][k] * cross[1][k] / pivot;
            block[2] -= cross[1][k] * cross[1][k] / pivot;
            for (int j = k + 1; j < size; j++) {
                double f = n[k][j] / pivot;
                for (int i = j; i < size; i++) {
                    n[j][i] -= f * n[k][i];
                }
                cross[0][j] -= f * cross[0][k];
                cross[1][j] -= f * cross[1][k];
            }
        }
    }

    private static double[] combine(double[] complete, double[] loss, double[] gain) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            out[i] = complete[i] - loss[i] + (gain == null ? 0 : gain[i]);
        }
        return out;
    }

    private static double[] invert(double[] m) {
        double determinant = m[0] * m[2] - m[1] * m[1];
        return new double[] {m[2] / determinant, -m[1] / determinant, m[0] / determinant};
    }

    /** A covariate and its derivative with respect to d along the nodes. */
    private final class Link {
        private final double slope;
        private final double[] covariate = new double[y.length];
        private final double[] derivative = new double[y.length];

        Link(Covariate link, double slope) {
            this.slope = slope;
            Posterior at = new Posterior(2);
            double[] out = new double[2];
            for (int i = 0; i < y.length; i++) {
                at.logJoint[0] = d[i];
                at.update();
                covariate[i] = link.value(at);
                link.derivative(at, out);
                derivative[i] = out[0];
            }
        }

        double intercept(double rate) {
            double low = -1;
            double high = 1;
            while (excessRate(low, rate)[0] > 0) {
                low *= 2;
            }
            while (excessRate(high, rate)[0] < 0) {
                high *= 2;
            }
            double x = 0.5 * (low + high);
            for (int i = 0; i < 200; i++) {
                double[] f = excessRate(x, rate);
                if (f[0] == 0) {
                    break;
                }
                if (f[0] > 0) {
                    high = x;
                } else {
                    low = x;
                }
                double next = x - f[0] / f[1];
                if (!(next > low && next < high)) {
                    next = 0.5 * (low + high);
                }
                boolean done = Math.abs(next - x) <= 1e-14 * Math.max(1, Math.abs(x));
                x = next;
                if (done) {
                    break;
                }
            }
            return x;
        }

        /** (E q - rate, E q (1 - q)). */
        private double[] excessRate(double intercept, double rate) {
            double sum = 0;
            double slopeSum = 0;
            for (int i = 0; i < mass.length; i++) {
                if (mass[i] == 0) {
                    continue;
                }
                double q = LogSpace.sigmoid(intercept + slope * covariate[i]);
                sum += mass[i] * q;
                slopeSum += mass[i] * q * (1 - q);
            }
            return new double[] {sum - rate, slopeSum};
        }
    }
}

package dev.lacuna.models.mixture.mechanism;

/**
 * What the missingness probability of a label may depend on: a function of the class posterior. The name is part of every model,
 * because slopes of different covariates have different scales and even different signs.
 */
public enum Covariate {

    /** d², d = l_1 - l_2 the log-odds; two classes only. Hard-to-label rows go missing where the slope is negative. */
    SQUARED_LOG_ODDS("d2") {
        @Override public double value(Posterior at) {
            double d = at.logJoint[0] - at.logJoint[1];
            return d * d;
        }

        @Override public void derivative(Posterior at, double[] out) {
            double d = at.logJoint[0] - at.logJoint[1];
            out[0] = 2 * d;
            out[1] = -2 * d;
        }
    },

    /** log e, e the posterior entropy; unbounded below, so one confident unlabelled row weighs about -ξ₁|d|. */
    LOG_ENTROPY("logent") {
        @Override public double value(Posterior at) {
            return at.smallestGap > CONFIDENT ? confidentLogEntropy(at) : StrictMath.log(at.entropy());
        }

        @Override public void derivative(Posterior at, double[] out) {
            if (at.smallestGap > CONFIDENT) {
                confidentDerivative(at, out);
                return;
            }
            entropyDerivative(at, 1 / at.entropy(), out);
        }
    },

    /** e, the posterior entropy in nats, [0, log g]. */
    ENTROPY("ent") {
        @Override public double value(Posterior at) {
            return at.entropy();
        }

        @Override public void derivative(Posterior at, double[] out) {
            entropyDerivative(at, 1, out);
        }
    },

    /** e / log g, [0, 1]. */
    NORMALISED_ENTROPY("normalised-entropy") {
        @Override public double value(Posterior at) {
            return at.entropy() / StrictMath.log(at.classes);
        }

        @Override public void derivative(Posterior at, double[] out) {
            entropyDerivative(at, 1 / StrictMath.log(at.classes), out);
        }
    },

    /** (g / (g-1)) (1 - Σ τ²), [0, 1]. */
    GINI("gini") {
        @Override public double value(Posterior at) {
            return at.classes / (at.classes - 1.0) * (1 - squares(at));
        }

        @Override public void derivative(Posterior at, double[] out) {
            double s = squares(at);
            double scale = -2.0 * at.classes / (at.classes - 1.0);
            for (int k = 0; k < at.classes; k++) {
                out[k] = scale * at.probability[k] * (at.probability[k] - s);
            }
        }
    },

    /** 1 - (τ_(1) - τ_(2)), [0, 1]: one minus the lead of the best class. Not smooth where the two best classes tie. */
    MARGIN("margin") {
        @Override public double value(Posterior at) {
            return 1 - (at.probability[at.best] - at.probability[second(at)]);
        }

        @Override public void derivative(Posterior at, double[] out) {
            int second = second(at);
            double lead = at.probability[at.best] - at.probability[second];
            for (int k = 0; k < at.classes; k++) {
                double own = k == at.best ? at.probability[k] : k == second ? -at.probability[k] : 0;
                out[k] = at.probability[k] * lead - own;
            }
        }
    };

    /** Above this gap (e⁻³⁰ = 1e-13) the entropy is the sum of e^{-D}(1 + D) to rounding, and is kept as a logarithm. */
    private static final double CONFIDENT = 30;

    private final String shortName;

    Covariate(String shortName) {
        this.shortName = shortName;
    }

    /** The name in files and on the command line. */
    public String shortName() {
        return shortName;
    }

    /** The covariate with this short name; an error names the allowed ones. */
    public static Covariate named(String name) {
        for (Covariate c : values()) {
            if (c.shortName.equals(name)) {
                return c;
            }
        }
        throw new IllegalArgumentException("unknown covariate '" + name
                + "'; allowed: d2, logent, ent, normalised-entropy, gini, margin");
    }

    /** The covariate at one row. */
    public abstract double value(Posterior at);

    /** out[k] = ∂ covariate / ∂ l_k; sums to zero over k (spec 1.8). */
    public abstract void derivative(Posterior at, double[] out);

    /** scale · ∂e/∂l_k, with log τ_k + e = Σ τ D - D_k. */
    private static void entropyDerivative(Posterior at, double scale, double[] out) {
        for (int k = 0; k < at.classes; k++) {
            double p = at.probability[k];
            out[k] = p > 0 ? scale * p * (at.gap[k] - at.meanGap) : 0;
        }
    }

    private static double confidentLogEntropy(Posterior at) {
        double log = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < at.classes; k++) {
            if (k != at.best) {
                log = LogSpace.logAddExp(log, StrictMath.log1p(at.gap[k]) - at.gap[k]);
            }
        }
        return log;
    }

    private static void confidentDerivative(Posterior at, double[] out) {
        double log = confidentLogEntropy(at);
        double sum = 0;
        for (int k = 0; k < at.classes; k++) {
            if (k != at.best) {
                double d = at.gap[k];
                double slope = Double.isInfinite(d) ? 0 : StrictMath.exp(StrictMath.log1p(d) - d - log) * d / (1 + d);
                out[k] = slope;
                sum += slope;
            }
        }
        out[at.best] = -sum;
    }

    private static double squares(Posterior at) {
        double s = 0;
        for (double p : at.probability) {
            s += p * p;
        }
        return s;
    }

    private static int second(Posterior at) {
        int second = -1;
        for (int k = 0; k < at.classes; k++) {
            if (k != at.best && (second < 0 || at.probability[k] > at.probability[second])) {
                second = k;
            }
        }
        return second;
    }
}

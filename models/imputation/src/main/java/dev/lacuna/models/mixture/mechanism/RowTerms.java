package dev.lacuna.models.mixture.mechanism;

import static dev.lacuna.models.mixture.mechanism.LogSpace.logAddExp;
import static dev.lacuna.models.mixture.mechanism.LogSpace.sigmoid;
import static dev.lacuna.models.mixture.mechanism.LogSpace.softplus;

import java.util.Arrays;

/** The likelihoods (1.2)-(1.7) with their weights (1.4) and residuals ρ (1.6), one class for each shape. */
final class RowTerms {

    private RowTerms() {}

    private static void ignorableResponsibility(Posterior at, int label, double[] w) {
        if (label < 0) {
            System.arraycopy(at.probability, 0, w, 0, w.length);
        } else {
            Arrays.fill(w, 0);
            w[label] = 1;
        }
    }

    private static void signedWeights(RowTerm term, double rhoSlope, double[] slope) {
        for (int k = 0; k < slope.length; k++) {
            term.weight[k] = term.responsibility[k] + rhoSlope * slope[k];
        }
    }

    /** Missing completely at random. */
    static final class Random extends RowTerm {
        private final double rate;
        private final double logMissing;
        private final double logPresent;

        Random(double[] x, int offset, int classes) {
            super(classes, 1);
            rate = sigmoid(x[offset]);
            logMissing = -softplus(-x[offset]);
            logPresent = -softplus(x[offset]);
        }

        @Override public double evaluate(Posterior at, int label, int source) {
            ignorableResponsibility(at, label, responsibility);
            System.arraycopy(responsibility, 0, weight, 0, weight.length);
            gradient[0] = (label < 0 ? 1 : 0) - rate;
            return ignorable(at, label) + (label < 0 ? logMissing : logPresent);
        }

        @Override public double missingProbability(Posterior at) {
            return rate;
        }
    }

    /** Equation (1.4): one channel that reads the posterior. */
    static final class ByPosterior extends RowTerm {
        private final Covariate covariate;
        private final double intercept;
        private final double slope;
        private final double[] derivative;

        ByPosterior(Covariate covariate, double[] x, int offset, int classes) {
            super(classes, 2);
            this.covariate = covariate;
            intercept = x[offset];
            slope = x[offset + 1];
            derivative = new double[classes];
        }

        @Override public double evaluate(Posterior at, int label, int source) {
            double c = covariate.value(at);
            double eta = intercept + slope * c;
            double rho = label < 0 ? sigmoid(-eta) : -sigmoid(eta);
            ignorableResponsibility(at, label, responsibility);
            covariate.derivative(at, derivative);
            signedWeights(this, rho * slope, derivative);
            gradient[0] = rho;
            gradient[1] = rho * c;
            return ignorable(at, label) - softplus(label < 0 ? -eta : eta);
        }

        @Override public double missingProbability(Posterior at) {
            return sigmoid(intercept + slope * covariate.value(at));
        }
    }

    /** Equations (1.5) and (1.6): chance first, the informative channel otherwise. */
    static final class TwoChannels extends RowTerm {
        private final Covariate covariate;
        private final Source kind;
        private final double intercept;
        private final double slope;
        private final double alpha;
        private final double logAlpha;
        private final double logRest;
        private final double[] derivative;

        TwoChannels(Covariate covariate, Source kind, double[] x, int offset, int classes) {
            super(classes, 3);
            this.covariate = covariate;
            this.kind = kind;
            intercept = x[offset];
            slope = x[offset + 1];
            alpha = sigmoid(x[offset + 2]);
            logAlpha = -softplus(-x[offset + 2]);
            logRest = -softplus(x[offset + 2]);
            derivative = new double[classes];
        }

        @Override public double evaluate(Posterior at, int label, int source) {
            double c = covariate.value(at);
            double eta = intercept + slope * c;
            ignorableResponsibility(at, label, responsibility);
            double value = ignorable(at, label);
            double rho;
            if (label >= 0) {
                value += logRest - softplus(eta);
                rho = -sigmoid(eta);
                gradient[2] = -alpha;
            } else if (kind == Source.LATENT) {
                double logR = logAddExp(logAlpha, logRest - softplus(-eta));
                double byChance = StrictMath.exp(logAlpha - logR);
                value += logR;
                rho = (1 - byChance) * sigmoid(-eta);
                gradient[2] = byChance - alpha;
            } else if (source == CHANCE) {
                value += logAlpha;
                rho = 0;
                gradient[2] = 1 - alpha;
            } else {
                value += logRest - softplus(-eta);
                rho = sigmoid(-eta);
                gradient[2] = -alpha;
            }
            covariate.derivative(at, derivative);
            signedWeights(this, rho * slope, derivative);
            gradient[0] = rho;
            gradient[1] = rho * c;
            return value;
        }

        @Override public double chance() {
            return alpha;
        }

        @Override public double missingProbability(Posterior at) {
            return alpha + (1 - alpha) * sigmoid(intercept + slope * covariate.value(at));
        }
    }

    /** Equation (1.7): intercepts of the true class, with or without (covariate null) a common slope. */
    static final class ByClass extends RowTerm {
        private final Covariate covariate;
        private final double[] intercept;
        private final double slope;
        private final double[] derivative;
        private final double[] log;

        ByClass(Covariate covariate, double[] x, int offset, int classes) {
            super(classes, covariate == null ? classes : classes + 1);
            this.covariate = covariate;
            intercept = Arrays.copyOfRange(x, offset, offset + classes);
            slope = covariate == null ? 0 : x[offset + classes];
            derivative = new double[classes];
            log = new double[classes];
        }

        @Override public double evaluate(Posterior at, int label, int source) {
            int g = intercept.length;
            double c = covariate == null ? 0 : covariate.value(at);
            Arrays.fill(gradient, 0);
            double value;
            double rho = 0;
            if (label >= 0) {
                double eta = intercept[label] + slope * c;
                ignorableResponsibility(at, label, responsibility);
                value = at.logJoint[label] - softplus(eta);
                rho = -sigmoid(eta);
                gradient[label] = rho;
            } else {
                value = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < g; k++) {
                    log[k] = at.logJoint[k] - softplus(-(intercept[k] + slope * c));
                    value = logAddExp(value, log[k]);
                }
                for (int k = 0; k < g; k++) {
                    responsibility[k] = StrictMath.exp(log[k] - value);
                    gradient[k] = responsibility[k] * sigmoid(-(intercept[k] + slope * c));
                    rho += gradient[k];
                }
            }
            if (covariate == null) {
                System.arraycopy(responsibility, 0, weight, 0, g);
            } else {
                gradient[g] = rho * c;
                covariate.derivative(at, derivative);
                signedWeights(this, rho * slope, derivative);
            }
            return value;
        }

        @Override public double missingProbability(Posterior at) {
            double sum = 0;
            for (int k = 0; k < intercept.length; k++) {
                sum += at.probability[k] * missingProbability(at, k);
            }
            return sum;
        }

        @Override public double missingProbability(Posterior at, int label) {
            return sigmoid(intercept[label] + (covariate == null ? 0 : slope * covariate.value(at)));
        }
    }
}

package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;

/**
 * A covariate that separates missing from present labels: the likelihood rises for ever with the slope (spec 1.8). Found here,
 * and held by a penalty worth one pseudo-observation.
 */
final class Separation {
    /** |slope| times the covariate's standard deviation: beyond this q jumps from 0 to 1 inside a tenth of it. */
    private static final double LIMIT = 40;

    private final Coordinates at;
    private final double[] x;
    private double mean;
    private double deviation;

    /** Looks at an estimate; mechanisms without a link cannot separate. */
    Separation(Coordinates at, double[] x, PartlyLabelled standardised) {
        this.at = at;
        this.x = x;
        if (at.mechanism().link().isPresent()) {
            moments(at.mechanism().link().get(), standardised);
        }
    }

    private void moments(Covariate covariate, PartlyLabelled sample) {
        GaussianMixture model = at.decode(x);
        Posterior posterior = new Posterior(at.classes());
        double squares = 0;
        for (int j = 0; j < sample.rows(); j++) {
            model.posterior(sample.row(j), 0, posterior);
            double value = covariate.value(posterior);
            double d = value - mean;
            mean += d / (j + 1);
            squares += d * (value - mean);
        }
        deviation = Math.sqrt(squares / sample.rows());
    }

    boolean present() {
        return Math.abs(slope()) * deviation > LIMIT;
    }

    /** ξ₁ at the estimate; 0 without one. */
    double slope() {
        int s = at.mechanism().slopeIndex(at.classes());
        return s < 0 ? 0 : x[at.mechanismStart() + s];
    }

    /** The estimate with its link brought back to the limit, for a start of the penalised search. */
    double[] moderated() {
        double[] start = x.clone();
        for (int i = at.mechanismStart(); i <= at.mechanismStart() + at.mechanism().slopeIndex(at.classes()); i++) {
            start[i] *= LIMIT / (Math.abs(slope()) * deviation);
        }
        return start;
    }

    /**
     * L + ¼ Σ± [log σ(η±) + log σ(-η±)], η± the link one standard deviation to either side of the covariate's mean: one
     * observation in all, half missing and half present.
     */
    QuasiNewton.Objective penalise(Likelihood likelihood) {
        int start = at.mechanismStart();
        int slope = start + at.mechanism().slopeIndex(at.classes());
        int intercepts = at.mechanism() instanceof Mechanism.ClassAndCovariate ? at.classes() : 1;
        return (point, gradient) -> {
            double value = likelihood.valueAndGradient(point, gradient);
            for (int k = 0; k < intercepts; k++) {
                for (int side = -1; side <= 1; side += 2) {
                    double c = mean + side * deviation;
                    double eta = point[start + k] + point[slope] * c;
                    value -= 0.25 / intercepts * (LogSpace.softplus(eta) + LogSpace.softplus(-eta));
                    double d = 0.25 / intercepts * (1 - 2 * LogSpace.sigmoid(eta));
                    gradient[start + k] += d;
                    gradient[slope] += d * c;
                }
            }
            return value;
        };
    }
}

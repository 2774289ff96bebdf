package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import java.util.Arrays;

/** What to beat (spec 5): labelled rows alone, self-training, minimum entropy. The ignorable fit is mechanism mcar. */
public final class Baselines {
    /** Defaults of scikit-learn's SelfTrainingClassifier, from its documentation. */
    private static final double THRESHOLD = 0.75;
    private static final int ROUNDS = 10;

    private Baselines() {}

    /**
     * LDA ({@link Covariances#EQUAL}) or QDA on the labelled rows, with a ridge of 1e-6 of the mean variance; class covariances
     * are pooled where a class has too few rows.
     */
    public static GaussianMixture labelledOnly(PartlyLabelled sample, Covariances structure, int classes) {
        int[] counts = sample.labelCounts(classes);
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new IllegalArgumentException("class " + k
                        + " has no labelled row; a rule from labelled rows needs one of each");
            }
        }
        Scaling scaling = Scaling.of(sample);
        PartlyLabelled standardised = sample.standardised(scaling.centre(), scaling.scale());
        GaussianMixture exactOrRidged;
        try {
            exactOrRidged = LabelledMoments.exact(standardised, structure, classes);
        } catch (IllegalArgumentException singular) {
            exactOrRidged = LabelledMoments.start(standardised, structure, classes, new double[classes][]);
        }
        return exactOrRidged.rescaled(scaling.centre(), scaling.scale());
    }

    /** Self-training: rows with a posterior above 0.75 get their label for good; ten rounds at most. */
    public static GaussianMixture selfTraining(PartlyLabelled sample, Covariances structure, int classes) {
        int[] labels = new int[sample.rows()];
        for (int j = 0; j < labels.length; j++) {
            labels[j] = sample.label(j);
        }
        GaussianMixture rule = labelledOnly(sample, structure, classes);
        for (int round = 0; round < ROUNDS; round++) {
            boolean added = false;
            for (int j = 0; j < labels.length; j++) {
                if (labels[j] >= 0) {
                    continue;
                }
                double[] probability = rule.probabilities(sample.row(j));
                double top = Arrays.stream(probability).max().orElseThrow();
                if (top > THRESHOLD) {
                    labels[j] = rule.classify(sample.row(j));
                    added = true;
                }
            }
            if (!added) {
                break;
            }
            rule = labelledOnly(sample.withLabels(labels), structure, classes);
        }
        return rule;
    }

    /**
     * Minimum-entropy regularisation (Grandvalet and Bengio 2005) of the ignorable likelihood: maximises L_ig - λ Σ_{missing} e_j
     * from the labelled rule (spec 4.1). A negative λ rewards entropy instead.
     */
    public static GaussianMixture entropyMinimisation(PartlyLabelled sample, Covariances structure, int classes, double lambda) {
        Scaling scaling = Scaling.of(sample);
        PartlyLabelled standardised = sample.standardised(scaling.centre(), scaling.scale());
        Coordinates at = new Coordinates(structure, classes, sample.columns(), new Mechanism.Mcar());
        double[] rate = {0};
        double[] start = at.encode(labelledOnly(standardised, structure, classes), rate);
        Posterior posterior = new Posterior(classes);
        double[] weight = new double[classes];
        double[] slope = new double[classes];
        QuasiNewton.Result end = QuasiNewton.maximise((x, gradient) -> {
            Arrays.fill(gradient, 0);
            GaussianMixture model = at.decode(x);
            Scores scores = new Scores(at, x);
            double value = 0;
            for (int j = 0; j < standardised.rows(); j++) {
                double[] y = standardised.row(j);
                int z = standardised.label(j);
                model.posterior(y, 0, posterior);
                scores.at(y, 0);
                value += RowTerm.ignorable(posterior, z);
                if (z < 0) {
                    value -= lambda * posterior.entropy();
                    Covariate.ENTROPY.derivative(posterior, slope);
                }
                for (int k = 0; k < classes; k++) {
                    weight[k] = z < 0 ? posterior.probability[k] - lambda * slope[k] : z == k ? 1 : 0;
                }
                scores.combine(weight, gradient);
            }
            return value;
        }, start, at.bounds(sample.rows()), 1e-8 * sample.rows(), FitOptions.DEFAULT.maxIterations());
        return at.decode(end.x()).rescaled(scaling.centre(), scaling.scale());
    }
}

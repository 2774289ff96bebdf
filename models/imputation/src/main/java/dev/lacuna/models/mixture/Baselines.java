package dev.lacuna.models.mixture;

import java.util.Arrays;

/** What to beat: the rule from labelled rows alone, and self-training (spec 5, B2 and B6). The ignorable fit is mechanism mcar. */
public final class Baselines {
    /** Defaults of scikit-learn's SelfTrainingClassifier, from its documentation. */
    private static final double THRESHOLD = 0.75;
    private static final int ROUNDS = 10;

    private Baselines() {}

    /**
     * LDA ({@link Covariances#EQUAL}) or QDA on the labelled rows, with a ridge of 1e-6 of the mean variance; class covariances are pooled
     * where a class has too few rows.
     */
    public static GaussianMixture labelledOnly(PartlyLabelled sample, Covariances structure, int classes) {
        int[] counts = sample.labelCounts(classes);
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new IllegalArgumentException("class " + k + " has no labelled row; a rule from labelled rows needs one of each");
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
}

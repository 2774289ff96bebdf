package dev.lacuna.models.mixture;

import java.util.Locale;

/** Rules that do not ask why labels are missing, for comparison. */
public enum LabelBaseline {
    /** Linear discriminant of the labelled rows. */
    LDA,
    /** Quadratic discriminant of the labelled rows. */
    QDA,
    /** Maximum likelihood of all rows with labels missing at random, by the covariances of the fit. */
    IGNORABLE,
    /** The discriminant of the labelled rows, taught by its own sure guesses, by the covariances of the fit. */
    SELF_TRAINING;

    GaussianMixture rule(PartlyLabelled sample, Covariances structure, int classes) {
        return switch (this) {
            case LDA -> Baselines.labelledOnly(sample, Covariances.EQUAL, classes);
            case QDA -> Baselines.labelledOnly(sample, Covariances.UNEQUAL, classes);
            case IGNORABLE -> InformativeLabels.builder().covariances(structure).classes(classes).fit(sample).mixture();
            case SELF_TRAINING -> Baselines.selfTraining(sample, structure, classes);
        };
    }

    /** As written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

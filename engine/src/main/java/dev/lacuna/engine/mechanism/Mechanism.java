package dev.lacuna.engine.mechanism;

import java.util.List;

/** A rule that gives each cell of some columns its probability to be hidden. */
public sealed interface Mechanism permits Mcar, Mar, SelfMaskingAboveMean, SelfMaskingAboveQuantile, LogisticSelfMasking,
        LatentDriven {

    /**
     * The columns that lose cells, by name; none listed means every modelled column (for {@link Mar} those that drive nothing).
     */
    List<String> columns();

    /** Probability [rows] to hide each cell of a column; what it gives for a cell that is missing already does not matter. */
    double[] hidingProbabilities(Scores scores, int column, long seed);
}

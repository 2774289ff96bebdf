package dev.lacuna.models.mixture;

import java.util.List;

/**
 * How a fit searches.
 *
 * @param randomStarts perturbed copies of the labelled and the ignorable start; random splits of the unlabelled rows come on top
 * @param maxIterations quasi-Newton iterations of the final search
 * @param gradientTolerance largest gradient entry, divided by the rows, of a converged fit (standardised features)
 * @param anchors means that tie classes without labels to their number, in the units of the features; empty for none
 * @param allowUnlabelledClasses whether a class without a label may be found from the features alone
 */
record FitOptions(int randomStarts, int maxIterations, double gradientTolerance, long seed, int threads, List<double[]> anchors,
        boolean allowUnlabelledClasses) {

    /**
     * Random splits of the unlabelled rows for each perturbed start: one in five finds the better of two optima on a real table
     * of 76 rows.
     */
    static final int SPLITS = 4;

    static final FitOptions DEFAULT = new FitOptions(4, 1000, 1e-8, 20251204, 1, List.of(), false);
}

package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells a real maximum from one where a covariance nearly vanishes on a few rows and the likelihood has no upper limit (spec
 * 1.7).
 */
final class SpuriousFilter {
    /** A covariance whose least eigenvalue is below this part of the labelled one is spurious. */
    static final double FLOOR = 1e-3;
    /** Without labels a class may be any part of the total spread: its reference is this part of it. */
    private static final double UNLABELLED = 1e-2;

    private final Coordinates at;
    private final double floor;

    SpuriousFilter(PartlyLabelled standardised, RowBlocks blocks, Covariances structure, int classes) {
        at = new Coordinates(structure, classes, standardised.columns(), new Mechanism.Mcar());
        floor = FLOOR * reference(standardised, blocks);
    }

    /** The least eigenvalue of the pooled labelled covariance; part of the whole sample's where labels are too few. */
    private double reference(PartlyLabelled sample, RowBlocks blocks) {
        int p = sample.columns();
        int labelled = sample.rows() - sample.missing();
        if (labelled - at.classes() > p && Arrays.stream(sample.labelCounts(at.classes())).allMatch(c -> c > 0)) {
            Covariances pooled = at.structure().diagonal() ? Covariances.EQUAL_DIAGONAL : Covariances.EQUAL;
            return least(LabelledMoments.start(sample, pooled, at.classes(), new double[at.classes()][]).covariance(0));
        }
        double[] total = new double[p * p];
        for (int i = 0; i < p * p; i++) {
            total[i] = blocks.squares[i] / sample.rows();
        }
        return UNLABELLED * least(total);
    }

    boolean rejects(double[] x) {
        return eigenvalues(x).stream().anyMatch(e -> e < floor);
    }

    /** The least eigenvalue of each covariance at x. */
    List<Double> eigenvalues(double[] x) {
        List<Double> out = new ArrayList<>();
        for (int m = 0; m < at.structure().matrices(at.classes()); m++) {
            out.add(least(Cholesky.square(at.lower(x, m), at.columns())));
        }
        return out;
    }

    private double least(double[] symmetric) {
        int p = at.columns();
        if (!at.structure().diagonal()) {
            return Cholesky.eigenvalues(symmetric, p)[0];
        }
        double low = Double.POSITIVE_INFINITY;
        for (int i = 0; i < p; i++) {
            low = Math.min(low, symmetric[i * p + i]);
        }
        return low;
    }
}

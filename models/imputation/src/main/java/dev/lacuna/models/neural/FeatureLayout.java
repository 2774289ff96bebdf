package dev.lacuna.models.neural;

import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.kernels.sampling.FeatureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The D columns that are modelled and the E features that stand for them: one for a real or binary column, one for each level
 * of a categorical one.
 *
 * @param featureColumn [E] the column of each feature, ascending
 * @param kinds [E] the likelihood of each feature
 */
public record FeatureLayout(int[] featureColumn, List<FeatureKind> kinds) {

    public FeatureLayout {
        kinds = List.copyOf(kinds);
    }

    /** Columns of one feature each, all of one kind. */
    public static FeatureLayout uniform(int columns, FeatureKind kind) {
        int[] own = new int[columns];
        Arrays.setAll(own, d -> d);
        return new FeatureLayout(own, Collections.nCopies(columns, kind));
    }

    /** Real, count and ordinal columns are standardised numbers and get {@code realKind}. */
    public static FeatureLayout of(Encoding encoding, FeatureKind realKind) {
        int[] column = new int[encoding.features()];
        List<FeatureKind> kinds = new ArrayList<>();
        for (FeatureBlock block : encoding.blocks()) {
            FeatureKind kind = switch (block.kind()) {
                case REAL, COUNT, ORDINAL -> realKind;
                case BINARY -> FeatureKind.BERNOULLI;
                case CATEGORICAL -> FeatureKind.CATEGORICAL;
            };
            for (int f = 0; f < block.width(); f++) {
                column[block.firstFeature() + f] = block.column();
                kinds.add(kind);
            }
        }
        return new FeatureLayout(column, kinds);
    }

    public int features() {
        return featureColumn.length;
    }

    public int columns() {
        return featureColumn[featureColumn.length - 1] + 1;
    }

    public FeatureKind kind(int feature) {
        return kinds.get(feature);
    }

    public boolean has(FeatureKind kind) {
        return kinds.contains(kind);
    }

    /** Whether any feature is a number with a scale. */
    public boolean hasReal() {
        return has(FeatureKind.GAUSSIAN) || has(FeatureKind.STUDENT_T);
    }

    /** The first feature of each column, and E at the end: [D + 1]. */
    public int[] columnStarts() {
        int[] starts = new int[columns() + 1];
        for (int e = features() - 1; e >= 0; e--) starts[featureColumn[e]] = e;
        starts[columns()] = features();
        return starts;
    }

    /** The first feature after the column that {@code feature} belongs to. */
    public int columnEnd(int feature) {
        int end = feature + 1;
        while (end < features() && featureColumn[end] == featureColumn[feature]) end++;
        return end;
    }
}

package dev.lacuna.engine.encode;

import dev.lacuna.engine.table.ColumnSchema;

/**
 * The features of one modelled column: {@code firstFeature} to {@code firstFeature + width - 1}.
 *
 * @param column index among the modelled columns (0 .. D - 1), not in the table
 * @param mean mean of the observed values that the features were standardised with; 0 for BINARY and CATEGORICAL
 * @param scale their population standard deviation; 1 for BINARY and CATEGORICAL
 */
public record FeatureBlock(int column, String name, FeatureKind kind, int firstFeature, int width, double mean, double scale) {

    /** The block of a column; {@code mean} and {@code scale} are used where the kind is standardised. */
    static FeatureBlock of(ColumnSchema column, int index, int firstFeature, double mean, double scale) {
        return switch (column.type()) {
            case REAL -> new FeatureBlock(index, column.name(), FeatureKind.REAL, firstFeature, 1, mean, scale);
            case COUNT -> new FeatureBlock(index, column.name(), FeatureKind.COUNT, firstFeature, 1, mean, scale);
            case ORDINAL -> new FeatureBlock(index, column.name(), FeatureKind.ORDINAL, firstFeature, 1, mean, scale);
            case BINARY -> new FeatureBlock(index, column.name(), FeatureKind.BINARY, firstFeature, 1, 0, 1);
            case CATEGORICAL -> new FeatureBlock(index, column.name(), FeatureKind.CATEGORICAL, firstFeature,
                    column.levels().size(), 0, 1);
            case IGNORED -> throw new IllegalArgumentException("column '" + column.name() + "' is ignored and has no features");
        };
    }

    /** True for the kinds whose feature is (value - mean) / scale. */
    public boolean standardised() {
        return kind == FeatureKind.REAL || kind == FeatureKind.COUNT || kind == FeatureKind.ORDINAL;
    }

    FeatureBlock unstandardised() {
        return new FeatureBlock(column, name, kind, firstFeature, width, 0, 1);
    }

    float encode(double value) {
        return (float) ((value - mean) / scale);
    }

    double decode(float feature) {
        return mean + scale * feature;
    }
}

package dev.lacuna.engine.encode;

/**
 * The features of one modelled column: {@code firstFeature} to {@code firstFeature + width - 1}.
 *
 * @param column index among the modelled columns (0 .. D - 1), not in the table
 * @param mean mean of the observed values that the features were standardised with; 0 for BINARY and CATEGORICAL
 * @param scale their population standard deviation; 1 for BINARY and CATEGORICAL
 */
public record FeatureBlock(int column, String name, FeatureKind kind, int firstFeature, int width, double mean, double scale) {

    /** True for the kinds whose feature is (value - mean) / scale. */
    public boolean standardised() {
        return kind == FeatureKind.REAL || kind == FeatureKind.COUNT || kind == FeatureKind.ORDINAL;
    }

    float encode(double value) {
        return (float) ((value - mean) / scale);
    }

    double decode(float feature) {
        return mean + scale * feature;
    }
}

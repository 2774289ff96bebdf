package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.Arrays;

/**
 * a_d = Σ -W_e (x_e - b_e) over the features e of column d, [. x D]: the logit of P(observed) where each column hides itself
 * (Ipsen et al. 2021, section 2.2; with W &gt; 0 large values are missing more often).
 */
final class SelfMaskingLogits extends Operation {
    private static final int VALUES = 0;
    private static final int SLOPE = 1;
    private static final int OFFSET = 2;

    private static final int PRODUCT = FIRST_FREE_SLOT;
    private static final int COLUMN_LOGITS = FIRST_FREE_SLOT + 1;
    /** As {@code CompletedValues}: short rows are repeated to 4 KiB. */
    private static final int LEAST_TILE = 1024;

    private final int[] column;
    private final int features;
    private final boolean sharedSlope;
    private final boolean oneFeatureEach;
    /** -W and W b of each feature, repeated. */
    private final float[] factor;
    private final float[] shift;
    private final float[] upstreamSums;
    private final float[] productSums;

    private SelfMaskingLogits(FeatureLayout layout, Var values, Var slope, Var offset) {
        super(values.rows(), layout.columns(), values, slope, offset);
        column = layout.featureColumn();
        features = layout.features();
        sharedSlope = slope.size() == 1 && features > 1;
        oneFeatureEach = features == layout.columns();
        factor = new float[features * Math.min(rows(), 1 + (LEAST_TILE - 1) / features)];
        shift = new float[factor.length];
        upstreamSums = new float[features];
        productSums = new float[features];
        reserve(PRODUCT, values.size());
        reserve(COLUMN_LOGITS, values.size());
    }

    /** values [. x E], slope [1 x E] or [1 x 1], offset [1 x E]. */
    static Var of(FeatureLayout layout, Var values, Var slope, Var offset) {
        return new SelfMaskingLogits(layout, values, slope, offset).record();
    }

    @Override
    protected void forward() {
        for (int e = 0; e < features; e++) {
            factor[e] = -slope(e);
            shift[e] = slope(e) * value(OFFSET)[e];
        }
        for (int at = features; at < factor.length; at += features) {
            System.arraycopy(factor, 0, factor, at, features);
            System.arraycopy(shift, 0, shift, at, features);
        }
        float[] parts = oneFeatureEach ? out() : scratch(COLUMN_LOGITS);
        int size = input(VALUES).size();
        for (int at = 0; at < size; at += factor.length) {
            int length = Math.min(factor.length, size - at);
            kernels().multiplyAdd(factor, 0, value(VALUES), at, shift, 0, parts, at, length);
        }
        if (!oneFeatureEach) addToColumns(parts);
    }

    private float slope(int feature) {
        return value(SLOPE)[sharedSlope ? 0 : feature];
    }

    private void addToColumns(float[] parts) {
        float[] out = out();
        Arrays.fill(out, 0, size(), 0);
        for (int row = 0; row < rows(); row++) {
            for (int e = 0; e < features; e++) out[row * columns() + column[e]] += parts[row * features + e];
        }
    }

    /** dx = -W g, dW = -Σ x g + b Σ g, db = W Σ g; sums over rows, ascending. */
    @Override
    protected void backward() {
        float[] g = oneFeatureEach ? outGradient() : spread();
        float[] product = scratch(PRODUCT);
        int size = input(VALUES).size();
        if (wants(VALUES)) {
            for (int at = 0; at < size; at += factor.length) {
                int length = Math.min(factor.length, size - at);
                kernels().multiplyElements(factor, 0, g, at, gradient(VALUES), at, length, accumulates(VALUES));
            }
        }
        if (!wants(SLOPE) && !wants(OFFSET)) return;
        kernels().multiplyElements(value(VALUES), 0, g, 0, product, 0, size, false);
        kernels().columnSums(rows(), features, g, 0, features, upstreamSums, 0, false);
        kernels().columnSums(rows(), features, product, 0, features, productSums, 0, false);
        if (wants(SLOPE)) slopeBackward();
        if (wants(OFFSET)) {
            for (int e = 0; e < features; e++) add(OFFSET, e, slope(e) * upstreamSums[e]);
        }
    }

    private void slopeBackward() {
        float[] offset = value(OFFSET);
        double shared = 0;
        for (int e = 0; e < features; e++) {
            float part = offset[e] * upstreamSums[e] - productSums[e];
            shared += part;
            if (!sharedSlope) add(SLOPE, e, part);
        }
        if (sharedSlope) add(SLOPE, 0, (float) shared);
    }

    private void add(int input, int i, float part) {
        gradient(input)[i] = accumulates(input) ? gradient(input)[i] + part : part;
    }

    /** The gradient of a column's logit for each of its features. */
    private float[] spread() {
        float[] spread = scratch(COLUMN_LOGITS);
        for (int row = 0; row < rows(); row++) {
            for (int e = 0; e < features; e++) spread[row * features + e] = outGradient()[row * columns() + column[e]];
        }
        return spread;
    }
}

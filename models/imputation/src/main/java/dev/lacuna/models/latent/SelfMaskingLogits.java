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

    private final int[] column;
    private final int features;
    private final int slopeStride;
    private final double[] slopeGradient;
    private final double[] offsetGradient;

    private SelfMaskingLogits(FeatureLayout layout, Var values, Var slope, Var offset) {
        super(values.rows(), layout.columns(), values, slope, offset);
        column = layout.featureColumn();
        features = layout.features();
        slopeStride = slope.size() == 1 && features > 1 ? 0 : 1;
        slopeGradient = new double[slope.size()];
        offsetGradient = new double[features];
    }

    /** values [. x E], slope [1 x E] or [1 x 1], offset [1 x E]. */
    static Var of(FeatureLayout layout, Var values, Var slope, Var offset) {
        return new SelfMaskingLogits(layout, values, slope, offset).record();
    }

    @Override
    protected void forward() {
        float[] out = out();
        float[] x = value(VALUES);
        float[] slope = value(SLOPE);
        float[] offset = value(OFFSET);
        Arrays.fill(out, 0, size(), 0);
        for (int row = 0; row < rows(); row++) {
            int from = row * columns();
            for (int e = 0; e < features; e++) {
                out[from + column[e]] -= slope[slopeStride * e] * (x[row * features + e] - offset[e]);
            }
        }
    }

    /** dx = -W g, dW = -(x - b) g, db = W g; sums over rows in double, rows ascending. */
    @Override
    protected void backward() {
        float[] g = outGradient();
        float[] x = value(VALUES);
        float[] slope = value(SLOPE);
        float[] offset = value(OFFSET);
        Arrays.fill(slopeGradient, 0);
        Arrays.fill(offsetGradient, 0);
        for (int row = 0; row < rows(); row++) {
            int from = row * columns();
            for (int e = 0; e < features; e++) {
                float upstream = g[from + column[e]];
                slopeGradient[slopeStride * e] -= upstream * (x[row * features + e] - offset[e]);
                offsetGradient[e] += upstream * slope[slopeStride * e];
            }
        }
        if (wants(VALUES)) valuesBackward(g, slope);
        if (wants(SLOPE)) write(slopeGradient, gradient(SLOPE), accumulates(SLOPE));
        if (wants(OFFSET)) write(offsetGradient, gradient(OFFSET), accumulates(OFFSET));
    }

    private void valuesBackward(float[] g, float[] slope) {
        float[] gradient = gradient(VALUES);
        boolean accumulate = accumulates(VALUES);
        for (int row = 0; row < rows(); row++) {
            for (int e = 0; e < features; e++) {
                float part = -slope[slopeStride * e] * g[row * columns() + column[e]];
                gradient[row * features + e] = accumulate ? gradient[row * features + e] + part : part;
            }
        }
    }

    private static void write(double[] sums, float[] gradient, boolean accumulate) {
        for (int i = 0; i < sums.length; i++) gradient[i] = (float) (accumulate ? gradient[i] + sums[i] : sums[i]);
    }
}

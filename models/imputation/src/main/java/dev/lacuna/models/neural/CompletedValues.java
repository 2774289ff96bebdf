package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.sampling.FeatureKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a missingness model reads, [K·B x E]: observed values as they are, missing ones as the decoder has them,
 *
 * <pre>
 * real         mean + std eps   (SAMPLE)   or   mean   (MEAN)
 * binary       sigmoid(mean)
 * categorical  softmax of the column's means
 * </pre>
 *
 * The gradient flows through the missing values into decoder and encoder; that is what moves the imputations.
 */
public final class CompletedValues extends Operation {
    private static final int VALUES = 0;
    private static final int OBSERVED = 1;
    private static final int MEAN = 2;
    private static final int STD = 3;
    private static final int NOISE = 4;

    /** 4 KiB: the rows of a batch are repeated to as many elements, so that a kernel's call is worth its while. */
    private static final int LEAST_TILE = 1024;
    private static final int TILE_GRADIENT = FIRST_FREE_SLOT;

    private final FeatureLayout layout;
    private final boolean samples;
    private final boolean allReal;
    private final boolean sharedStd;
    private final int batch;
    private final int features;
    /** The batch's rows, repeated: observed values with 0 elsewhere, and 1 where a real value is missing. */
    private final float[] known;
    private final float[] hidden;
    /** The shared standard deviation as often as a tile needs it. */
    private final float[] repeatedStd;

    private CompletedValues(FeatureLayout layout, boolean samples, Var... inputs) {
        super(inputs[MEAN].rows(), inputs[MEAN].columns(), inputs);
        this.layout = layout;
        this.samples = samples;
        batch = inputs[VALUES].rows();
        features = layout.features();
        sharedStd = samples && inputs[STD].size() == 1;
        allReal = !layout.has(FeatureKind.BERNOULLI) && !layout.has(FeatureKind.CATEGORICAL);
        int repeats = Math.min(rows() / batch, 1 + (LEAST_TILE - 1) / (batch * features));
        known = new float[repeats * batch * features];
        hidden = new float[known.length];
        repeatedStd = new float[sharedStd ? known.length : 0];
        reserve(TILE_GRADIENT, known.length);
    }

    /**
     * @param values [B x E]
     * @param observed [B x E], 1 = observed
     * @param mean [K·B x E]
     * @param std [K·B x E] or [1 x 1]; only read with noise
     * @param noise standard normal [K·B x E]; none takes the mean
     */
    public static Var of(FeatureLayout layout, Var values, Var observed, Var mean, Optional<Var> std, Optional<Var> noise) {
        if (noise.isPresent() && std.isPresent()) {
            return new CompletedValues(layout, true, values, observed, mean, std.get(), noise.get()).record();
        }
        return new CompletedValues(layout, false, values, observed, mean).record();
    }

    @Override
    protected void forward() {
        fillTile();
        float[] out = out();
        float[] drawn = value(MEAN);
        for (int at = 0; at < size(); at += known.length) {
            int length = Math.min(known.length, size() - at);
            if (samples) {
                float[] std = sharedStd ? repeatedStd : value(STD);
                kernels().multiplyAdd(std, sharedStd ? 0 : at, value(NOISE), at, value(MEAN), at, out, at, length);
                drawn = out;
            }
            kernels().multiplyAdd(hidden, 0, drawn, at, known, 0, out, at, length);
        }
        if (!allReal) fillDiscrete();
    }

    private void fillTile() {
        float[] x = value(VALUES);
        float[] r = value(OBSERVED);
        int block = batch * features;
        for (int row = 0; row < batch; row++) {
            for (int e = 0; e < features; e++) {
                int at = row * features + e;
                known[at] = r[at] != 0 ? x[at] : 0;
                hidden[at] = r[at] == 0 && isReal(e) ? 1 : 0;
            }
        }
        for (int at = block; at < known.length; at += block) {
            System.arraycopy(known, 0, known, at, block);
            System.arraycopy(hidden, 0, hidden, at, block);
        }
        if (sharedStd) Arrays.fill(repeatedStd, value(STD)[0]);
    }

    private boolean isReal(int feature) {
        return allReal || layout.kind(feature) == FeatureKind.GAUSSIAN || layout.kind(feature) == FeatureKind.STUDENT_T;
    }

    private void fillDiscrete() {
        float[] r = value(OBSERVED);
        for (int row = 0; row < rows(); row++) {
            int at = row * features;
            int shared = row % batch * features;
            for (int e = 0; e < features; e = layout.columnEnd(e)) {
                if (r[shared + e] != 0) continue;
                if (layout.kind(e) == FeatureKind.BERNOULLI) kernels().sigmoid(value(MEAN), at + e, out(), at + e, 1);
                if (layout.kind(e) == FeatureKind.CATEGORICAL) softmax(at + e, layout.columnEnd(e) - e);
            }
        }
    }

    private void softmax(int at, int levels) {
        float[] out = out();
        float[] mean = value(MEAN);
        float max = mean[at];
        for (int i = 1; i < levels; i++) max = Math.max(max, mean[at + i]);
        for (int i = 0; i < levels; i++) out[at + i] = mean[at + i] - max;
        kernels().exp(out, at, out, at, levels);
        float sum = 0;
        for (int i = 0; i < levels; i++) sum += out[at + i];
        for (int i = 0; i < levels; i++) out[at + i] /= sum;
    }

    @Override
    protected void backward() {
        if (wants(MEAN)) meanBackward();
        if (samples && wants(STD)) stdBackward();
    }

    private void meanBackward() {
        for (int at = 0; at < size(); at += known.length) {
            int length = Math.min(known.length, size() - at);
            kernels().multiplyElements(hidden, 0, outGradient(), at, gradient(MEAN), at, length, accumulates(MEAN));
        }
        if (allReal) return;
        for (int row = 0; row < rows(); row++) discreteBackward(gradient(MEAN), row * features, row % batch * features);
    }

    /** sigmoid: g p (1 - p); softmax: p_e (g_e - Σ_j p_j g_j). */
    private void discreteBackward(float[] gradient, int at, int shared) {
        float[] g = outGradient();
        float[] p = out();
        float[] r = value(OBSERVED);
        for (int e = 0; e < features; e = layout.columnEnd(e)) {
            if (r[shared + e] != 0) continue;
            if (layout.kind(e) == FeatureKind.BERNOULLI) {
                gradient[at + e] += g[at + e] * p[at + e] * (1 - p[at + e]);
            } else if (layout.kind(e) == FeatureKind.CATEGORICAL) {
                int end = layout.columnEnd(e);
                float mean = 0;
                for (int j = e; j < end; j++) mean += p[at + j] * g[at + j];
                for (int j = e; j < end; j++) gradient[at + j] += p[at + j] * (g[at + j] - mean);
            }
        }
    }

    private void stdBackward() {
        float[] part = scratch(TILE_GRADIENT);
        float[] noise = value(NOISE);
        double sum = 0;
        for (int at = 0; at < size(); at += known.length) {
            int length = Math.min(known.length, size() - at);
            kernels().multiplyElements(hidden, 0, outGradient(), at, part, 0, length, false);
            if (sharedStd) {
                kernels().weightedRowSums(1, length, noise, at, part, 0, part, 0);
                sum += part[0];
            } else {
                kernels().multiplyElements(part, 0, noise, at, gradient(STD), at, length, accumulates(STD));
            }
        }
        if (sharedStd) gradient(STD)[0] = (float) (accumulates(STD) ? gradient(STD)[0] + sum : sum);
    }
}

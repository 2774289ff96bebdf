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

    private final FeatureLayout layout;
    private final boolean samples;
    private final boolean allReal;
    private final int batch;
    private final int features;
    /** Distance between the standard deviations of neighbours: 1, or 0 where there is one for all. */
    private final int stdStride;

    private CompletedValues(FeatureLayout layout, boolean samples, Var... inputs) {
        super(inputs[MEAN].rows(), inputs[MEAN].columns(), inputs);
        this.layout = layout;
        this.samples = samples;
        batch = inputs[VALUES].rows();
        features = layout.features();
        stdStride = samples && inputs[STD].size() > 1 ? 1 : 0;
        allReal = !layout.has(FeatureKind.BERNOULLI) && !layout.has(FeatureKind.CATEGORICAL);
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
        float[] out = out();
        if (!allReal) kernels().sigmoid(value(MEAN), 0, out, 0, size());
        for (int row = 0; row < rows(); row++) {
            int at = row * features;
            int shared = row % batch * features;
            if (allReal) fillReal(at, shared, 0, features);
            else fillMixed(at, shared);
        }
    }

    private void fillMixed(int at, int shared) {
        float[] out = out();
        float[] x = value(VALUES);
        float[] r = value(OBSERVED);
        for (int e = 0; e < features; e = layout.columnEnd(e)) {
            int end = layout.columnEnd(e);
            switch (layout.kind(e)) {
                case GAUSSIAN, STUDENT_T -> fillReal(at, shared, e, end);
                case BERNOULLI -> {
                    if (r[shared + e] != 0) out[at + e] = x[shared + e];
                }
                case CATEGORICAL -> {
                    if (r[shared + e] != 0) System.arraycopy(x, shared + e, out, at + e, end - e);
                    else softmax(at + e, end - e);
                }
            }
        }
    }

    private void fillReal(int at, int shared, int from, int to) {
        float[] out = out();
        float[] x = value(VALUES);
        float[] r = value(OBSERVED);
        float[] mean = value(MEAN);
        if (!samples) {
            for (int e = from; e < to; e++) out[at + e] = r[shared + e] != 0 ? x[shared + e] : mean[at + e];
            return;
        }
        float[] std = value(STD);
        float[] noise = value(NOISE);
        for (int e = from; e < to; e++) {
            out[at + e] = r[shared + e] != 0 ? x[shared + e] : mean[at + e] + std[stdStride * (at + e)] * noise[at + e];
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
        float[] gradient = gradient(MEAN);
        float[] g = outGradient();
        float[] r = value(OBSERVED);
        if (!accumulates(MEAN)) Arrays.fill(gradient, 0, size(), 0);
        for (int row = 0; row < rows(); row++) {
            int at = row * features;
            int shared = row % batch * features;
            for (int e = 0; e < features; e++) {
                if (allReal || layout.kind(e) == FeatureKind.GAUSSIAN || layout.kind(e) == FeatureKind.STUDENT_T) {
                    gradient[at + e] += r[shared + e] != 0 ? 0 : g[at + e];
                }
            }
            if (!allReal) discreteBackward(gradient, at, shared);
        }
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
        float[] gradient = gradient(STD);
        float[] g = outGradient();
        float[] noise = value(NOISE);
        float[] r = value(OBSERVED);
        if (!accumulates(STD)) Arrays.fill(gradient, 0, input(STD).size(), 0);
        double sum = 0;
        for (int row = 0; row < rows(); row++) {
            int at = row * features;
            int shared = row % batch * features;
            for (int e = 0; e < features; e++) {
                boolean real = allReal || layout.kind(e) == FeatureKind.GAUSSIAN;
                float part = real && r[shared + e] == 0 ? g[at + e] * noise[at + e] : 0;
                if (stdStride == 1) gradient[at + e] += part;
                else sum += part;
            }
        }
        if (stdStride == 0) gradient[0] += (float) sum;
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/**
 * The set encoder's pooled features, [B x S]: pool_e r_e relu(s_e W + b); see {@link SetEncoder}.
 *
 * <p>Before the relu each feature is a line in its value, x A_e + C_e with
 *
 * <pre>
 * A_e = W_0 + F_e W_F,  C_e = c_e W_c + b              multiply
 * A_e = W_0,            C_e = F_e W_F + c_e W_c + b    otherwise
 * </pre>
 *
 * where W_0, W_F, W_c are the first, middle and last rows of W. So the lines are computed once a step and each observed value
 * costs S multiply-adds instead of S (embedding + 2).
 */
final class SetPooling extends Operation {

    /** How the features of a set become one vector. A missing feature counts 0 in the maximum, which the relu makes harmless. */
    enum Pool { SUM, MAX }

    private static final int VALUES = 0;
    private static final int OBSERVED = 1;
    private static final int EMBEDDING = 2;
    private static final int BIAS = 3;
    private static final int WEIGHT = 4;
    private static final int OFFSET = 5;

    private final Lines lines;
    private final Pool pool;
    private final int features;
    private final int width;
    private final int embedding;
    private final float[] slopeGradient;
    private final float[] levelGradient;
    /** Under MAX, the feature that won each [B x S]; -1 for none. */
    private final int[] winner;

    private SetPooling(boolean multiply, Pool pool, Var values, Var observed, Var embedding, Var bias, Var weight, Var offset) {
        super(values.rows(), weight.columns(), values, observed, embedding, bias, weight, offset);
        this.pool = pool;
        features = values.columns();
        width = weight.columns();
        this.embedding = embedding.columns();
        lines = new Lines(features, width, this.embedding, multiply);
        slopeGradient = new float[features * width];
        levelGradient = new float[features * width];
        winner = new int[pool == Pool.MAX ? values.rows() * width : 0];
    }

    /** values and observed are [B x E]; the parameters are those of {@link SetEncoder}. */
    static Var of(boolean multiply, Pool pool, Var values, Var observed, Var embedding, Var bias, Var weight, Var offset) {
        return new SetPooling(multiply, pool, values, observed, embedding, bias, weight, offset).record();
    }

    @Override
    protected void forward() {
        lines.compute(value(EMBEDDING), value(BIAS), value(WEIGHT), value(OFFSET));
        float[] out = out();
        float[] x = value(VALUES);
        float[] r = value(OBSERVED);
        Arrays.fill(out, 0, size(), 0);
        Arrays.fill(winner, -1);
        for (int row = 0; row < rows(); row++) {
            for (int e = 0; e < features; e++) {
                if (r[row * features + e] == 0) continue;
                if (pool == Pool.SUM) lines.add(e, x[row * features + e], pool, out, row * width);
                else lines.raise(e, x[row * features + e], out, winner, row * width);
            }
        }
    }

    @Override
    protected void backward() {
        Arrays.fill(slopeGradient, 0);
        Arrays.fill(levelGradient, 0);
        float[] g = outGradient();
        float[] x = value(VALUES);
        float[] r = value(OBSERVED);
        for (int row = 0; row < rows(); row++) {
            for (int e = 0; e < features; e++) {
                if (r[row * features + e] == 0) continue;
                float value = x[row * features + e];
                for (int s = 0; s < width; s++) {
                    int line = e * width + s;
                    boolean passes = pool == Pool.SUM ? value * lines.slope[line] + lines.level[line] > 0
                            : winner[row * width + s] == e;
                    if (passes) {
                        slopeGradient[line] += value * g[row * width + s];
                        levelGradient[line] += g[row * width + s];
                    }
                }
            }
        }
        if (wants(EMBEDDING)) embeddingBackward();
        if (wants(BIAS)) biasBackward();
        if (wants(WEIGHT)) weightBackward();
        if (wants(OFFSET)) offsetBackward();
    }

    /** dF_e = d(A_e or C_e) W_Fᵀ. */
    private void embeddingBackward() {
        float[] lineGradient = lines.multiply ? slopeGradient : levelGradient;
        kernels().multiplyRightTransposed(features, embedding, width, lineGradient, 0, width, value(WEIGHT), width, width,
                gradient(EMBEDDING), 0, embedding, accumulates(EMBEDDING));
    }

    private void biasBackward() {
        kernels().multiplyRightTransposed(features, 1, width, levelGradient, 0, width, value(WEIGHT), (embedding + 1) * width,
                width, gradient(BIAS), 0, 1, accumulates(BIAS));
    }

    /** dW_0 = Σ_e dA_e, dW_F = Fᵀ d(A or C), dW_c = cᵀ dC. */
    private void weightBackward() {
        float[] gradient = gradient(WEIGHT);
        boolean accumulate = accumulates(WEIGHT);
        float[] lineGradient = lines.multiply ? slopeGradient : levelGradient;
        kernels().columnSums(features, width, slopeGradient, 0, width, gradient, 0, accumulate);
        kernels().multiplyLeftTransposed(embedding, width, features, value(EMBEDDING), 0, embedding, lineGradient, 0, width,
                gradient, width, width, accumulate);
        kernels().multiplyLeftTransposed(1, width, features, value(BIAS), 0, 1, levelGradient, 0, width, gradient,
                (embedding + 1) * width, width, accumulate);
    }

    private void offsetBackward() {
        kernels().columnSums(features, width, levelGradient, 0, width, gradient(OFFSET), 0, accumulates(OFFSET));
    }

    /** The lines x A_e + C_e of all features: slope A and level C, [E x S]. */
    static final class Lines {
        private final int features;
        private final int width;
        private final int embedding;
        private final boolean multiply;
        private final float[] slope;
        private final float[] level;

        Lines(int features, int width, int embedding, boolean multiply) {
            this.features = features;
            this.width = width;
            this.embedding = embedding;
            this.multiply = multiply;
            slope = new float[features * width];
            level = new float[features * width];
        }

        void compute(float[] embeddings, float[] bias, float[] weight, float[] offset) {
            for (int e = 0; e < features; e++) {
                System.arraycopy(weight, 0, slope, e * width, width);
                for (int s = 0; s < width; s++) level[e * width + s] = bias[e] * weight[(embedding + 1) * width + s] + offset[s];
            }
            Kernels.get().multiply(features, width, embedding, embeddings, 0, embedding, weight, width, width,
                    multiply ? slope : level, 0, width, true);
        }

        /** Pools feature e at value x into set[from .. from + S - 1]. */
        void add(int e, float x, Pool pool, float[] set, int from) {
            int line = e * width;
            if (pool == Pool.SUM) {
                for (int s = 0; s < width; s++) set[from + s] += Math.max(0, x * slope[line + s] + level[line + s]);
            } else {
                for (int s = 0; s < width; s++) set[from + s] = Math.max(set[from + s], x * slope[line + s] + level[line + s]);
            }
        }

        /** As {@link #add} under MAX, noting who won. */
        private void raise(int e, float x, float[] set, int[] winner, int from) {
            for (int s = 0; s < width; s++) {
                float candidate = x * slope[e * width + s] + level[e * width + s];
                if (candidate > set[from + s]) {
                    set[from + s] = candidate;
                    winner[from + s] = e;
                }
            }
        }
    }
}

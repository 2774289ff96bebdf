package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;
import java.util.List;

/**
 * Y[m x n] = [X W_1 + b_1, X W_2 + b_2, ...] with X[m x k], n the sum of the layers' columns: narrow linear layers of one input
 * as one product, their outputs side by side.
 *
 * <p>A product of two vectors' width uses the processor better than two of one, and X is read, and its gradient written, once:
 * 160 rows of 128 through two layers of 11 take 38 microseconds with gradients instead of 48, and 5 more to cut the outputs.
 *
 * <p>The gradients have the bits of the layers one by one, recorded in the opposite order: dX = Σ_i G_i W_iᵀ is summed in the
 * order of the layers here.
 */
public final class JointAffine extends Operation {
    private final int layers;
    /** The weights side by side [k x n], the biases [n], and the gradient of the weights. */
    private final float[] weight;
    private final float[] bias;
    private final float[] weightGradient;
    private final float[] biasGradient;

    private JointAffine(int columns, Var... inputs) {
        super(inputs[0].rows(), columns, inputs);
        layers = inputs.length / 2;
        int k = inputs[0].columns();
        for (int i = 0; i < layers; i++) {
            Var w = inputs[weightOf(i)];
            Var b = inputs[biasOf(i)];
            if (w.rows() != k || b.rows() != 1 || b.columns() != w.columns()) {
                throw new IllegalArgumentException("JointAffine: x " + inputs[0] + ", weight " + w + " and bias " + b
                        + " do not fit; x [m x k] needs weights [k x n] and biases [1 x n]");
            }
        }
        weight = new float[k * columns];
        bias = new float[columns];
        weightGradient = new float[weight.length];
        biasGradient = new float[columns];
    }

    /** [m x the sum of the layers' columns]; the weights [k x n_i] and biases [1 x n_i] of at least one layer. */
    public static Var of(Var x, List<Var> weights, List<Var> biases) {
        if (weights.isEmpty() || weights.size() != biases.size()) {
            throw new IllegalArgumentException("JointAffine needs as many biases as weights, and one at least; given: " + biases
                    + " and " + weights);
        }
        Var[] inputs = new Var[1 + 2 * weights.size()];
        inputs[0] = x;
        int columns = 0;
        for (int i = 0; i < weights.size(); i++) {
            inputs[weightOf(i)] = weights.get(i);
            inputs[biasOf(i)] = biases.get(i);
            columns += weights.get(i).columns();
        }
        return new JointAffine(columns, inputs).record();
    }

    private static int weightOf(int layer) {
        return 1 + 2 * layer;
    }

    private static int biasOf(int layer) {
        return 2 + 2 * layer;
    }

    @Override protected void forward() {
        int n = columns();
        int k = input(0).columns();
        for (int i = 0, column = 0; i < layers; i++) {
            int width = input(weightOf(i)).columns();
            Columns.copy(k, width, value(weightOf(i)), 0, width, weight, column, n);
            Columns.copy(1, width, value(biasOf(i)), 0, width, bias, column, n);
            column += width;
        }
        kernels().affine(rows(), n, k, value(0), 0, k, weight, 0, n, bias, 0, Activation.IDENTITY, out(), 0, n);
    }

    @Override protected void backward() {
        int m = rows();
        int n = columns();
        int k = input(0).columns();
        float[] g = outGradient();
        if (wants(0)) {
            kernels().multiplyRightTransposed(m, k, n, g, 0, n, weight, 0, n, gradient(0), 0, k, accumulates(0));
        }
        kernels().multiplyLeftTransposed(k, n, m, value(0), 0, k, g, 0, n, weightGradient, 0, n, false);
        kernels().columnSums(m, n, g, 0, n, biasGradient, 0, false);
        for (int i = 0, column = 0; i < layers; i++) {
            int width = input(weightOf(i)).columns();
            take(weightOf(i), k, width, weightGradient, column);
            take(biasOf(i), 1, width, biasGradient, column);
            column += width;
        }
    }

    private void take(int input, int rows, int width, float[] from, int column) {
        if (wants(input)) {
            Columns.copyOrAdd(rows, width, from, column, columns(), gradient(input), 0, width, accumulates(input));
        }
    }
}

package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;

/**
 * Y[c·B + b] = relu([x ; e_c] W + bias), [C·B x n]: a first layer on [x ; one-hot category] for every category at once.
 *
 * <p>x is [B x k], the same for every category, or [C·B x k]; W is [(k + C) x n]. The one-hot columns cost nothing: row k + c of W
 * and the bias are the offsets of category c. An x that all categories share is multiplied once.
 */
final class CategoryAffine extends Operation {
    private static final int X = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final int PRE_ACTIVATION = FIRST_FREE_SLOT;
    private static final int PRODUCT = FIRST_FREE_SLOT + 1;

    private final int batch;
    private final int categories;
    private final int inputs;
    private final boolean shared;
    /** W[k + c] + bias, [C x n]. */
    private final float[] offsets;

    private CategoryAffine(Var x, Var weight, Var bias, int batch) {
        super((weight.rows() - x.columns()) * batch, weight.columns(), x, weight, bias);
        this.batch = batch;
        inputs = x.columns();
        categories = weight.rows() - inputs;
        shared = x.rows() == batch && categories > 1;
        offsets = new float[categories * columns()];
        reserve(PRE_ACTIVATION, size());
        reserve(PRODUCT, batch * columns());
    }

    /** x [B x k] or [C·B x k], weight [(k + C) x n], bias [1 x n]. */
    static Var of(Var x, Var weight, Var bias, int batch) {
        int categories = weight.rows() - x.columns();
        if (categories < 1 || bias.columns() != weight.columns() || (x.rows() != batch && x.rows() != batch * categories)) {
            throw new IllegalArgumentException("CategoryAffine: " + x + ", weight " + weight + " and bias " + bias
                    + " do not fit " + batch + " rows");
        }
        return new CategoryAffine(x, weight, bias, batch).record();
    }

    @Override
    protected void forward() {
        int n = columns();
        float[] weight = value(WEIGHT);
        float[] bias = value(BIAS);
        for (int c = 0; c < categories; c++) {
            for (int j = 0; j < n; j++) offsets[c * n + j] = weight[(inputs + c) * n + j] + bias[j];
        }
        if (shared) {
            sharedForward(n, weight);
            return;
        }
        for (int c = 0; c < categories; c++) {
            kernels().affine(batch, n, inputs, value(X), c * batch * inputs, inputs, weight, 0, n, offsets, c * n,
                    Activation.RELU, out(), c * batch * n, n);
        }
    }

    private void sharedForward(int n, float[] weight) {
        float[] product = scratch(PRODUCT);
        kernels().multiply(batch, n, inputs, value(X), 0, inputs, weight, 0, n, product, 0, n, false);
        for (int c = 0; c < categories; c++) {
            int block = c * batch * n;
            System.arraycopy(product, 0, out(), block, batch * n);
            for (int b = 0; b < batch; b++) kernels().addScaled(1, offsets, c * n, out(), block + b * n, n);
        }
        kernels().relu(out(), 0, out(), 0, size());
    }

    /** With P = G · [Y &gt; 0]: dX = P Wᵀ, dW = Xᵀ P, summed over the categories first where they share X. */
    @Override
    protected void backward() {
        int n = columns();
        float[] p = scratch(PRE_ACTIVATION);
        kernels().activationBackward(Activation.RELU, out(), 0, outGradient(), 0, p, 0, size(), false);
        float[] product = p;
        if (shared) {
            product = scratch(PRODUCT);
            kernels().columnSums(categories, batch * n, p, 0, batch * n, product, 0, false);
        }
        int rows = input(X).rows();
        if (wants(X)) {
            kernels().multiplyRightTransposed(rows, inputs, n, product, 0, n, value(WEIGHT), 0, n, gradient(X), 0, inputs,
                    accumulates(X));
        }
        if (wants(WEIGHT)) {
            kernels().multiplyLeftTransposed(inputs, n, rows, value(X), 0, inputs, product, 0, n, gradient(WEIGHT), 0, n,
                    accumulates(WEIGHT));
            for (int c = 0; c < categories; c++) {
                kernels().columnSums(batch, n, p, c * batch * n, n, gradient(WEIGHT), (inputs + c) * n, accumulates(WEIGHT));
            }
        }
        if (wants(BIAS)) kernels().columnSums(rows(), n, p, 0, n, gradient(BIAS), 0, accumulates(BIAS));
    }
}

package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;

/**
 * y[c·B + b] = relu(x + offset[c]), [C·B x n]: a first layer on [x ; one-hot category] whose one-hot part is a row of offsets.
 *
 * <p>x is [B x n], the same product for every category, or [C·B x n]. Stacking the one-hot columns instead would multiply the
 * first layer's work by C.
 */
final class CategoryLayer extends Operation {
    private static final int PRE_ACTIVATION = FIRST_FREE_SLOT;

    private final int batchSize;
    private final int categories;

    private CategoryLayer(Var x, Var offsets, int batchRows) {
        super(batchRows * offsets.rows(), x.columns(), x, offsets);
        categories = offsets.rows();
        batchSize = batchRows * x.columns();
        reserve(PRE_ACTIVATION, size());
    }

    /** x [B x n] or [C·B x n], offsets [C x n]. */
    static Var of(Var x, Var offsets, int batchRows) {
        if (offsets.columns() != x.columns() || (x.rows() != batchRows && x.rows() != batchRows * offsets.rows())) {
            throw new IllegalArgumentException("CategoryLayer: " + x + " and offsets " + offsets + " do not fit " + batchRows
                    + " rows");
        }
        return new CategoryLayer(x, offsets, batchRows).record();
    }

    @Override
    protected void forward() {
        float[] y = out();
        float[] x = value(0);
        float[] offsets = value(1);
        int n = columns();
        boolean stacked = input(0).rows() == rows();
        for (int c = 0, at = 0; c < categories; c++) {
            for (int i = 0; i < batchSize; i += n) {
                int from = stacked ? at : i;
                for (int j = 0; j < n; j++) {
                    y[at + j] = Math.max(x[from + j] + offsets[c * n + j], 0);
                }
                at += n;
            }
        }
    }

    @Override
    protected void backward() {
        float[] p = scratch(PRE_ACTIVATION);
        int n = columns();
        kernels().activationBackward(Activation.RELU, out(), 0, outGradient(), 0, p, 0, size(), false);
        if (wants(0)) {
            float[] d = gradient(0);
            if (input(0).rows() == rows()) {
                add(p, d, accumulates(0));
            } else {
                kernels().columnSums(categories, batchSize, p, 0, batchSize, d, 0, accumulates(0));
            }
        }
        if (wants(1)) {
            for (int c = 0; c < categories; c++) {
                kernels().columnSums(batchSize / n, n, p, c * batchSize, n, gradient(1), c * n, accumulates(1));
            }
        }
    }

    private void add(float[] p, float[] d, boolean accumulate) {
        int size = size();
        if (accumulate) {
            for (int i = 0; i < size; i++) d[i] += p[i];
        } else {
            System.arraycopy(p, 0, d, 0, size);
        }
    }
}

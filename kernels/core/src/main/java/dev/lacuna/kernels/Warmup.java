package dev.lacuna.kernels;

/**
 * A small workload for each kernel that takes every branch of its vector form: whole and ragged widths, tails, both ways to
 * start a sum. A branch that C2 has not seen would send the compiled method back to the interpreter at its first use.
 */
enum Warmup {
    MULTIPLY((k, b) -> products(b, (m, n, inner, y, stride, add) ->
            k.multiply(m, n, inner, b.x, 0, inner, b.y, y, n, b.z, 0, stride, add))),
    MULTIPLY_LEFT((k, b) -> products(b, (m, n, inner, y, stride, add) ->
            k.multiplyLeftTransposed(m, n, inner, b.x, 0, m, b.y, y, n, b.z, 0, stride, add))),
    MULTIPLY_RIGHT((k, b) -> products(b, (m, n, inner, y, stride, add) ->
            k.multiplyRightTransposed(m, n, inner, b.x, 0, inner, b.y, y, inner, b.z, 0, stride, add))),
    COMPLETED((k, b) -> completed(n -> k.multiplyCompleted(b.holes, 6, n, b.x, b.y, b.x, b.z))),
    COMPLETED_LEFT((k, b) -> completed(n -> {
        k.multiplyCompletedLeftTransposed(b.holes, 6, n, b.x, b.y, b.x, b.z, false);
        k.multiplyCompletedLeftTransposed(b.holes, 6, n, b.x, b.y, b.x, b.z, true);
    })),
    COMPLETED_RIGHT((k, b) -> completed(n -> k.multiplyCompletedRightTransposed(b.holes, 6, n, b.x, b.y, b.z))),
    AFFINE_IDENTITY((k, b) -> affine(k, b, Activation.IDENTITY)),
    AFFINE_TANH((k, b) -> affine(k, b, Activation.TANH)),
    AFFINE_RELU((k, b) -> affine(k, b, Activation.RELU)),
    AFFINE_SIGMOID((k, b) -> affine(k, b, Activation.SIGMOID)),
    AFFINE_SOFTPLUS((k, b) -> affine(k, b, Activation.SOFTPLUS)),
    LAYER_IDENTITY((k, b) -> layer(k, b, Activation.IDENTITY)),
    LAYER_TANH((k, b) -> layer(k, b, Activation.TANH)),
    LAYER_RELU((k, b) -> layer(k, b, Activation.RELU)),
    LAYER_SIGMOID((k, b) -> layer(k, b, Activation.SIGMOID)),
    LAYER_SOFTPLUS((k, b) -> layer(k, b, Activation.SOFTPLUS)),
    BACKWARD_IDENTITY((k, b) -> backward(k, b, Activation.IDENTITY)),
    BACKWARD_TANH((k, b) -> backward(k, b, Activation.TANH)),
    BACKWARD_RELU((k, b) -> backward(k, b, Activation.RELU)),
    BACKWARD_SIGMOID((k, b) -> backward(k, b, Activation.SIGMOID)),
    BACKWARD_SOFTPLUS((k, b) -> backward(k, b, Activation.SOFTPLUS)),
    EXP((k, b) -> lengths(n -> k.exp(b.x, 0, b.z, 1, n))),
    LOG((k, b) -> lengths(n -> k.log(b.x, 0, b.z, 1, n))),
    LOG1P((k, b) -> lengths(n -> k.log1p(b.x, 0, b.z, 1, n))),
    TANH((k, b) -> lengths(n -> k.tanh(b.x, 0, b.z, 1, n))),
    SIGMOID((k, b) -> lengths(n -> k.sigmoid(b.x, 0, b.z, 1, n))),
    SOFTPLUS((k, b) -> lengths(n -> k.softplus(b.x, 0, b.z, 1, n))),
    RELU((k, b) -> lengths(n -> k.relu(b.x, 0, b.z, 1, n))),
    ADD_SCALED((k, b) -> lengths(n -> k.addScaled(0.5f, b.x, 0, b.z, 1, n))),
    MULTIPLY_ADD((k, b) -> lengths(n -> k.multiplyAdd(b.x, 0, b.y, 1, b.x, 2, b.z, 0, n))),
    MULTIPLY_ELEMENTS((k, b) -> {
        lengths(n -> k.multiplyElements(b.x, 0, b.y, 1, b.z, 0, n, false));
        lengths(n -> k.multiplyElements(b.x, 0, b.y, 1, b.z, 0, n, true));
    }),
    GAUSSIAN((k, b) -> lengths(n -> k.gaussianLogDensity(b.x, 0, b.y, 1, b.x, 2, b.z, 0, n))),
    GAUSSIAN_BACKWARD((k, b) -> {
        lengths(n -> k.gaussianLogDensityBackward(b.x, 0, b.y, 0, b.x, 2, b.y, 1, b.z, 0, b.w, 0, n, false));
        lengths(n -> k.gaussianLogDensityBackward(b.x, 0, b.y, 0, b.x, 2, b.y, 1, b.z, 0, b.w, 0, n, true));
    }),
    BERNOULLI((k, b) -> lengths(n -> k.bernoulliLogDensity(b.x, 0, b.y, 1, b.z, 0, n))),
    BERNOULLI_BACKWARD((k, b) -> {
        lengths(n -> k.bernoulliLogDensityBackward(b.x, 0, b.y, 1, b.x, 1, b.z, 0, n, false));
        lengths(n -> k.bernoulliLogDensityBackward(b.x, 0, b.y, 1, b.x, 1, b.z, 0, n, true));
    }),
    EXP_DOUBLE((k, b) -> lengths(n -> k.exp(b.wide, 0, b.wideOut, 0, n))),
    LOG_SUM_EXP((k, b) -> lengths(n -> k.logSumExp(b.wide, 0, 1, n))),
    LOG_SUM_EXP_COLUMNS((k, b) -> lengths(n -> k.logSumExpColumns(3, n, b.wide, 0, n, b.wideOut, 0))),
    ROW_SUMS((k, b) -> lengths(n -> k.rowSums(4, n, b.x, 0, n, b.z, 0))),
    WEIGHTED_ROW_SUMS((k, b) -> lengths(n -> k.weightedRowSums(4, n, b.x, 0, b.y, 0, b.z, 0))),
    COLUMN_SUMS((k, b) -> {
        lengths(n -> k.columnSums(9, n, b.x, 0, n, b.z, 0, false));
        lengths(n -> k.columnSums(9, n, b.x, 0, n, b.z, 0, true));
    }),
    DRAW_NORMAL((k, b) -> lengths(n -> {
        System.arraycopy(b.x, 0, b.z, 0, 3 * n);
        k.drawNormal(3, b.x, b.y, b.x, b.y, 0, b.z, 0, n, b.high, b.low, 1, n);
    })),
    ADD_GAUSSIAN((k, b) -> lengths(n -> k.addGaussian(Buffers.LIST, 3, b.x, b.y, b.x, 1, b.y, 0, n, b.high, b.low, 1, n))),
    ADD_TERMS((k, b) -> lengths(n -> k.addTerms(Buffers.LIST, 3, b.x, b.y, 1, n, b.high, b.low, 1, n))),
    WEIGHTED_MOMENTS((k, b) -> lengths(n -> k.weightedMoments(Buffers.LIST, 3, b.x, b.y, 1, n, b.x, b.z, b.w, n))),
    NORMAL((k, b) -> lengths(n -> k.normal(1, 2, 4, b.z, 0, 4 * n))),
    UNIFORM((k, b) -> lengths(n -> k.uniform(1, 2, 4, b.z, 0, 4 * n)));

    private interface Work {
        void run(Kernels kernels, Buffers buffers);
    }

    private interface Product {
        void run(int m, int n, int k, int bOffset, int cStride, boolean accumulate);
    }

    private interface Length {
        void run(int length);
    }

    /** Inputs between 0.25 and 1.25, and room for outputs. */
    static final class Buffers {
        static final int[] LIST = {0, 2, 3};
        static final int[] NO_OFFSET = new int[2];

        final float[] x = new float[4096];
        final float[] y = new float[4096];
        final float[] z = new float[4096];
        final float[] w = new float[4096];
        final float[] high = new float[256];
        final float[] low = new float[256];
        final LayerWeights weights;
        final Holes holes = new Holes(5, 16);
        final double[] wide = new double[4096];
        final double[] wideOut = new double[4096];

        Buffers() {
            for (int i = 0; i < x.length; i++) {
                x[i] = 0.25f + i % 17 / 16f;
                y[i] = 0.25f + i % 13 / 12f;
                wide[i] = x[i];
            }
            weights = new LayerWeights(16, 11, x);
            float[] observed = new float[5 * 16];
            for (int i = 0; i < observed.length; i++) {
                observed[i] = i % 3 & 1;
            }
            holes.load(observed);
        }
    }

    private static final int[] LENGTHS = {3, 67, 144};
    private static final int[] WIDTHS = {10, 16, 20, 44, 60, 80};

    private final Work work;

    Warmup(Work work) {
        this.work = work;
    }

    void run(Kernels kernels, Buffers buffers) {
        work.run(kernels, buffers);
    }

    private static void lengths(Length work) {
        for (int length : LENGTHS) {
            work.run(length);
        }
    }

    private static void products(Buffers b, Product product) {
        for (int n : WIDTHS) {
            product.run(11, n, 16, 0, n, false);
            product.run(9, n, 16, 0, n, true);
            product.run(5, n, 8, 0, n + 2, false);
            // B ends with its array, and so cannot be read beyond its end.
            product.run(3, n, 8, b.y.length - 8 * n, n, false);
        }
        // Enough rows that B is packed, whole panels and a ragged one.
        product.run(33, 100, 8, 0, 100, false);
    }

    private static void affine(Kernels k, Buffers b, Activation activation) {
        products(b, (m, n, inner, y, stride, add) ->
                k.affine(m, n, inner, b.x, 0, inner, b.y, y, n, b.x, 0, activation, b.z, 0, stride));
    }

    private static void completed(Length work) {
        work.run(16);
        work.run(100);
    }

    private static void layer(Kernels k, Buffers b, Activation activation) {
        k.layer(b.weights, b.x, Buffers.NO_OFFSET, activation, 2, b.x, b.z, 11 * Kernels.PANEL, Kernels.PANEL);
        k.layer(b.weights, b.x, Buffers.NO_OFFSET, activation, 2, b.x, b.z, Kernels.PANEL, 2 * Kernels.PANEL);
    }

    private static void backward(Kernels k, Buffers b, Activation activation) {
        lengths(n -> k.activationBackward(activation, b.x, 0, b.y, 1, b.z, 0, n, false));
        lengths(n -> k.activationBackward(activation, b.x, 0, b.y, 1, b.z, 0, n, true));
    }

    private static final Warmup[] VALUES = values();

    static Warmup affine(Activation activation) {
        return VALUES[AFFINE_IDENTITY.ordinal() + activation.ordinal()];
    }

    static Warmup layer(Activation activation) {
        return VALUES[LAYER_IDENTITY.ordinal() + activation.ordinal()];
    }

    static Warmup backward(Activation activation) {
        return VALUES[BACKWARD_IDENTITY.ordinal() + activation.ordinal()];
    }
}

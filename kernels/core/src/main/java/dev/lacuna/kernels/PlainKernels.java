package dev.lacuna.kernels;

/**
 * Plain Java: the definition of every kernel, and what runs where the Vector API is not switched on.
 *
 * <p>The element-wise loops that C2 can turn into SIMD code, tanh and relu, run in place on a copy: JDK 17 does it only where
 * all arrays have one index.
 */
final class PlainKernels extends Kernels {

    /** Buffers of one thread. */
    private static final class Scratch {
        final PlainGemm gemm = new PlainGemm();
        final PlainCompleted completed = new PlainCompleted();
        final PlainLayer layer = new PlainLayer();
        final PlainRandom random = new PlainRandom();
        final float[] lanes = new float[PlainReductions.LANES];
        final float[] squareLanes = new float[PlainReductions.LANES];
    }

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, 1, b, bOffset, bStride, 1, c, cOffset, cStride, accumulate);
    }

    @Override
    public void multiplyLeftTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, 1, aStride, b, bOffset, bStride, 1, c, cOffset, cStride, accumulate);
    }

    @Override
    public void multiplyRightTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, 1, b, bOffset, 1, bStride, c, cOffset, cStride, accumulate);
    }

    @Override
    public void affine(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] bias,
            int biasOffset, Activation activation, float[] c, int cOffset, int cStride) {
        multiply(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, false);
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cStride;
            for (int j = 0; j < n; j++) {
                c[row + j] += bias[biasOffset + j];
            }
            activate(activation, c, row, c, row, n);
        }
    }

    @Override
    public void multiplyCompleted(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y) {
        scratch.get().completed.multiply(holes, samples, n, x, drawn, w, y);
    }

    @Override
    public void multiplyCompletedLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g,
            float[] dw, boolean accumulate) {
        scratch.get().completed.multiplyLeftTransposed(holes, samples, n, x, drawn, g, dw, accumulate);
    }

    @Override
    public void multiplyCompletedRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] dx) {
        scratch.get().completed.multiplyRightTransposed(holes, samples, n, g, w, dx);
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = FloatMath.exp(x[xOffset + i]);
        }
    }

    @Override
    public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = FloatMath.log(x[xOffset + i]);
        }
    }

    @Override
    public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = FloatMath.log1p(x[xOffset + i]);
        }
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
        activate(Activation.IDENTITY, x, xOffset, y, yOffset, length);
        for (int i = yOffset; i < yOffset + length; i++) {
            y[i] = FloatMath.tanh(y[i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
        }
    }

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = FloatMath.softplus(x[xOffset + i]);
        }
    }

    @Override
    public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {
        activate(Activation.IDENTITY, x, xOffset, y, yOffset, length);
        for (int i = yOffset; i < yOffset + length; i++) {
            y[i] = FloatMath.relu(y[i]);
        }
    }

    @Override
    public void activationBackward(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx,
            int dxOffset,
            int length, boolean accumulate) {
        PlainBackward.activation(activation, y, yOffset, dy, dyOffset, dx, dxOffset, length, accumulate);
    }

    @Override
    public void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        PlainReductions.rowSums(rows, columns, x, xOffset, xStride, sums, sumsOffset, scratch.get().lanes);
    }

    @Override
    public void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums,
            int sumsOffset) {
        PlainReductions.weightedRowSums(rows, columns, x, xOffset, w, wOffset, sums, sumsOffset, scratch.get().lanes);
    }

    @Override
    public void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        PlainReductions.columnSums(rows, 0, columns, x, xOffset, xStride, sums, sumsOffset, accumulate);
    }

    @Override
    public double logSumExp(double[] x, int offset, int stride, int length) {
        return PlainReductions.logSumExp(x, offset, stride, length);
    }

    @Override
    public void normal(long key, long stream, long position, float[] out, int offset, int length) {
        Philox.checkPosition(position);
        scratch.get().random.normal(key, stream, position, out, offset, length);
    }

    @Override
    public void uniform(long key, long stream, long position, float[] out, int offset, int length) {
        Philox.checkPosition(position);
        scratch.get().random.uniform(key, stream, position, out, offset, length);
    }

    @Override
    public void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = DoubleMath.exp(x[xOffset + i]);
        }
    }

    @Override
    public void logSumExpColumns(int rows, int columns, double[] x, int xOffset, int xStride, double[] out, int outOffset) {
        for (int c = 0; c < columns; c++) {
            out[outOffset + c] = PlainReductions.logSumExp(x, xOffset + c, xStride, rows);
        }
    }

    @Override
    public void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = Math.fma(a, x[xOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float[] out, int outOffset,
            int length) {
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], c[cOffset + i]);
        }
    }

    @Override
    public void multiplyElements(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length,
            boolean accumulate) {
        PlainBackward.multiply(a, aOffset, b, bOffset, out, outOffset, length, accumulate);
    }

    @Override
    public void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset, float[] out,
            int outOffset, int length) {
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = FloatMath.gaussianLogDensity(x[xOffset + i], mean[meanOffset + i], std[stdOffset + i]);
        }
    }

    @Override
    public void gaussianLogDensityBackward(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length,
                    boolean accumulate) {
        PlainBackward.gaussianLogDensity(x, xOffset, mean, meanOffset, std, stdOffset, g, gOffset, dMean, dMeanOffset, dStd,
                dStdOffset, length, accumulate);
    }

    @Override
    public void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] out, int outOffset,
            int length) {
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = FloatMath.bernoulliLogDensity(x[xOffset + i], logits[logitsOffset + i]);
        }
    }

    @Override
    public void bernoulliLogDensityBackward(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g, int gOffset,
            float[] dLogits, int dLogitsOffset, int length, boolean accumulate) {
        PlainBackward.bernoulliLogDensity(x, xOffset, logits, logitsOffset, g, gOffset, dLogits, dLogitsOffset, length,
                accumulate);
    }

    @Override
    public void layer(LayerWeights weights, float[] bias, int[] biasOffset, Activation activation, int panels, float[] x,
            float[] y, int yPanel, int yRow) {
        scratch.get().layer.run(weights, bias, biasOffset, panels, x, y, yPanel, yRow);
        // Rows of a panel that follow each other are one long loop: half of a short one is done before and after its vectors.
        int length = yRow == PANEL ? weights.outputs() * PANEL : PANEL;
        for (int p = 0; p < panels && activation != Activation.IDENTITY; p++) {
            for (int r = 0; r < weights.outputs(); r += length / PANEL) {
                int at = p * yPanel + r * yRow;
                activate(activation, y, at, y, at, length);
            }
        }
    }

    @Override
    public void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd, int parameters,
            float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int length) {
        PlainWeighing.drawNormal(rows, mean, std, otherMean, otherInverseStd, parameters, z, zOffset, zRow, high, low, offset,
                0, length);
    }

    @Override
    public void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int length) {
        PlainWeighing.addGaussian(list, size, x, times, mean, meanOffset, std, stdOffset, row, high, low, offset, 0, length);
    }

    @Override
    public void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high,
            float[] low, int offset, int length) {
        PlainWeighing.addTerms(list, size, times, term, termOffset, row, high, low, offset, 0, length);
    }

    @Override
    public void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length) {
        Scratch s = scratch.get();
        PlainWeighing.weightedMoments(list, size, weight, x, xOffset, row, centre, first, second, length, s.lanes,
                s.squareLanes);
    }
}

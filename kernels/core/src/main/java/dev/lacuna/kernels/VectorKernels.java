package dev.lacuna.kernels;

/** The JDK's Vector API. Loaded by name, and only where the module {@code jdk.incubator.vector} is present. */
final class VectorKernels extends Kernels {

    /** Buffers of one thread. */
    private static final class Scratch {
        final VectorGemm gemm = new VectorGemm();
        final VectorCompleted completed = new VectorCompleted();
        final VectorHoleDots holeDots = new VectorHoleDots();
        final PlainCompleted narrowCompleted = new PlainCompleted();
        final VectorRandom random = new VectorRandom();
        final VectorReductions reductions = new VectorReductions();
    }

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    VectorKernels() {
        // Fails here, not in the first product, where the width is forced to nonsense or the machine has none.
        if (VectorWidth.BITS < 128) {
            throw new IllegalStateException("vectors of " + VectorWidth.BITS + " bits");
        }
    }

    @Override
    public String name() {
        return "vector-" + VectorWidth.BITS;
    }

    @Override
    public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float[] c,
            int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, false, b, bOffset, bStride, false, c, cOffset, cStride,
                accumulate, null, 0, Activation.IDENTITY);
    }

    @Override
    public void multiplyLeftTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, true, b, bOffset, bStride, false, c, cOffset, cStride,
                accumulate, null, 0, Activation.IDENTITY);
    }

    @Override
    public void multiplyRightTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, false, b, bOffset, bStride, true, c, cOffset, cStride,
                accumulate, null, 0, Activation.IDENTITY);
    }

    @Override
    public void affine(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] bias,
            int biasOffset, Activation activation, float[] c, int cOffset, int cStride) {
        scratch.get().gemm.multiply(m, n, k, a, aOffset, aStride, false, b, bOffset, bStride, false, c, cOffset, cStride, false,
                bias, biasOffset, activation);
    }

    @Override
    public void multiplyCompleted(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y) {
        if (n < VectorWidth.FLOATS.length()) {
            scratch.get().narrowCompleted.multiply(holes, samples, n, x, drawn, w, y);
        } else {
            scratch.get().completed.multiply(holes, samples, n, x, drawn, w, y);
        }
    }

    @Override
    public void multiplyCompletedLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g,
            float[] dw, boolean accumulate) {
        if (n < VectorWidth.FLOATS.length()) {
            scratch.get().narrowCompleted.multiplyLeftTransposed(holes, samples, n, x, drawn, g, dw, accumulate);
        } else {
            scratch.get().completed.multiplyLeftTransposed(holes, samples, n, x, drawn, g, dw, accumulate);
        }
    }

    @Override
    public void multiplyCompletedRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] dx) {
        if (n < VectorWidth.FLOATS.length()) {
            scratch.get().narrowCompleted.multiplyRightTransposed(holes, samples, n, g, w, dx);
        } else {
            scratch.get().holeDots.multiply(holes, samples, n, g, w, dx);
        }
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.exp(x, xOffset, y, yOffset, length);
    }

    @Override
    public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.log(x, xOffset, y, yOffset, length);
    }

    @Override
    public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.log1p(x, xOffset, y, yOffset, length);
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.tanh(x, xOffset, y, yOffset, length);
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.sigmoid(x, xOffset, y, yOffset, length);
    }

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.softplus(x, xOffset, y, yOffset, length);
    }

    @Override
    public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.relu(x, xOffset, y, yOffset, length);
    }

    @Override
    public void activationBackward(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx,
            int dxOffset,
            int length, boolean accumulate) {
        if (accumulate) {
            switch (activation) {
                case IDENTITY -> VectorElementwise.identityBackwardAccumulate(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case TANH -> VectorElementwise.tanhBackwardAccumulate(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case RELU -> VectorElementwise.reluBackwardAccumulate(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case SIGMOID -> VectorElementwise.sigmoidBackwardAccumulate(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case SOFTPLUS -> VectorElementwise.softplusBackwardAccumulate(y, yOffset, dy, dyOffset, dx, dxOffset, length);
            }
        } else {
            switch (activation) {
                case IDENTITY -> VectorElementwise.identityBackward(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case TANH -> VectorElementwise.tanhBackward(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case RELU -> VectorElementwise.reluBackward(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case SIGMOID -> VectorElementwise.sigmoidBackward(y, yOffset, dy, dyOffset, dx, dxOffset, length);
                case SOFTPLUS -> VectorElementwise.softplusBackward(y, yOffset, dy, dyOffset, dx, dxOffset, length);
            }
        }
    }

    @Override
    public void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        scratch.get().reductions.rowSums(rows, columns, x, xOffset, xStride, sums, sumsOffset);
    }

    @Override
    public void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums,
            int sumsOffset) {
        scratch.get().reductions.weightedRowSums(rows, columns, x, xOffset, w, wOffset, sums, sumsOffset);
    }

    @Override
    public void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        scratch.get().reductions.columnSums(rows, columns, x, xOffset, xStride, sums, sumsOffset, accumulate);
    }

    @Override
    public double logSumExp(double[] x, int offset, int stride, int length) {
        return scratch.get().reductions.logSumExp(x, offset, stride, length);
    }

    @Override
    public void logSumExpColumns(int rows, int columns, double[] x, int xOffset, int xStride, double[] out, int outOffset) {
        scratch.get().reductions.logSumExpColumns(rows, columns, x, xOffset, xStride, out, outOffset);
    }

    @Override
    public void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        VectorReductions.exp(x, xOffset, y, yOffset, length);
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
    public void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int length) {
        VectorElementwise.addScaled(a, x, xOffset, y, yOffset, length);
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float[] out, int outOffset,
            int length) {
        VectorElementwise.multiplyAdd(a, aOffset, b, bOffset, c, cOffset, out, outOffset, length);
    }

    @Override
    public void multiplyElements(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length,
            boolean accumulate) {
        if (accumulate) {
            VectorElementwise.multiplyAccumulate(a, aOffset, b, bOffset, out, outOffset, length);
        } else {
            VectorElementwise.multiply(a, aOffset, b, bOffset, out, outOffset, length);
        }
    }

    @Override
    public void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset, float[] out,
            int outOffset, int length) {
        VectorElementwise.gaussianLogDensity(x, xOffset, mean, meanOffset, std, stdOffset, out, outOffset, length);
    }

    @Override
    public void gaussianLogDensityBackward(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length,
                    boolean accumulate) {
        if (accumulate) {
            VectorElementwise.gaussianLogDensityBackwardAccumulate(x, xOffset, mean, meanOffset, std, stdOffset, g, gOffset,
                    dMean, dMeanOffset, dStd, dStdOffset, length);
        } else {
            VectorElementwise.gaussianLogDensityBackward(x, xOffset, mean, meanOffset, std, stdOffset, g, gOffset, dMean,
                    dMeanOffset, dStd, dStdOffset, length);
        }
    }

    @Override
    public void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] out, int outOffset,
            int length) {
        VectorElementwise.bernoulliLogDensity(x, xOffset, logits, logitsOffset, out, outOffset, length);
    }

    @Override
    public void bernoulliLogDensityBackward(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g, int gOffset,
            float[] dLogits, int dLogitsOffset, int length, boolean accumulate) {
        if (accumulate) {
            VectorElementwise.bernoulliLogDensityBackwardAccumulate(x, xOffset, logits, logitsOffset, g, gOffset, dLogits,
                    dLogitsOffset, length);
        } else {
            VectorElementwise.bernoulliLogDensityBackward(x, xOffset, logits, logitsOffset, g, gOffset, dLogits, dLogitsOffset,
                    length);
        }
    }

    @Override
    public void layer(LayerWeights weights, float[] bias, int[] biasOffset, Activation activation, int panels, float[] x,
            float[] y, int yPanel, int yRow) {
        VectorLayer.run(weights, bias, biasOffset, activation, panels, x, y, yPanel, yRow);
    }

    @Override
    public void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd, int parameters,
            float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int length) {
        VectorWeighing.drawNormal(rows, mean, std, otherMean, otherInverseStd, parameters, z, zOffset, zRow, high, low,
                offset, length);
    }

    @Override
    public void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int length) {
        VectorWeighing.addGaussian(list, size, x, times, mean, meanOffset, std, stdOffset, row, high, low, offset, length);
    }

    @Override
    public void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high,
            float[] low, int offset, int length) {
        VectorWeighing.addTerms(list, size, times, term, termOffset, row, high, low, offset, length);
    }

    @Override
    public void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length) {
        VectorReductions r = scratch.get().reductions;
        VectorWeighing.weightedMoments(list, size, weight, x, xOffset, row, centre, first, second, length, r.lanes,
                r.squareLanes);
    }
}

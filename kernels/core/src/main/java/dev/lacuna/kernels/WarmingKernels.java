package dev.lacuna.kernels;

import java.util.concurrent.Executor;

/**
 * Serves each kernel in plain Java until its vector form is compiled, then in vectors: nobody can see the switch in the numbers.
 *
 * <p>A vector loop takes about a microsecond for each element before C2 has compiled it, a thousand times plain Java's time, and
 * a busy machine compiles seconds later. So a kernel that is still called {@link #DELAY_NANOS} after its first call (by then
 * plain Java is compiled, and a short job is over) gets its {@link Warmup} in the background, and the vector form serves when it
 * has been the faster one a few times in a row. Where it never is (no C2, say) plain Java stays.
 */
final class WarmingKernels extends Kernels {

    static final long DELAY_NANOS = 300_000_000L;
    /** Warm-up of one kernel ends here, hot or not. */
    static final long PATIENCE_NANOS = 20_000_000_000L;
    /** Rounds in a row that the vector form must win. */
    private static final int WINS = 5;
    /** Rounds after which the compiler has surely been asked (it wants 5,000 calls, or 15,000 turns of a loop). */
    private static final int ROUNDS_TO_COMPILE = 300;
    private static final long PAUSE_MILLIS = 3;
    private static final Warmup[] KERNELS = Warmup.values();

    private final Kernels plain;
    private final Kernels vector;
    private final Executor background;
    private final long delayNanos;
    private final long patienceNanos;
    /** Time of each kernel's first call, 0 before it; under the lock. */
    private final long[] firstCall = new long[Warmup.values().length];
    private final Object lock = new Object();
    /** A bit for each {@link Warmup}: its vector form serves. */
    private volatile long hot;
    /** A bit for each {@link Warmup} that was asked for; written under the lock. */
    private volatile long asked;
    /** A bit for each {@link Warmup} that was asked for and not yet begun; under the lock. */
    private long waiting;

    WarmingKernels(Kernels plain, Kernels vector, Executor background, long delayNanos, long patienceNanos) {
        this.plain = plain;
        this.vector = vector;
        this.background = background;
        this.delayNanos = delayNanos;
        this.patienceNanos = patienceNanos;
    }

    /** The vector provider's name: what serves soon, and whose bits all have. */
    @Override
    public String name() {
        return vector.name();
    }

    boolean isHot(Warmup kernel) {
        return (hot & bit(kernel)) != 0;
    }

    private static long bit(Warmup kernel) {
        return 1L << kernel.ordinal();
    }

    private Kernels serving(Warmup kernel) {
        long bit = bit(kernel);
        if ((hot & bit) != 0) {
            return vector;
        }
        if ((asked & bit) == 0) {
            consider(kernel);
        }
        return plain;
    }

    private void consider(Warmup kernel) {
        long now = System.nanoTime();
        synchronized (lock) {
            long first = firstCall[kernel.ordinal()];
            if (first == 0) {
                firstCall[kernel.ordinal()] = now | 1;
            }
            if ((asked & bit(kernel)) != 0 || now - (first == 0 ? now : first) < delayNanos) {
                return;
            }
            asked |= bit(kernel);
            waiting |= bit(kernel);
        }
        background.execute(this::heatNext);
    }

    /**
     * The kernels' own order, products first: in the order of first calls a training of 30 seconds on two cores had its products hot
     * after 13.
     */
    private void heatNext() {
        int next;
        synchronized (lock) {
            next = Long.numberOfTrailingZeros(waiting);
            waiting &= waiting - 1;
        }
        heat(KERNELS[next]);
    }

    private void heat(Warmup kernel) {
        Warmup.Buffers buffers = new Warmup.Buffers();
        long start = System.nanoTime();
        int wins = 0;
        for (int round = 0; wins < WINS; round++) {
            wins = time(kernel, vector, buffers) < time(kernel, plain, buffers) ? wins + 1 : 0;
            if (System.nanoTime() - start > patienceNanos || wins == 0 && round > ROUNDS_TO_COMPILE && !pause()) {
                return;
            }
        }
        synchronized (lock) {
            hot |= bit(kernel);
        }
    }

    /** Leaves the processor to the compiler; false when the thread is asked to stop. */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long time(Warmup kernel, Kernels kernels, Warmup.Buffers buffers) {
        long start = System.nanoTime();
        kernel.run(kernels, buffers);
        kernel.run(kernels, buffers);
        return System.nanoTime() - start;
    }

    @Override
    public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] c, int cOffset, int cStride, boolean accumulate) {
        serving(Warmup.MULTIPLY).multiply(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, accumulate);
    }

    @Override
    public void multiplyLeftTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        serving(Warmup.MULTIPLY_LEFT).multiplyLeftTransposed(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset,
                cStride, accumulate);
    }

    @Override
    public void multiplyRightTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        serving(Warmup.MULTIPLY_RIGHT).multiplyRightTransposed(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset,
                cStride, accumulate);
    }

    @Override
    public void affine(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] bias, int biasOffset, Activation activation, float[] c, int cOffset, int cStride) {
        serving(Warmup.affine(activation)).affine(m, n, k, a, aOffset, aStride, b, bOffset, bStride, bias, biasOffset,
                activation, c, cOffset, cStride);
    }

    @Override
    public void multiplyCompleted(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y) {
        serving(Warmup.COMPLETED).multiplyCompleted(holes, samples, n, x, drawn, w, y);
    }

    @Override
    public void multiplyCompletedLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g,
            float[] dw, boolean accumulate) {
        serving(Warmup.COMPLETED_LEFT).multiplyCompletedLeftTransposed(holes, samples, n, x, drawn, g, dw, accumulate);
    }

    @Override
    public void multiplyCompletedRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] dx) {
        serving(Warmup.COMPLETED_RIGHT).multiplyCompletedRightTransposed(holes, samples, n, g, w, dx);
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.EXP).exp(x, xOffset, y, yOffset, length);
    }

    @Override
    public void log(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.LOG).log(x, xOffset, y, yOffset, length);
    }

    @Override
    public void log1p(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.LOG1P).log1p(x, xOffset, y, yOffset, length);
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.TANH).tanh(x, xOffset, y, yOffset, length);
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.SIGMOID).sigmoid(x, xOffset, y, yOffset, length);
    }

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.SOFTPLUS).softplus(x, xOffset, y, yOffset, length);
    }

    @Override
    public void relu(float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.RELU).relu(x, xOffset, y, yOffset, length);
    }

    @Override
    public void activationBackward(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx,
            int dxOffset, int length, boolean accumulate) {
        serving(Warmup.backward(activation)).activationBackward(activation, y, yOffset, dy, dyOffset, dx, dxOffset, length,
                accumulate);
    }

    @Override
    public void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        serving(Warmup.ROW_SUMS).rowSums(rows, columns, x, xOffset, xStride, sums, sumsOffset);
    }

    @Override
    public void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums,
            int sumsOffset) {
        serving(Warmup.WEIGHTED_ROW_SUMS).weightedRowSums(rows, columns, x, xOffset, w, wOffset, sums, sumsOffset);
    }

    @Override
    public void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate) {
        serving(Warmup.COLUMN_SUMS).columnSums(rows, columns, x, xOffset, xStride, sums, sumsOffset, accumulate);
    }

    @Override
    public double logSumExp(double[] x, int offset, int stride, int length) {
        return serving(Warmup.LOG_SUM_EXP).logSumExp(x, offset, stride, length);
    }

    @Override
    public void normal(long key, long stream, long position, float[] out, int offset, int length) {
        serving(Warmup.NORMAL).normal(key, stream, position, out, offset, length);
    }

    @Override
    public void uniform(long key, long stream, long position, float[] out, int offset, int length) {
        serving(Warmup.UNIFORM).uniform(key, stream, position, out, offset, length);
    }

    @Override
    public void exp(double[] x, int xOffset, double[] y, int yOffset, int length) {
        serving(Warmup.EXP_DOUBLE).exp(x, xOffset, y, yOffset, length);
    }

    @Override
    public void logSumExpColumns(int rows, int columns, double[] x, int xOffset, int xStride, double[] out, int outOffset) {
        serving(Warmup.LOG_SUM_EXP_COLUMNS).logSumExpColumns(rows, columns, x, xOffset, xStride, out, outOffset);
    }

    @Override
    public void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int length) {
        serving(Warmup.ADD_SCALED).addScaled(a, x, xOffset, y, yOffset, length);
    }

    @Override
    public void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float[] out, int outOffset,
            int length) {
        serving(Warmup.MULTIPLY_ADD).multiplyAdd(a, aOffset, b, bOffset, c, cOffset, out, outOffset, length);
    }

    @Override
    public void multiplyElements(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length,
            boolean accumulate) {
        serving(Warmup.MULTIPLY_ELEMENTS).multiplyElements(a, aOffset, b, bOffset, out, outOffset, length, accumulate);
    }

    @Override
    public void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] out, int outOffset, int length) {
        serving(Warmup.GAUSSIAN).gaussianLogDensity(x, xOffset, mean, meanOffset, std, stdOffset, out, outOffset, length);
    }

    @Override
    public void gaussianLogDensityBackward(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length,
            boolean accumulate) {
        serving(Warmup.GAUSSIAN_BACKWARD).gaussianLogDensityBackward(x, xOffset, mean, meanOffset, std, stdOffset, g, gOffset,
                dMean, dMeanOffset, dStd, dStdOffset, length, accumulate);
    }

    @Override
    public void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] out, int outOffset,
            int length) {
        serving(Warmup.BERNOULLI).bernoulliLogDensity(x, xOffset, logits, logitsOffset, out, outOffset, length);
    }

    @Override
    public void bernoulliLogDensityBackward(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g, int gOffset,
            float[] dLogits, int dLogitsOffset, int length, boolean accumulate) {
        serving(Warmup.BERNOULLI_BACKWARD).bernoulliLogDensityBackward(x, xOffset, logits, logitsOffset, g, gOffset, dLogits,
                dLogitsOffset, length, accumulate);
    }

    @Override
    public void layer(LayerWeights weights, float[] bias, int[] biasOffset, Activation activation, int panels, float[] x,
            float[] y, int yPanel, int yRow) {
        serving(Warmup.layer(activation)).layer(weights, bias, biasOffset, activation, panels, x, y, yPanel, yRow);
    }

    @Override
    public void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd, int parameters,
            float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int length) {
        serving(Warmup.DRAW_NORMAL).drawNormal(rows, mean, std, otherMean, otherInverseStd, parameters, z, zOffset, zRow,
                high, low, offset, length);
    }

    @Override
    public void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int length) {
        serving(Warmup.ADD_GAUSSIAN).addGaussian(list, size, x, times, mean, meanOffset, std, stdOffset, row, high, low,
                offset, length);
    }

    @Override
    public void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high,
            float[] low, int offset, int length) {
        serving(Warmup.ADD_TERMS).addTerms(list, size, times, term, termOffset, row, high, low, offset, length);
    }

    @Override
    public void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length) {
        serving(Warmup.WEIGHTED_MOMENTS).weightedMoments(list, size, weight, x, xOffset, row, centre, first, second, length);
    }
}

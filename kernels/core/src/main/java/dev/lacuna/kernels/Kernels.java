package dev.lacuna.kernels;

import java.util.Optional;

/**
 * float32 compute on row-major arrays. Every matrix is given as (array, offset of its first element, row stride).
 *
 * <p>All providers return the same bits; only the payload of a NaN is not promised. A product accumulates along the inner
 * dimension in ascending order with one fused multiply-add for each term, starting from +0 (overwrite) or from the old value
 * of C (accumulate).
 *
 * <p>The system property {@code lacuna.kernels} chooses a provider: {@code plain}, {@code vector}, or {@code auto} (the default),
 * which is plain Java without the module {@code jdk.incubator.vector}, and with it starts in plain Java and changes each kernel
 * to vectors when they are compiled. {@code lacuna.kernels.bits} forces the vectors' width: 128, 256 or 512. Both are read once.
 *
 * <p>All methods are thread-safe and allocate nothing after a thread's first calls of a provider (its buffers grow to the largest
 * product that it has seen). Nothing outside the given rows, columns and lengths is written, nor does it reach a result.
 * Element-wise functions may work in place (the same array and offset); other overlaps are not allowed. Ranges are checked by
 * the JVM's array accesses: an {@link IndexOutOfBoundsException} may leave an output half written. Accuracy in ulp is given at
 * {@link FloatMath}.
 */
public abstract sealed class Kernels permits PlainKernels, VectorKernels, WarmingKernels {

    /** Samples of a panel; see {@link #layer}. */
    public static final int PANEL = 32;

    Kernels() {}

    /** The provider chosen when this class was first used; see {@link #choiceReason()}. */
    public static Kernels get() {
        return Providers.CHOSEN.kernels();
    }

    /** Why {@link #get()} is what it is, in one line for people; it names the flag that would help where one would. */
    public static String choiceReason() {
        return Providers.CHOSEN.reason();
    }

    /** The plain Java provider, which exists everywhere. */
    public static Kernels plain() {
        return Providers.PLAIN;
    }

    /** The Vector API provider, where this JVM has the module {@code jdk.incubator.vector} and can run it. */
    public static Optional<Kernels> vector() {
        return Providers.VECTOR.kernels();
    }

    /** {@code plain}, {@code vector-128}, {@code vector-256} or {@code vector-512}. */
    public abstract String name();

    /** C[m x n] (+)= A[m x k] B[k x n]. */
    public abstract void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] c, int cOffset, int cStride, boolean accumulate);

    /** C[m x n] (+)= A[k x m]ᵀ B[k x n]. */
    public abstract void multiplyLeftTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate);

    /** C[m x n] (+)= A[m x k] B[n x k]ᵀ. */
    public abstract void multiplyRightTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate);

    /** C[m x n] = activation(A[m x k] B[k x n] + bias[n] on each row); the bias is added after the product. */
    public abstract void affine(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] bias, int biasOffset, Activation activation, float[] c, int cOffset, int cStride);

    /**
     * Y[K·B x n] += X W of completed rows X[K·B x d]: the {@code samples} K rows k·B + b agree but for the holes of row b, and hold
     * x[b, ·] elsewhere and drawn[k·B + b, ·] at holes. x[B x d] is 0 at holes, W [d x n]; all rows are contiguous. A sum starts
     * from its old value plus Σ_j x[b, j] W[j, ·], j ascending, and takes the terms of the holes ascending, one fused multiply-add
     * each. With K = 5 and 30 % holes 45 % of the dense product's work.
     */
    public abstract void multiplyCompleted(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y);

    /**
     * dW[d x n] (+)= Xᵀ G of the completed rows of {@link #multiplyCompleted} and G[K·B x n]: Σ_b x[b, ·] Σ_k G[k·B + b, ·], then
     * the terms of the holes, rows of x ascending, draws of a row ascending.
     */
    public abstract void multiplyCompletedLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g,
            float[] dw, boolean accumulate);

    /**
     * dX[r, j] += Σ_c G[r, c] W[j, c] at the holes j of each completed row r of {@link #multiplyCompleted}, in the 16 lanes and the
     * tree of {@link #weightedRowSums}, columns filled up with zeros to a multiple of 16; elsewhere dX[K·B x d] stays as it is.
     */
    public abstract void multiplyCompletedRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] dx);

    /** y = e^x; see {@link FloatMath#exp}. */
    public abstract void exp(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = log x; see {@link FloatMath#log}. */
    public abstract void log(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = log(1 + x); see {@link FloatMath#log1p}. */
    public abstract void log1p(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = tanh x; see {@link FloatMath#tanh}. */
    public abstract void tanh(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = 1 / (1 + e^-x); see {@link FloatMath#sigmoid}. */
    public abstract void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = log(1 + e^x); see {@link FloatMath#softplus}. */
    public abstract void softplus(float[] x, int xOffset, float[] y, int yOffset, int length);

    /** y = max(x, 0). */
    public abstract void relu(float[] x, int xOffset, float[] y, int yOffset, int length);

    /**
     * dx (+)= dy · f'(x), expressed through the output y = f(x): tanh 1 - y², sigmoid y (1 - y), relu [y > 0], softplus
     * 1 - exp(-y) without cancellation near 0, identity 1.
     */
    public abstract void activationBackward(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx,
            int dxOffset, int length, boolean accumulate);

    /** sums[r] = the sum of row r of X[rows x columns], in 16 fixed logical lanes and a fixed tree. */
    public abstract void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset);

    /** sums[r] = Σ_c w[r, c] X[r, c] of two matrices [rows x columns], as {@link #rowSums} with a fused multiply-add each. */
    public abstract void weightedRowSums(int rows, int columns, float[] x, int xOffset, float[] w, int wOffset, float[] sums,
            int sumsOffset);

    /** sums[c] (+)= the sum of column c of X[rows x columns], rows ascending. */
    public abstract void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate);

    /** log Σ exp(x[offset + i · stride]), i &lt; length; -∞ for an all -∞ input. */
    public abstract double logSumExp(double[] x, int offset, int stride, int length);

    /**
     * Elements {@code position} to {@code position + length - 1} of the standard normal sequence named by (key, stream). Each
     * element depends on its own position alone: elements 4 b to 4 b + 3 come from {@link Philox#block} b by Box and Muller's
     * method (u of 32 bits, so up to 6.76; about 1.2 ns each in vectors, 8 in plain Java).
     *
     * @throws IllegalArgumentException if {@code position} is negative or not a multiple of 4
     */
    public abstract void normal(long key, long stream, long position, float[] out, int offset, int length);

    /** As {@link #normal}, uniform on [0, 1) with 24 bits: element 4 b + j is word j of {@link Philox#block} b, shifted. */
    public abstract void uniform(long key, long stream, long position, float[] out, int offset, int length);

    /** out = e^x in double; see {@link DoubleMath#exp}. */
    public abstract void exp(double[] x, int xOffset, double[] y, int yOffset, int length);

    /** out[c] = log Σ_r exp(X[r, c]) of X[rows x columns]: {@link #logSumExp} of each column, with the same bits. */
    public abstract void logSumExpColumns(int rows, int columns, double[] x, int xOffset, int xStride, double[] out,
            int outOffset);

    /** y += a x, one fused multiply-add each. */
    public abstract void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int length);

    /** out = a b + c, one fused multiply-add each. */
    public abstract void multiplyAdd(float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, float[] out,
            int outOffset, int length);

    /** out (+)= a b, element by element. */
    public abstract void multiplyElements(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length,
            boolean accumulate);

    /** out = -((x - mean) / std)² / 2 - log std - log(2π) / 2, element by element. */
    public abstract void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset,
            float[] out, int outOffset, int length);

    /**
     * With z = (x - mean) / std and upstream gradient g: dMean (+)= g z / std, dStd (+)= g (z² - 1) / std. The gradient of x is
     * the negative of that of the mean.
     */
    public abstract void gaussianLogDensityBackward(float[] x, int xOffset, float[] mean, int meanOffset, float[] std,
            int stdOffset, float[] g, int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length,
            boolean accumulate);

    /** out = x a - softplus(a): the log-probability of x under the logit a, element by element. */
    public abstract void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] out, int outOffset,
            int length);

    /** dLogits (+)= g (x - sigmoid(a)), element by element. */
    public abstract void bernoulliLogDensityBackward(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g,
            int gOffset, float[] dLogits, int dLogitsOffset, int length, boolean accumulate);

    /**
     * A dense layer on samples that lie side by side: Y[r, s] = activation(bias[biasOffset[s / 32] + r] + Σ_k W[k, r] X[k, s]),
     * one fused multiply-add for each term in ascending k, for {@code panels} panels of {@value #PANEL} samples.
     * X[inputs x samples] lies in panels, [inputs x 32] one after the other; Y[r, s] is at s / 32 · yPanel + r · yRow + s % 32,
     * so that outputs · 32 and 32 give the panels of the next layer.
     */
    public abstract void layer(LayerWeights weights, float[] bias, int[] biasOffset, Activation activation, int panels, float[] x,
            float[] y, int yPanel, int yRow);

    /**
     * Standard normal noise to draws, and log-weights: Z[rows x samples], row h at zOffset + h · zRow, goes from eps to
     * mean_h + std_h eps, and high[offset + s] + low[offset + s] grow by Σ_h (eps² - ((z - otherMean_h) otherInverseStd_h)²) / 2.
     * The parameters of row h stand at {@code parameters} + h. High and low are one compensated sum in two floats.
     */
    public abstract void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd,
            int parameters, float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int length);

    /**
     * high + low += Σ_e times[e] log N(x[e]; mean[e, s], std[e, s]²) over the first {@code size} features e of the list, in its
     * order. Row e of mean and std starts at its offset + e · row; see {@link #drawNormal} for high and low.
     */
    public abstract void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int length);

    /** high + low += Σ_e times[e] term[e, s], addressed as in {@link #addGaussian}. */
    public abstract void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high,
            float[] low, int offset, int length);

    /**
     * For each feature e of the list, first[e] = Σ_s weight[s] d and second[e] = Σ_s weight[s] d² with d = x[e, s] - centre[e],
     * in the 16 lanes and the tree of {@link #rowSums}.
     */
    public abstract void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length);

    /** y = f(x); the identity copies. */
    public final void activate(Activation activation, float[] x, int xOffset, float[] y, int yOffset, int length) {
        switch (activation) {
            case TANH -> tanh(x, xOffset, y, yOffset, length);
            case RELU -> relu(x, xOffset, y, yOffset, length);
            case SIGMOID -> sigmoid(x, xOffset, y, yOffset, length);
            case SOFTPLUS -> softplus(x, xOffset, y, yOffset, length);
            case IDENTITY -> {
                if (x != y || xOffset != yOffset) {
                    System.arraycopy(x, xOffset, y, yOffset, length);
                }
            }
        }
    }
}

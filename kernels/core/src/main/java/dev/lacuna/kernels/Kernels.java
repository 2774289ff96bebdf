package dev.lacuna.kernels;

/**
 * float32 compute on row-major arrays. Every matrix is given as (array, offset of its first element, row stride).
 *
 * <p>All providers return the same bits. A product accumulates along the inner dimension in ascending order with one fused
 * multiply-add for each term, starting from 0 (overwrite) or from the old value of C (accumulate).
 */
public abstract class Kernels {

    Kernels() {}

    /** The provider chosen when this class was first used; see {@link #choiceReason()}. */
    public static Kernels get() {
        return Chosen.KERNELS;
    }

    /** Why {@link #get()} is what it is, in one line for people. */
    public static String choiceReason() {
        return "only the plain provider exists yet";
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

    public abstract void exp(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void log(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void log1p(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void tanh(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void softplus(float[] x, int xOffset, float[] y, int yOffset, int length);

    public abstract void relu(float[] x, int xOffset, float[] y, int yOffset, int length);

    /**
     * dx (+)= dy · f'(x), expressed through the output y = f(x): tanh 1 - y², sigmoid y (1 - y), relu [y > 0], softplus
     * 1 - exp(-y), identity 1.
     */
    public abstract void activationBackward(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx,
            int dxOffset, int length, boolean accumulate);

    /** sums[r] = the sum of row r of X[rows x columns], in 16 fixed logical lanes and a fixed tree. */
    public abstract void rowSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset);

    /** sums[c] (+)= the sum of column c of X[rows x columns], rows ascending. */
    public abstract void columnSums(int rows, int columns, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset,
            boolean accumulate);

    /** log Σ exp(x[offset + i · stride]), i &lt; length; -∞ for an all -∞ input. */
    public abstract double logSumExp(double[] x, int offset, int stride, int length);

    /**
     * Elements {@code position} to {@code position + length - 1} of the standard normal sequence named by (key, stream). Each
     * element depends on its own position alone. {@code position} is a multiple of 4.
     */
    public abstract void normal(long key, long stream, long position, float[] out, int offset, int length);

    /** As {@link #normal}, uniform on [0, 1) with 24 bits. */
    public abstract void uniform(long key, long stream, long position, float[] out, int offset, int length);

    private static final class Chosen {
        static final Kernels KERNELS = new PlainKernels();
    }
}

package dev.lacuna.kernels;

import java.util.SplittableRandom;

/** Naive stand-in so that the other modules compile and run from the first hour; to be replaced whole. */
final class PlainKernels extends Kernels {
    @Override public String name() { return "plain"; }

    @Override public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] c, int cOffset, int cStride, boolean accumulate) {
        gemm(m, n, k, a, aOffset, aStride, 1, b, bOffset, bStride, 1, c, cOffset, cStride, accumulate);
    }

    @Override public void multiplyLeftTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        gemm(m, n, k, a, aOffset, 1, aStride, b, bOffset, bStride, 1, c, cOffset, cStride, accumulate);
    }

    @Override public void multiplyRightTransposed(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset,
            int bStride, float[] c, int cOffset, int cStride, boolean accumulate) {
        gemm(m, n, k, a, aOffset, aStride, 1, b, bOffset, 1, bStride, c, cOffset, cStride, accumulate);
    }

    private static void gemm(int m, int n, int k, float[] a, int ao, int ar, int ac, float[] b, int bo, int br, int bc, float[] c,
            int co, int cs, boolean accumulate) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float s = accumulate ? c[co + i * cs + j] : 0f;
                for (int p = 0; p < k; p++) {
                    s = Math.fma(a[ao + i * ar + p * ac], b[bo + p * br + j * bc], s);
                }
                c[co + i * cs + j] = s;
            }
        }
    }

    @Override public void affine(int m, int n, int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,
            float[] bias, int biasOffset, Activation activation, float[] c, int cOffset, int cStride) {
        multiply(m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, false);
        for (int i = 0; i < m; i++) {
            int o = cOffset + i * cStride;
            for (int j = 0; j < n; j++) {
                c[o + j] += bias[biasOffset + j];
            }
            switch (activation) {
                case TANH -> tanh(c, o, c, o, n);
                case RELU -> relu(c, o, c, o, n);
                case SIGMOID -> sigmoid(c, o, c, o, n);
                case SOFTPLUS -> softplus(c, o, c, o, n);
                default -> { }
            }
        }
    }

    @Override public void exp(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) Math.exp(x[xo + i]); }
    @Override public void log(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) Math.log(x[xo + i]); }
    @Override public void log1p(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) Math.log1p(x[xo + i]); }
    @Override public void tanh(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) Math.tanh(x[xo + i]); }
    @Override public void sigmoid(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) (1 / (1 + Math.exp(-x[xo + i]))); }
    @Override public void softplus(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = (float) (Math.max(x[xo + i], 0) + Math.log1p(Math.exp(-Math.abs(x[xo + i])))); }
    @Override public void relu(float[] x, int xo, float[] y, int yo, int n) { for (int i = 0; i < n; i++) y[yo + i] = Math.max(x[xo + i], 0); }

    @Override public void activationBackward(Activation activation, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo, int n, boolean accumulate) {
        for (int i = 0; i < n; i++) {
            float v = y[yo + i];
            float g = switch (activation) {
                case TANH -> 1 - v * v;
                case RELU -> v > 0 ? 1f : 0f;
                case SIGMOID -> v * (1 - v);
                case SOFTPLUS -> 1 - (float) Math.exp(-v);
                default -> 1f;
            };
            dx[dxo + i] = (accumulate ? dx[dxo + i] : 0) + dy[dyo + i] * g;
        }
    }

    @Override public void rowSums(int rows, int columns, float[] x, int xo, int xs, float[] sums, int so) {
        for (int r = 0; r < rows; r++) {
            float s = 0;
            for (int c = 0; c < columns; c++) s += x[xo + r * xs + c];
            sums[so + r] = s;
        }
    }

    @Override public void columnSums(int rows, int columns, float[] x, int xo, int xs, float[] sums, int so, boolean accumulate) {
        for (int c = 0; c < columns; c++) {
            float s = accumulate ? sums[so + c] : 0;
            for (int r = 0; r < rows; r++) s += x[xo + r * xs + c];
            sums[so + c] = s;
        }
    }

    @Override public double logSumExp(double[] x, int offset, int stride, int length) {
        double m = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) m = Math.max(m, x[offset + i * stride]);
        if (m == Double.NEGATIVE_INFINITY) return m;
        double s = 0;
        for (int i = 0; i < length; i++) s += Math.exp(x[offset + i * stride] - m);
        return m + Math.log(s);
    }

    @Override public void normal(long key, long stream, long position, float[] out, int offset, int length) {
        for (int i = 0; i < length; i++) out[offset + i] = (float) new SplittableRandom(key ^ stream * 0x9E3779B97F4A7C15L ^ (position + i) * 0xD1B54A32D192ED03L).nextGaussian();
    }

    @Override public void uniform(long key, long stream, long position, float[] out, int offset, int length) {
        for (int i = 0; i < length; i++) out[offset + i] = (new SplittableRandom(key ^ stream * 0x9E3779B97F4A7C15L ^ (position + i) * 0xD1B54A32D192ED03L).nextInt() >>> 8) * 0x1p-24f;
    }
}

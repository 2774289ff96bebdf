package dev.lacuna.kernels;

/**
 * Backward forms of the element-wise functions in plain Java. Accumulation is one fused multiply-add with the upstream
 * gradient.
 */
final class PlainBackward {

    private PlainBackward() {}

    static void activation(Activation activation, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset,
            int length, boolean accumulate) {
        for (int i = 0; i < length; i++) {
            float slope = slope(activation, y[yOffset + i]);
            float g = dy[dyOffset + i];
            dx[dxOffset + i] = accumulate ? Math.fma(g, slope, dx[dxOffset + i]) : g * slope;
        }
    }

    /** f'(x) from y = f(x). */
    static float slope(Activation activation, float y) {
        return switch (activation) {
            case IDENTITY -> 1f;
            case TANH -> Math.fma(-y, y, 1f);
            case RELU -> y > 0f ? 1f : 0f;
            case SIGMOID -> Math.fma(-y, y, y);
            case SOFTPLUS -> FloatMath.oneMinusExp(y);
        };
    }

    static void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length,
            boolean accumulate) {
        for (int i = 0; i < length; i++) {
            float x = a[aOffset + i];
            float y = b[bOffset + i];
            out[outOffset + i] = accumulate ? Math.fma(x, y, out[outOffset + i]) : x * y;
        }
    }

    static void gaussianLogDensity(float[] x, int xOffset, float[] mean, int meanOffset, float[] std, int stdOffset, float[] g,
            int gOffset, float[] dMean, int dMeanOffset, float[] dStd, int dStdOffset, int length, boolean accumulate) {
        for (int i = 0; i < length; i++) {
            float s = std[stdOffset + i];
            float z = (x[xOffset + i] - mean[meanOffset + i]) / s;
            float u = g[gOffset + i] / s;
            float w = Math.fma(z, z, -1f);
            dMean[dMeanOffset + i] = accumulate ? Math.fma(u, z, dMean[dMeanOffset + i]) : u * z;
            dStd[dStdOffset + i] = accumulate ? Math.fma(u, w, dStd[dStdOffset + i]) : u * w;
        }
    }

    static void bernoulliLogDensity(float[] x, int xOffset, float[] logits, int logitsOffset, float[] g, int gOffset,
            float[] dLogits, int dLogitsOffset, int length, boolean accumulate) {
        for (int i = 0; i < length; i++) {
            float difference = x[xOffset + i] - FloatMath.sigmoid(logits[logitsOffset + i]);
            float u = g[gOffset + i];
            int at = dLogitsOffset + i;
            dLogits[at] = accumulate ? Math.fma(u, difference, dLogits[at]) : u * difference;
        }
    }
}

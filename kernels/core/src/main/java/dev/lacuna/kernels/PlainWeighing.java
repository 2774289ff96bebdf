package dev.lacuna.kernels;

import java.util.Arrays;

/** What {@link Kernels} adds to log-weights, in plain Java: features outside, samples inside. */
final class PlainWeighing {

    private PlainWeighing() {}

    static void drawNormal(int rows, float[] mean, float[] std, float[] otherMean, float[] otherInverseStd, int parameters,
            float[] z, int zOffset, int zRow, float[] high, float[] low, int offset, int from, int length) {
        for (int h = 0; h < rows; h++) {
            float m = mean[parameters + h];
            float d = std[parameters + h];
            float om = otherMean[parameters + h];
            float os = otherInverseStd[parameters + h];
            int at = zOffset + h * zRow;
            for (int s = from; s < length; s++) {
                float eps = z[at + s];
                float value = Math.fma(d, eps, m);
                float standard = (value - om) * os;
                z[at + s] = value;
                add((eps - standard) * 0.5f * (eps + standard), high, low, offset + s);
            }
        }
    }

    static void addGaussian(int[] list, int size, float[] x, float[] times, float[] mean, int meanOffset, float[] std,
            int stdOffset, int row, float[] high, float[] low, int offset, int from, int length) {
        for (int i = 0; i < size; i++) {
            int e = list[i];
            for (int s = from; s < length; s++) {
                float density = FloatMath.gaussianLogDensity(x[e], mean[meanOffset + e * row + s], std[stdOffset + e * row + s]);
                add(times[e] * density, high, low, offset + s);
            }
        }
    }

    static void addTerms(int[] list, int size, float[] times, float[] term, int termOffset, int row, float[] high, float[] low,
            int offset, int from, int length) {
        for (int i = 0; i < size; i++) {
            int e = list[i];
            for (int s = from; s < length; s++) {
                add(times[e] * term[termOffset + e * row + s], high, low, offset + s);
            }
        }
    }

    /** high + low += term, what the addition to high loses going to low (Knuth's two-sum). */
    private static void add(float term, float[] high, float[] low, int s) {
        float old = high[s];
        float sum = old + term;
        float back = sum - old;
        low[s] += (old - (sum - back)) + (term - back);
        high[s] = sum;
    }

    static void weightedMoments(int[] list, int size, float[] weight, float[] x, int xOffset, int row, float[] centre,
            float[] first, float[] second, int length, float[] lanes, float[] squareLanes) {
        for (int i = 0; i < size; i++) {
            int e = list[i];
            Arrays.fill(lanes, 0f);
            Arrays.fill(squareLanes, 0f);
            addMoments(weight, x, xOffset + e * row, centre[e], 0, length, lanes, squareLanes);
            first[e] = PlainReductions.sumLanes(lanes);
            second[e] = PlainReductions.sumLanes(squareLanes);
        }
    }

    /** Samples from .. length - 1; sample s goes to lane s mod 16. */
    static void addMoments(float[] weight, float[] x, int xOffset, float centre, int from, int length, float[] lanes,
            float[] squareLanes) {
        for (int s = from; s < length; s++) {
            int lane = s % PlainReductions.LANES;
            float deviation = x[xOffset + s] - centre;
            float weighted = weight[s] * deviation;
            lanes[lane] += weighted;
            squareLanes[lane] = Math.fma(weighted, deviation, squareLanes[lane]);
        }
    }
}

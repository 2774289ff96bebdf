package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/**
 * The running sums over a row's weighted samples, kept relative to the largest log-weight so far and rescaled when that grows.
 * Their size does not depend on the number of samples; samples are added in ascending order.
 */
final class WeightedSums {
    /** exp of less is below the smallest normal float; such a weight, 1e-38 of the largest, is taken as 0. */
    private static final double LEAST_LOG_WEIGHT = -87;

    private final Kernels kernels;
    private final FeatureLayout layout;
    private final double[] first;
    private final double[] second;
    /** What first and second are taken about; 0 for discrete features. */
    private final float[] centre;
    private final float[] zero;
    private final float[] moment;
    private final float[] square;
    /** From a feature's row to the next. */
    private final int row;
    private boolean centred;
    private double maximum;
    private double sum;
    private double sumOfSquares;
    /** The weights of the chunk that was added last, and their sum. */
    final float[] weight = new float[ImportanceSampler.CHUNK];
    private double chunkSum;

    WeightedSums(Kernels kernels, FeatureLayout layout, int row) {
        this.kernels = kernels;
        this.layout = layout;
        this.row = row;
        centre = new float[layout.features];
        zero = new float[layout.features];
        moment = new float[layout.features];
        square = new float[layout.features];
        first = new double[layout.features];
        second = new double[layout.features];
    }

    void clear() {
        maximum = Double.NEGATIVE_INFINITY;
        sum = 0;
        sumOfSquares = 0;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        Arrays.fill(centre, 0);
        centred = false;
    }

    /** Adds the weights of samples offset..offset+count-1; {@code ofRow} is for the message. */
    void add(double[] logWeight, int offset, int count, int ofRow) {
        raiseMaximum(logWeight, offset, count, ofRow);
        for (int s = 0; s < count; s++) {
            weight[s] = (float) Math.max(logWeight[offset + s] - maximum, LEAST_LOG_WEIGHT);
        }
        kernels.exp(weight, 0, weight, 0, count);
        chunkSum = 0;
        for (int s = 0; s < count; s++) {
            if (!(logWeight[offset + s] - maximum > LEAST_LOG_WEIGHT)) {
                weight[s] = 0;
            }
            double w = weight[s];
            chunkSum += w;
            sumOfSquares += w * w;
        }
        sum += chunkSum;
    }

    private void raiseMaximum(double[] logWeight, int offset, int count, int ofRow) {
        double largest = maximum;
        for (int s = offset; s < offset + count; s++) {
            if (Double.isNaN(logWeight[s]) || logWeight[s] == Double.POSITIVE_INFINITY) {
                throw new ArithmeticException("row " + ofRow + ": the log-weight of a sample is " + logWeight[s]
                        + "; the network's parameters or the row's values are out of range");
            }
            largest = Math.max(largest, logWeight[s]);
        }
        if (largest > maximum) {
            double factor = StrictMath.exp(maximum - largest);
            sum *= factor;
            sumOfSquares *= factor * factor;
            for (int e = 0; e < first.length; e++) {
                first[e] *= factor;
                second[e] *= factor;
            }
            maximum = largest;
        }
    }

    /** Moments of real features by the law of total variance: E[mean] and E[mean² + variance]. */
    void addReal(IntList features, int offset, int count, DataHead head, Scale scale) {
        addCentred(features, head.outputs(), head.offset, offset, count);
        for (int i = 0; i < features.size; i++) {
            int e = features.item[i];
            if (layout.studentT[e]) {
                addStudentTVariance(e, e * row + offset, count, scale);
            }
        }
        kernels.weightedMoments(features.item, features.size, weight, scale.std(), scale.stdOffset + offset, row, zero, moment,
                square, count);
        for (int i = 0; i < features.size; i++) {
            int e = features.item[i];
            if (!layout.studentT[e]) {
                second[e] += square[e];
            }
        }
    }

    private void addStudentTVariance(int feature, int at, int count, Scale scale) {
        for (int s = 0; s < count; s++) {
            double std = scale.std()[scale.stdOffset + at + s];
            second[feature] += weight[s] * std * std * StudentT.variance(scale.degrees()[scale.degreesOffset + at + s]);
        }
    }

    /** Moments of values[features x capacity] as they are. */
    void addValues(IntList features, int offset, int count, float[] values) {
        addCentred(features, values, 0, offset, count);
    }

    /** Moments about the row's first value, which is close by: float sums of squares keep their digits. */
    private void addCentred(IntList features, float[] x, int rows, int offset, int count) {
        if (!centred) {
            for (int i = 0; i < features.size; i++) {
                int e = features.item[i];
                centre[e] = x[rows + e * row + offset];
            }
            centred = true;
        }
        kernels.weightedMoments(features.item, features.size, weight, x, rows + offset, row, centre, moment, square, count);
        for (int i = 0; i < features.size; i++) {
            int e = features.item[i];
            first[e] += moment[e];
            second[e] += square[e];
        }
    }

    /** Probabilities of 0/1 features, whose square is themselves: E[x²] = E[x] = E[p]. */
    void addProbabilities(IntList features, int offset, int count, float[] probability) {
        kernels.weightedMoments(features.item, features.size, weight, probability, offset, row, zero, moment, square, count);
        for (int i = 0; i < features.size; i++) {
            int e = features.item[i];
            first[e] += moment[e];
            second[e] += moment[e];
        }
    }

    /** Σ w relative to the largest weight. */
    double sum() {
        return sum;
    }

    double chunkSum() {
        return chunkSum;
    }

    double mean(int feature) {
        return centre[feature] + first[feature] / sum;
    }

    double standardDeviation(int feature) {
        double mean = first[feature] / sum;
        return Math.sqrt(Math.max(second[feature] / sum - mean * mean, 0));
    }

    /** (Σ w)² / Σ w². */
    double effectiveSize() {
        return sum * sum / sumOfSquares;
    }

    /** log (Σ w / samples). */
    double logMean(double samples) {
        return maximum + StrictMath.log(sum / samples);
    }
}

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
    private double maximum;
    private double sum;
    private double sumOfSquares;
    /** The weights of the chunk that was added last, and their sum. */
    final float[] weight = new float[ImportanceSampler.CHUNK];
    private double chunkSum;

    WeightedSums(Kernels kernels, FeatureLayout layout) {
        this.kernels = kernels;
        this.layout = layout;
        first = new double[layout.features];
        second = new double[layout.features];
    }

    void clear() {
        maximum = Double.NEGATIVE_INFINITY;
        sum = 0;
        sumOfSquares = 0;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
    }

    /** Adds the weights of samples offset..offset+count-1; {@code row} is for the message. */
    void add(double[] logWeight, int offset, int count, int row) {
        raiseMaximum(logWeight, offset, count, row);
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

    private void raiseMaximum(double[] logWeight, int offset, int count, int row) {
        double largest = maximum;
        for (int s = offset; s < offset + count; s++) {
            if (Double.isNaN(logWeight[s]) || logWeight[s] == Double.POSITIVE_INFINITY) {
                throw new ArithmeticException("row " + row + ": the log-weight of a sample is " + logWeight[s]
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
    void addReal(IntList features, int offset, int count, float[] mean, Scale scale) {
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            if (w == 0) {
                continue;
            }
            int o = (offset + s) * layout.features;
            int so = (offset + s) * scale.stride;
            for (int i = 0; i < features.size; i++) {
                int e = features.item[i];
                double value = mean[o + e];
                double std = scale.std[so + e];
                double variance = layout.studentT[e] ? std * std * StudentT.variance(scale.degrees[o + e]) : std * std;
                first[e] += w * value;
                second[e] += w * (value * value + variance);
            }
        }
    }

    /** Moments of values[samples x stride] as they are. */
    void addValues(IntList features, int offset, int count, float[] values, int stride) {
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            int o = (offset + s) * stride;
            for (int i = 0; i < features.size; i++) {
                int e = features.item[i];
                double value = values[o + e];
                first[e] += w * value;
                second[e] += w * value * value;
            }
        }
    }

    /** Probabilities of 0/1 features, whose square is themselves: E[x²] = E[x] = E[p]. */
    void addProbabilities(IntList features, int offset, int count, float[] probability) {
        for (int s = 0; s < count; s++) {
            double w = weight[s];
            int o = (offset + s) * layout.features;
            for (int i = 0; i < features.size; i++) {
                int e = features.item[i];
                double value = w * probability[o + e];
                first[e] += value;
                second[e] += value;
            }
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
        return first[feature] / sum;
    }

    double standardDeviation(int feature) {
        double mean = mean(feature);
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

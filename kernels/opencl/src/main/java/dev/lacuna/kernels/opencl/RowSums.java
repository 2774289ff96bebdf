package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.SamplingOutput;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.Stopping;

/**
 * A row's weighted sums on the host, in double: units are folded in one after the other, all categories of the first samples,
 * then all of the next. Sums are relative to the largest log-weight so far.
 */
final class RowSums {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    final int row;
    private final double[] firstMoment;
    private final double[] secondMoment;
    /** Category and sample of each draw, and the resampling steps so far. */
    final int[] drawnCategory;
    final int[] drawnSample;
    private double maximum = Double.NEGATIVE_INFINITY;
    private double sum;
    private double sumOfSquares;
    private int foldedUnits;
    private int foldedSamples;
    private int nextSample;
    private boolean stopped;

    RowSums(FrozenNetwork network, SamplingRequest request, int row) {
        this.network = network;
        this.request = request;
        this.row = row;
        firstMoment = new double[network.features()];
        secondMoment = new double[network.features()];
        drawnCategory = new int[request.draws()];
        drawnSample = new int[request.draws()];
    }

    /** The first sample that no launch has taken yet. */
    int nextSample() {
        return nextSample;
    }

    void taken(int samples) {
        nextSample += samples;
    }

    boolean allTaken() {
        return nextSample >= request.samples();
    }

    boolean finished() {
        return stopped || foldedSamples == (long) request.samples() * network.categories();
    }

    /** Units folded so far: the number of the next resampling step. */
    int foldedUnits() {
        return foldedUnits;
    }

    double sum() {
        return sum;
    }

    double maximum() {
        return maximum;
    }

    /** Adds the sums that the device left for one unit from {@code at} on. */
    void fold(float[] results, int at, int samples) {
        double largest = results[at];
        if (results[at + 3] > 0) {
            throw new ArithmeticException("row " + row + ": the log-weight of a sample is not a finite number; the network's"
                    + " parameters or the row's values are out of range");
        }
        if (largest > maximum) {
            rescale(StrictMath.exp(maximum - largest));
            maximum = largest;
        }
        double factor = StrictMath.exp(largest - maximum);
        double weight = factor * results[at + 1];
        sum += weight;
        sumOfSquares += factor * factor * results[at + 2];
        for (int e = 0; e < network.features(); e++) {
            if (missing(e)) {
                int i = at + SamplingKernel.HEADER + 3 * e;
                double origin = results[i];
                double first = factor * results[i + 1];
                firstMoment[e] += first + origin * weight;
                secondMoment[e] += factor * results[i + 2] + 2 * origin * first + origin * origin * weight;
            }
        }
        foldedUnits++;
        foldedSamples += samples;
        stopped = foldedUnits % network.categories() == 0 && reached();
    }

    private void rescale(double factor) {
        sum *= factor;
        sumOfSquares *= factor * factor;
        for (int e = 0; e < firstMoment.length; e++) {
            firstMoment[e] *= factor;
            secondMoment[e] *= factor;
        }
    }

    boolean missing(int feature) {
        return request.observed()[row * network.columns() + network.column(feature)] == 0;
    }

    private boolean reached() {
        if (request.stopping() instanceof Stopping.EffectiveSampleSize rule) {
            return foldedSamples >= rule.minimumSamples() && effectiveSampleSize() >= rule.target();
        }
        if (request.stopping() instanceof Stopping.StandardError rule) {
            double largest = 0;
            for (int e = 0; e < network.features(); e++) {
                largest = Math.max(largest, missing(e) ? standardDeviation(e) : 0);
            }
            return foldedSamples >= rule.minimumSamples() && largest <= rule.tolerance() * Math.sqrt(effectiveSampleSize());
        }
        return false;
    }

    private double effectiveSampleSize() {
        return sum * sum / sumOfSquares;
    }

    private double standardDeviation(int feature) {
        double mean = firstMoment[feature] / sum;
        double second = network.kind(feature).continuous() ? secondMoment[feature] / sum : mean;
        return Math.sqrt(Math.max(second - mean * mean, 0));
    }

    void write(SamplingOutput results) {
        if (!(sum > 0)) {
            throw new ArithmeticException("row " + row + ": every sample has weight 0; the decoder gives its values no density");
        }
        for (int e = 0; e < network.features(); e++) {
            if (missing(e)) {
                double mean = firstMoment[e] / sum;
                if (!Double.isFinite(mean)) {
                    throw new ArithmeticException("row " + row + ": the weighted mean of feature " + e + " is " + mean
                            + "; the network's parameters or the row's values are out of range");
                }
                results.expected[row * network.features() + e] = (float) mean;
                results.standardDeviation[row * network.features() + e] = (float) standardDeviation(e);
            }
        }
        results.effectiveSampleSize[row] = effectiveSampleSize();
        results.logMeanWeight[row] = maximum + StrictMath.log(sum * network.categories() / foldedSamples);
        results.samplesUsed[row] = foldedSamples;
    }
}

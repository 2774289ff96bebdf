package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.Arrays;

/** The arrays of a result while rows are written into them; observed features are in place from the start. */
final class Results {
    final float[] expected;
    final float[] standardDeviation;
    final double[] effectiveSampleSize;
    final double[] logMeanWeight;
    final int[] samplesUsed;
    final float[][] draws;

    Results(SamplingRequest request) {
        expected = request.x().clone();
        standardDeviation = new float[expected.length];
        effectiveSampleSize = new double[request.rows()];
        logMeanWeight = new double[request.rows()];
        samplesUsed = new int[request.rows()];
        Arrays.fill(effectiveSampleSize, Double.NaN);
        Arrays.fill(logMeanWeight, Double.NaN);
        draws = new float[request.draws()][];
        for (int m = 0; m < draws.length; m++) {
            draws[m] = expected.clone();
        }
    }

    SamplingResult toResult() {
        return new SamplingResult(expected, standardDeviation, effectiveSampleSize, logMeanWeight, samplesUsed,
                Arrays.asList(draws));
    }
}

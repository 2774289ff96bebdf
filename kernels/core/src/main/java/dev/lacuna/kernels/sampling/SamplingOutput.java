package dev.lacuna.kernels.sampling;

import java.util.Arrays;

/** The arrays of a {@link SamplingResult} while a sampler writes them; each row writes its own part. */
public final class SamplingOutput {
    public final float[] expected;
    public final float[] standardDeviation;
    public final double[] effectiveSampleSize;
    public final double[] logMeanWeight;
    public final int[] samplesUsed;
    public final float[][] draws;

    /** Everything observed is in place from the start. */
    public SamplingOutput(SamplingRequest request) {
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

    public SamplingResult toResult() {
        return new SamplingResult(expected, standardDeviation, effectiveSampleSize, logMeanWeight, samplesUsed,
                Arrays.asList(draws));
    }
}

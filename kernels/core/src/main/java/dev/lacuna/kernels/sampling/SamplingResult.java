package dev.lacuna.kernels.sampling;

import java.util.List;

/**
 * What importance sampling says of each row. Arrays are the result's own and are not to be written.
 *
 * @param expected [rows x features]: observed features copied, a missing one by its weighted mean, a discrete one by its
 *     probability
 * @param standardDeviation [rows x features]: 0 where observed, else the predictive standard deviation by the law of total
 *     variance; for a discrete feature sqrt(p (1 - p))
 * @param effectiveSampleSize [rows]: (Σw)² / Σw²; NaN for a row that was skipped because nothing is missing
 * @param logMeanWeight [rows]: log of the mean weight (summed over categories), an estimate of log p(x_o, r) from below in
 *     expectation where the missingness weight is 1; NaN for a skipped row
 * @param samplesUsed [rows]: samples weighed, over all categories together; 0 for a skipped row
 * @param draws M completions [rows x features]: observed features copied, missing ones drawn from their joint distribution,
 *     a binary one as 0 or 1, a categorical one as one-hot
 */
public record SamplingResult(float[] expected, float[] standardDeviation, double[] effectiveSampleSize, double[] logMeanWeight,
        int[] samplesUsed, List<float[]> draws) {

    public SamplingResult {
        draws = List.copyOf(draws);
    }
}

package dev.lacuna.autodiff;

import java.util.List;

/**
 * The negative importance-weighted bound, [1 x 1].
 *
 * <p>With K samples of each of B rows, log w[k,b] = Σ_i coefficient_i Σ_j weight_ij term_ij, and
 * loss = -(1 / rowsInBatch) Σ_b (log Σ_k w[k,b] - log K). All of this is double and in a fixed order, but for the sums over long
 * rows ({@link TermSums}); row k*B + b holds sample k of row b. The gradient of log w[k,b] is -w̃[k,b] / rowsInBatch with w̃ the
 * weights normalised over k.
 *
 * <p>{@code rowsInBatch} is B, or the rows of the whole batch where this tape holds one shard of it: the shards' losses and
 * gradients then add up. Source: Burda, Grosse, Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
 */
public final class ImportanceWeightedLoss extends Operation {
    private final TermSums terms;
    private final int termCount;
    private final int samples;
    private final int batchRows;
    private final int rowsInBatch;
    private final double[] logWeights;
    private final double[] normalisedWeights;
    private final double[] logSums;
    private final double[] rowGradients;
    private double loss;

    private ImportanceWeightedLoss(List<Term> terms, int samples, int rowsInBatch, double[] normalisedWeights) {
        super(1, 1, TermSums.inputs(terms));
        int rows = normalisedWeights.length;
        if (samples < 1 || rows % samples != 0 || rowsInBatch < 1) {
            throw new IllegalArgumentException("ImportanceWeightedLoss: " + rows + " rows are not " + samples
                    + " samples of each row, or the batch has no rows: " + rowsInBatch);
        }
        this.terms = new TermSums(this, terms, rows);
        this.termCount = terms.size();
        this.samples = samples;
        this.batchRows = rows / samples;
        this.rowsInBatch = rowsInBatch;
        this.logWeights = new double[rows];
        this.normalisedWeights = normalisedWeights;
        this.logSums = new double[batchRows];
        this.rowGradients = new double[rows];
    }

    /** The loss of terms whose longest has {@code samples} rows for each row of the batch. */
    public static ImportanceWeightedLoss of(List<Term> terms, int samples, int rowsInBatch) {
        return of(terms, samples, rowsInBatch, new double[longest(terms)]);
    }

    /**
     * As {@link #of(List, int, int)}, with the array [K*B] that receives the normalised weights: {@link ScaleGradient} reads it.
     */
    public static ImportanceWeightedLoss of(List<Term> terms, int samples, int rowsInBatch, double[] normalisedWeights) {
        ImportanceWeightedLoss loss = new ImportanceWeightedLoss(terms, samples, rowsInBatch, normalisedWeights);
        loss.record();
        return loss;
    }

    private static int longest(List<Term> terms) {
        return Broadcast.rows(TermSums.inputs(terms));
    }

    /** The loss as a variable [1 x 1]: what {@link Tape#backward} takes. */
    public Var variable() {
        return output();
    }

    /** The loss of the last forward pass, unrounded. */
    public double loss() {
        return loss;
    }

    /** [K*B], element k*B + b: log w[k,b] of the last forward pass. The array is reused. */
    public double[] logWeights() {
        return logWeights;
    }

    /** [K*B], element k*B + b: w[k,b] / Σ_k w[k,b] of the last forward pass. The array is reused. */
    public double[] normalisedWeights() {
        return normalisedWeights;
    }

    /** [B]: log (1/K) Σ_k w[k,b] of the last forward pass is {@code logSums()[b] - log K}. The array is reused. */
    public double[] logSums() {
        return logSums;
    }

    @Override protected void forward() {
        terms.sum(logWeights);
        kernels().logSumExpColumns(samples, batchRows, logWeights, 0, batchRows, logSums, 0);
        double logSamples = StrictMath.log(samples);
        double total = 0;
        for (int b = 0; b < batchRows; b++) {
            total += logSums[b] - logSamples;
        }
        for (int k = 0, i = 0; k < samples; k++) {
            for (int b = 0; b < batchRows; b++, i++) {
                normalisedWeights[i] = logWeights[i] - logSums[b];
            }
        }
        kernels().exp(normalisedWeights, 0, normalisedWeights, 0, normalisedWeights.length);
        loss = -total / rowsInBatch;
        out()[0] = (float) loss;
    }

    @Override protected void backward() {
        double scale = -outGradient()[0] / (double) rowsInBatch;
        for (int i = 0; i < rowGradients.length; i++) {
            rowGradients[i] = scale * normalisedWeights[i];
        }
        for (int t = 0; t < termCount; t++) {
            if (wants(t)) {
                terms.backward(t, rowGradients, gradient(t), accumulates(t));
            }
        }
    }
}

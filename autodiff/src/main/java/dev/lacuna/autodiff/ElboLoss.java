package dev.lacuna.autodiff;

import java.util.Arrays;
import java.util.List;

/**
 * The negative evidence lower bound, [1 x 1]: loss = -(1 / rowsInBatch) Σ_b (1/K) Σ_k Σ_i coefficient_i Σ_j weight_ij term_ij.
 *
 * <p>Terms [K*B x n] are averaged over the K samples, terms [B x n] count once: a closed-form divergence is a term with the
 * coefficient -1. Sums and {@code rowsInBatch} as for {@link ImportanceWeightedLoss}. Source: Kingma and Welling, Auto-Encoding
 * Variational Bayes, 2014, equation 7.
 */
public final class ElboLoss extends Operation {
    private final TermSums terms;
    private final int termCount;
    private final int samples;
    private final int rowsInBatch;
    private final double[] sampleValues;
    private final double[] rowGradients;
    private double loss;

    private ElboLoss(List<Term> terms, int samples, int rowsInBatch) {
        super(1, 1, TermSums.inputs(terms));
        int rows = Broadcast.rows(TermSums.inputs(terms));
        if (samples < 1 || rows % samples != 0 || rowsInBatch < 1) {
            throw new IllegalArgumentException("ElboLoss: " + rows + " rows are not " + samples
                    + " samples of each row, or the batch has no rows: " + rowsInBatch);
        }
        this.terms = new TermSums(this, terms, rows);
        this.termCount = terms.size();
        this.samples = samples;
        this.rowsInBatch = rowsInBatch;
        this.sampleValues = new double[rows];
        this.rowGradients = new double[rows];
    }

    /** The loss of terms whose longest has {@code samples} rows for each row of the batch. */
    public static ElboLoss of(List<Term> terms, int samples, int rowsInBatch) {
        ElboLoss loss = new ElboLoss(terms, samples, rowsInBatch);
        loss.record();
        return loss;
    }

    /** The loss as a variable [1 x 1]: what {@link Tape#backward} takes. */
    public Var variable() {
        return output();
    }

    /** The loss of the last forward pass, unrounded. */
    public double loss() {
        return loss;
    }

    /** [K*B], element k*B + b: the sum of the terms of sample k of row b. The array is reused. */
    public double[] sampleValues() {
        return sampleValues;
    }

    @Override protected void forward() {
        terms.sum(sampleValues);
        double total = 0;
        for (double value : sampleValues) {
            total += value;
        }
        loss = -total / ((double) samples * rowsInBatch);
        out()[0] = (float) loss;
    }

    @Override protected void backward() {
        Arrays.fill(rowGradients, -outGradient()[0] / ((double) samples * rowsInBatch));
        for (int t = 0; t < termCount; t++) {
            if (wants(t)) {
                terms.backward(t, rowGradients, gradient(t), accumulates(t));
            }
        }
    }
}

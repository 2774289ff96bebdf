package dev.lacuna.autodiff;

import java.util.Arrays;
import java.util.List;

/**
 * The negative evidence lower bound of a model whose category is summed out exactly, [1 x 1].
 *
 * <p>Row c*B + b of the terms belongs to category c of row b. With T[c,b] = Σ_i coefficient_i Σ_j weight_ij term_ij and
 * q_b = softmax(logits[b]), loss = -(1 / rowsInBatch) Σ_b Σ_c q_bc (T[c,b] - log q_bc - log C): the categories are equally likely
 * beforehand. Sums and {@code rowsInBatch} as for {@link ImportanceWeightedLoss}. The gradient of
 * T[c,b] is -q_bc / rowsInBatch, that of logits[b,c] is q_bc (G_bc - Σ_c q_bc G_bc) / rowsInBatch with G = log q - T. Source:
 * Ghalebikesabi et al., Deep Generative Missingness Pattern-Set Mixture Models, 2021, table 1.
 */
public final class CategoryBoundLoss extends Operation {
    private final TermSums terms;
    private final int termCount;
    private final int categories;
    private final int batchRows;
    private final int rowsInBatch;
    private final double[] bounds;
    private final double[] logCategory;
    private final double[] category;
    private final double[] rowGradients;
    private double loss;

    private CategoryBoundLoss(List<Term> terms, Var[] inputs, int rowsInBatch) {
        super(1, 1, inputs);
        termCount = terms.size();
        categories = input(termCount).columns();
        batchRows = input(termCount).rows();
        int rows = categories * batchRows;
        if (rowsInBatch < 1) {
            throw new IllegalArgumentException("CategoryBoundLoss: the batch has no rows: " + rowsInBatch);
        }
        this.terms = new TermSums(this, terms, rows);
        this.rowsInBatch = rowsInBatch;
        bounds = new double[rows];
        logCategory = new double[rows];
        category = new double[rows];
        rowGradients = new double[rows];
    }

    /** Terms of C·B rows (of B rows where they are the same for every category), logits [B x C]. */
    public static CategoryBoundLoss of(List<Term> terms, Var logits, int rowsInBatch) {
        Var[] values = TermSums.inputs(terms);
        Var[] inputs = Arrays.copyOf(values, values.length + 1);
        inputs[values.length] = logits;
        CategoryBoundLoss loss = new CategoryBoundLoss(terms, inputs, rowsInBatch);
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

    /** [B x C], row by row: log q of the last forward pass. The array is reused. */
    public double[] logCategory() {
        return logCategory;
    }

    @Override protected void forward() {
        terms.sum(bounds);
        float[] logits = value(termCount);
        for (int i = 0; i < logCategory.length; i++) {
            logCategory[i] = logits[i];
        }
        for (int b = 0; b < batchRows; b++) {
            double logSum = kernels().logSumExp(logCategory, b * categories, 1, categories);
            for (int i = b * categories; i < (b + 1) * categories; i++) {
                logCategory[i] -= logSum;
            }
        }
        kernels().exp(logCategory, 0, category, 0, category.length);
        double logPrior = -StrictMath.log(categories);
        double total = 0;
        for (int b = 0; b < batchRows; b++) {
            for (int c = 0; c < categories; c++) {
                int i = b * categories + c;
                total += category[i] * (bounds[c * batchRows + b] + logPrior - logCategory[i]);
            }
        }
        loss = -total / rowsInBatch;
        out()[0] = (float) loss;
    }

    @Override protected void backward() {
        double scale = outGradient()[0] / (double) rowsInBatch;
        for (int b = 0; b < batchRows; b++) {
            for (int c = 0; c < categories; c++) {
                rowGradients[c * batchRows + b] = -scale * category[b * categories + c];
            }
        }
        for (int t = 0; t < termCount; t++) {
            if (wants(t)) {
                terms.backward(t, rowGradients, gradient(t), accumulates(t));
            }
        }
        if (wants(termCount)) {
            logitsBackward(scale, gradient(termCount), accumulates(termCount));
        }
    }

    private void logitsBackward(double scale, float[] gradient, boolean accumulate) {
        for (int b = 0; b < batchRows; b++) {
            double mean = 0;
            for (int c = 0; c < categories; c++) {
                int i = b * categories + c;
                mean += category[i] * (logCategory[i] - bounds[c * batchRows + b]);
            }
            for (int c = 0; c < categories; c++) {
                int i = b * categories + c;
                double part = scale * category[i] * (logCategory[i] - bounds[c * batchRows + b] - mean);
                gradient[i] = (float) (accumulate ? gradient[i] + part : part);
            }
        }
    }
}

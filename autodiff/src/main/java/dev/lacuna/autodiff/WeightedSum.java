package dev.lacuna.autodiff;

/**
 * y[b] = Σ_c weights[b, c] terms[c*B + b]: the expectation of terms [C*B x 1] under a table of probabilities [B x C].
 *
 * <p>Summed in double, c ascending. dWeights[b, c] = g[b] terms[c*B + b], dTerms[c*B + b] = g[b] weights[b, c].
 */
public final class WeightedSum extends Operation {
    private WeightedSum(Var weights, Var terms) {
        super(weights.rows(), 1, weights, terms);
        if (terms.columns() != 1 || terms.rows() != weights.size()) {
            throw new IllegalArgumentException("WeightedSum: weights " + weights + " need terms [" + weights.size() + " x 1]; given: "
                    + terms);
        }
    }

    /** [B x 1]. */
    public static Var of(Var weights, Var terms) {
        return new WeightedSum(weights, terms).record();
    }

    @Override protected void forward() {
        float[] w = value(0);
        float[] t = value(1);
        float[] y = out();
        int rows = rows();
        int categories = input(0).columns();
        for (int b = 0; b < rows; b++) {
            double sum = 0;
            for (int c = 0; c < categories; c++) {
                sum += (double) w[b * categories + c] * t[c * rows + b];
            }
            y[b] = (float) sum;
        }
    }

    @Override protected void backward() {
        float[] w = value(0);
        float[] t = value(1);
        float[] g = outGradient();
        int rows = rows();
        int categories = input(0).columns();
        for (int b = 0; b < rows; b++) {
            for (int c = 0; c < categories; c++) {
                int atWeight = b * categories + c;
                int atTerm = c * rows + b;
                if (wants(0)) {
                    float part = g[b] * t[atTerm];
                    gradient(0)[atWeight] = accumulates(0) ? gradient(0)[atWeight] + part : part;
                }
                if (wants(1)) {
                    float part = g[b] * w[atWeight];
                    gradient(1)[atTerm] = accumulates(1) ? gradient(1)[atTerm] + part : part;
                }
            }
        }
    }
}

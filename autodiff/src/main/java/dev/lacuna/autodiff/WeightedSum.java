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
            throw new IllegalArgumentException("WeightedSum: weights " + weights + " need terms [" + weights.size()
                    + " x 1]; given: " + terms);
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
        float[] g = outGradient();
        int rows = rows();
        int categories = input(0).columns();
        if (wants(0)) {
            float[] t = value(1);
            float[] d = gradient(0);
            boolean add = accumulates(0);
            for (int b = 0; b < rows; b++) {
                for (int c = 0, i = b * categories; c < categories; c++, i++) {
                    float part = g[b] * t[c * rows + b];
                    d[i] = add ? d[i] + part : part;
                }
            }
        }
        if (wants(1)) {
            float[] w = value(0);
            float[] d = gradient(1);
            boolean add = accumulates(1);
            for (int c = 0, i = 0; c < categories; c++) {
                for (int b = 0; b < rows; b++, i++) {
                    float part = g[b] * w[b * categories + c];
                    d[i] = add ? d[i] + part : part;
                }
            }
        }
    }
}

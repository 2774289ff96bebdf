package dev.lacuna.autodiff;

/**
 * y = x; dx[r, c] = rowWeights[r] g[r, c].
 *
 * <p>The weights are read in the backward pass: with the normalised weights of an {@link ImportanceWeightedLoss} this turns the
 * weights of the samples' gradients into their squares, which is the doubly reparameterised estimator (Tucker, Lawson, Gu,
 * Maddison, Doubly Reparameterized Gradient Estimators for Monte Carlo Objectives, 2019, equation 8).
 */
public final class ScaleGradient extends Operation {
    private final double[] rowWeights;

    private ScaleGradient(Var x, double[] rowWeights) {
        super(x.rows(), x.columns(), x);
        if (rowWeights.length != x.rows()) {
            throw new IllegalArgumentException("ScaleGradient: " + x + " needs one weight for each row; given: "
                    + rowWeights.length);
        }
        this.rowWeights = rowWeights;
    }

    /** [rows x columns] of x; the array is kept, not copied. */
    public static Var of(Var x, double[] rowWeights) {
        return new ScaleGradient(x, rowWeights).record();
    }

    @Override protected void forward() {
        System.arraycopy(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = columns();
        boolean add = accumulates(0);
        for (int r = 0; r < rows(); r++) {
            float w = (float) rowWeights[r];
            for (int i = r * n, end = i + n; i < end; i++) {
                float part = w * g[i];
                d[i] = add ? d[i] + part : part;
            }
        }
    }
}

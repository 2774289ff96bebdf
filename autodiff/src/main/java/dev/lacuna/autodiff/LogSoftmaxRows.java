package dev.lacuna.autodiff;

/** y = x - log Σ e^x for each row of x; dx = g - e^y Σ g. */
public final class LogSoftmaxRows extends Operation {
    private static final int SUMS = FIRST_FREE_SLOT;

    private final ColumnGroups row;
    private final float[] probabilities;

    private LogSoftmaxRows(Var x) {
        super(x.rows(), x.columns(), x);
        row = new ColumnGroups(this, ColumnGroups.one(x.columns()), x.columns());
        probabilities = new float[size()];
        reserve(SUMS, rows());
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new LogSoftmaxRows(x).record();
    }

    @Override protected void forward() {
        row.logSoftmax(kernels(), value(0), out(), probabilities, scratch(SUMS), rows(), columns());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = columns();
        boolean add = accumulates(0);
        for (int r = 0; r < rows(); r++) {
            int from = r * n;
            int to = from + n;
            float sum = 0;
            for (int i = from; i < to; i++) {
                sum += g[i];
            }
            for (int i = from; i < to; i++) {
                float part = g[i] - probabilities[i] * sum;
                d[i] = add ? d[i] + part : part;
            }
        }
    }
}

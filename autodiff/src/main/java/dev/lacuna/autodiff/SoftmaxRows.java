package dev.lacuna.autodiff;

/** p = softmax of each row of x; dx = p (g - Σ g p). */
public final class SoftmaxRows extends Operation {
    private static final int SUMS = FIRST_FREE_SLOT;

    private final ColumnGroups row;

    private SoftmaxRows(Var x) {
        super(x.rows(), x.columns(), x);
        row = new ColumnGroups(this, ColumnGroups.one(x.columns()), x.columns());
        reserve(SUMS, rows());
    }

    /** [rows x columns] of x; each row sums to 1. */
    public static Var of(Var x) {
        return new SoftmaxRows(x).record();
    }

    @Override protected void forward() {
        row.softmax(kernels(), value(0), out(), scratch(SUMS), rows(), columns());
    }

    @Override protected void backward() {
        backward(row, out(), outGradient(), gradient(0), rows(), columns(), accumulates(0));
    }

    static void backward(ColumnGroups groups, float[] p, float[] g, float[] d, int rows, int columns, boolean add) {
        for (int r = 0; r < rows; r++) {
            for (int group = 0; group < groups.count(); group++) {
                int from = r * columns + groups.start(group);
                int to = r * columns + groups.end(group);
                float mean = 0;
                for (int i = from; i < to; i++) {
                    mean += g[i] * p[i];
                }
                for (int i = from; i < to; i++) {
                    float part = p[i] * (g[i] - mean);
                    d[i] = add ? d[i] + part : part;
                }
            }
        }
    }
}

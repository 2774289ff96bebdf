package dev.lacuna.autodiff;

import java.util.Arrays;

/** y = the columns from {@code from} to {@code to - 1} of x; their gradient is g, that of the other columns 0. */
public final class SliceColumns extends Operation {
    private final int from;

    private SliceColumns(Var x, int from, int to) {
        super(x.rows(), to - from, x);
        this.from = from;
    }

    /** [rows x (to - from)]. */
    public static Var of(Var x, int from, int to) {
        if (from < 0 || to <= from || to > x.columns()) {
            throw new IllegalArgumentException("SliceColumns: columns " + from + " to " + to + " (exclusive) of " + x);
        }
        return new SliceColumns(x, from, to).record();
    }

    @Override protected void forward() {
        int n = columns();
        Columns.copy(rows(), n, value(0), from, input(0).columns(), out(), 0, n);
    }

    @Override protected void backward() {
        float[] d = gradient(0);
        int n = columns();
        if (!accumulates(0)) {
            Arrays.fill(d, 0);
        }
        Columns.add(rows(), n, outGradient(), 0, n, d, from, input(0).columns());
    }
}

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
        float[] x = value(0);
        float[] y = out();
        int n = columns();
        int stride = input(0).columns();
        for (int r = 0; r < rows(); r++) {
            System.arraycopy(x, r * stride + from, y, r * n, n);
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = columns();
        int stride = input(0).columns();
        if (!accumulates(0)) {
            Arrays.fill(d, 0);
        }
        for (int r = 0; r < rows(); r++) {
            int at = r * stride + from;
            for (int c = 0; c < n; c++) {
                d[at + c] += g[r * n + c];
            }
        }
    }
}

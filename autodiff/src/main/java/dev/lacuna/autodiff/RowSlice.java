package dev.lacuna.autodiff;

import java.util.Arrays;

/** y = the rows from {@code from} to {@code to - 1} of x; their gradient is g, that of the other rows 0. */
public final class RowSlice extends Operation {
    private final int start;

    private RowSlice(Var x, int from, int to) {
        super(to - from, x.columns(), x);
        this.start = from * x.columns();
    }

    /** [(to - from) x columns]. */
    public static Var of(Var x, int from, int to) {
        if (from < 0 || to <= from || to > x.rows()) {
            throw new IllegalArgumentException("RowSlice: rows " + from + " to " + to + " (exclusive) of " + x);
        }
        return new RowSlice(x, from, to).record();
    }

    @Override protected void forward() {
        System.arraycopy(value(0), start, out(), 0, size());
    }

    @Override protected void backward() {
        float[] d = gradient(0);
        if (!accumulates(0)) {
            Arrays.fill(d, 0);
        }
        kernels().addScaled(1, outGradient(), 0, d, start, size());
    }
}

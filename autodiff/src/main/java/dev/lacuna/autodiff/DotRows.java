package dev.lacuna.autodiff;

/** y[r] = Σ_c a[r, c] b[r, c], c ascending; da[r, c] = g[r] b[r, c] and db[r, c] = g[r] a[r, c]. */
public final class DotRows extends Operation {
    private DotRows(Var a, Var b) {
        super(a.rows(), 1, a, b);
        if (!Broadcast.sameShape(a, b)) {
            throw new IllegalArgumentException("DotRows: the shapes differ: " + a + " and " + b);
        }
    }

    /** [rows x 1]. */
    public static Var of(Var a, Var b) {
        return new DotRows(a, b).record();
    }

    @Override protected void forward() {
        float[] a = value(0);
        float[] b = value(1);
        float[] y = out();
        int n = input(0).columns();
        for (int r = 0; r < rows(); r++) {
            double sum = 0;
            for (int i = r * n, end = i + n; i < end; i++) {
                sum += (double) a[i] * b[i];
            }
            y[r] = (float) sum;
        }
    }

    @Override protected void backward() {
        if (wants(0)) {
            scaled(value(1), gradient(0), accumulates(0));
        }
        if (wants(1)) {
            scaled(value(0), gradient(1), accumulates(1));
        }
    }

    private void scaled(float[] other, float[] d, boolean add) {
        float[] g = outGradient();
        int n = input(0).columns();
        for (int r = 0; r < rows(); r++) {
            for (int i = r * n, end = i + n; i < end; i++) {
                float part = g[r] * other[i];
                d[i] = add ? d[i] + part : part;
            }
        }
    }
}

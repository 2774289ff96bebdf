package dev.lacuna.autodiff;

/**
 * y = r a + (1 - r) b with r constant, 0 or 1: masked selection, observed values from a and the others from b.
 *
 * <p>da = r g, db = (1 - r) g. All three are broadcast; both a and b must be finite, also where they are not selected.
 */
public final class Select extends Operation {
    private Select(Var r, Var a, Var b) {
        super(Broadcast.rows(r, a, b), Broadcast.columns(r, a, b), r, a, b);
        if (r.needsGradient()) {
            throw new IllegalArgumentException("Select: the selection is a constant; this one depends on a parameter");
        }
        reserveBroadcast();
    }

    /** [rows x columns] of the largest operand. */
    public static Var of(Var r, Var a, Var b) {
        return new Select(r, a, b).record();
    }

    @Override protected void forward() {
        float[] r = expanded(0);
        float[] a = expanded(1);
        float[] b = expanded(2);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = r[i] * a[i] + (1 - r[i]) * b[i];
        }
    }

    @Override protected void backward() {
        float[] r = expanded(0);
        float[] g = outGradient();
        int n = size();
        if (wants(1)) {
            float[] d = contribution(1);
            for (int i = 0; i < n; i++) {
                d[i] = r[i] * g[i];
            }
            contribute(1);
        }
        if (wants(2)) {
            float[] d = contribution(2);
            for (int i = 0; i < n; i++) {
                d[i] = (1 - r[i]) * g[i];
            }
            contribute(2);
        }
    }
}

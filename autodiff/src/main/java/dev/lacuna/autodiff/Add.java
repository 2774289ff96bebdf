package dev.lacuna.autodiff;

/** y = a + b with broadcasting; da = g, db = g. */
public final class Add extends Operation {
    private Add(Var a, Var b) {
        super(Broadcast.rows(a, b), Broadcast.columns(a, b), a, b);
        reserveBroadcast();
    }

    /** [rows x columns] of the larger operand; the other is repeated. */
    public static Var of(Var a, Var b) {
        return new Add(a, b).record();
    }

    @Override protected void forward() {
        float[] a = expanded(0);
        float[] b = expanded(1);
        float[] y = out();
        int n = size();
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    @Override protected void backward() {
        if (wants(0)) {
            contribute(0, outGradient());
        }
        if (wants(1)) {
            contribute(1, outGradient());
        }
    }
}

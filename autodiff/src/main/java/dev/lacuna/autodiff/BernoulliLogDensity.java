package dev.lacuna.autodiff;

/**
 * y = x a - softplus(a): the log-probability of x, 0 or 1, under the logit a, element by element with broadcasting.
 *
 * <p>dA = g (x - sigmoid(a)), dX = g a.
 */
public final class BernoulliLogDensity extends Operation {
    private static final int LOGIT_GRADIENT = FIRST_FREE_SLOT;

    private BernoulliLogDensity(Var x, Var logits) {
        super(Broadcast.rows(x, logits), Broadcast.columns(x, logits), x, logits);
        reserveBroadcast();
        reserve(LOGIT_GRADIENT, size());
    }

    /** [rows x columns] of the larger operand. */
    public static Var of(Var x, Var logits) {
        return new BernoulliLogDensity(x, logits).record();
    }

    @Override protected void forward() {
        float[] x = rowsOrExpanded(0);
        float[] a = expanded(1);
        int block = block(0);
        for (int at = 0; at < size(); at += block) {
            kernels().bernoulliLogDensity(x, 0, a, at, out(), at, block);
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] a = expanded(1);
        if (wants(0)) {
            int n = size();
            float[] d = contribution(0);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * a[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            boolean direct = Broadcast.sameShape(input(1), output());
            float[] d = direct ? gradient(1) : scratch(LOGIT_GRADIENT);
            float[] x = rowsOrExpanded(0);
            int block = block(0);
            for (int at = 0; at < size(); at += block) {
                kernels().bernoulliLogDensityBackward(x, 0, a, at, g, at, d, at, block, direct && accumulates(1));
            }
            if (!direct) {
                contribute(1, d);
            }
        }
    }
}

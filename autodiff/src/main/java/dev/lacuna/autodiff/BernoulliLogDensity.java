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
        kernels().bernoulliLogDensity(expanded(0), 0, expanded(1), 0, out(), 0, size());
    }

    @Override protected void backward() {
        float[] g = outGradient();
        int n = size();
        if (wants(0)) {
            float[] a = expanded(1);
            float[] d = contribution(0);
            for (int i = 0; i < n; i++) {
                d[i] = g[i] * a[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            boolean direct = Broadcast.sameShape(input(1), output());
            float[] d = direct ? gradient(1) : scratch(LOGIT_GRADIENT);
            kernels().bernoulliLogDensityBackward(expanded(0), 0, expanded(1), 0, g, 0, d, 0, n, direct && accumulates(1));
            if (!direct) {
                contribute(1, d);
            }
        }
    }
}

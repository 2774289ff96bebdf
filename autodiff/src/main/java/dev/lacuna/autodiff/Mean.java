package dev.lacuna.autodiff;

/** y = Σ x / divisor over all elements, summed in double in order; dx = g / divisor. */
public final class Mean extends Operation {
    private final double divisor;

    private Mean(Var x, double divisor) {
        super(1, 1, x);
        this.divisor = divisor;
    }

    /** [1 x 1]: the mean of all elements. */
    public static Var of(Var x) {
        return of(x, x.size());
    }

    /**
     * [1 x 1]: the sum divided by a given number, such as the rows of the whole batch where x is a shard of it; 1 gives the sum.
     */
    public static Var of(Var x, double divisor) {
        return new Mean(x, divisor).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        int n = input(0).size();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[i];
        }
        out()[0] = (float) (sum / divisor);
    }

    @Override protected void backward() {
        float part = (float) (outGradient()[0] / divisor);
        float[] d = gradient(0);
        int n = input(0).size();
        boolean add = accumulates(0);
        for (int i = 0; i < n; i++) {
            d[i] = add ? d[i] + part : part;
        }
    }
}

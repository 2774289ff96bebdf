package dev.lacuna.autodiff;

/** y = x; no gradient flows back. */
public final class StopGradient extends Operation {
    private StopGradient(Var x) {
        super(x.rows(), x.columns(), false, x);
    }

    /** [rows x columns] of x. */
    public static Var of(Var x) {
        return new StopGradient(x).record();
    }

    @Override protected void forward() {
        System.arraycopy(value(0), 0, out(), 0, size());
    }

    @Override protected void backward() {
        throw new IllegalStateException("The output of StopGradient needs no gradient");
    }
}

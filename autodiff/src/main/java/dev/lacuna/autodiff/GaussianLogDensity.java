package dev.lacuna.autodiff;

/**
 * y = -((x - mean) / std)² / 2 - log std - log(2π) / 2, element by element with broadcasting.
 *
 * <p>With z = (x - mean) / std: dMean = g z / std, dStd = g (z² - 1) / std, dX = -dMean. The standard deviation, positive, is one
 * for each entry [K*B x D], for each column [1 x D], or shared [1 x 1]; the shared one costs neither divisions nor logarithms.
 */
public final class GaussianLogDensity extends Operation {
    private static final int MEAN_GRADIENT = FIRST_FREE_SLOT;
    private static final int STD_GRADIENT = FIRST_FREE_SLOT + 1;
    private static final int ONE_LOG = FIRST_FREE_SLOT + 2;
    private static final float HALF_LOG_TWO_PI = 0.9189385332046727f;

    private final boolean shared;

    private GaussianLogDensity(Var x, Var mean, Var std) {
        super(Broadcast.rows(x, mean, std), Broadcast.columns(x, mean, std), x, mean, std);
        shared = std.size() == 1;
        reserveBroadcast();
        reserve(MEAN_GRADIENT, size());
        reserve(STD_GRADIENT, size());
        reserve(ONE_LOG, 1);
    }

    /** [rows x columns] of the largest operand. */
    public static Var of(Var x, Var mean, Var std) {
        return new GaussianLogDensity(x, mean, std).record();
    }

    /** As {@link #of(Var, Var, Var)} with a fixed standard deviation. */
    public static Var of(Var x, Var mean, double std) {
        if (!(std > 0 && Double.isFinite(std))) {
            throw new IllegalArgumentException("GaussianLogDensity: the standard deviation is positive and finite; given: "
                    + std);
        }
        return of(x, mean, x.tape().constant(std));
    }

    @Override protected void forward() {
        if (shared) {
            sharedForward();
            return;
        }
        float[] x = rowsOrExpanded(0);
        float[] mean = expanded(1);
        float[] std = expanded(2);
        int block = block(0);
        for (int at = 0; at < size(); at += block) {
            kernels().gaussianLogDensity(x, 0, mean, at, std, at, out(), at, block);
        }
    }

    private void sharedForward() {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] y = out();
        float[] log = scratch(ONE_LOG);
        kernels().log(value(2), 0, log, 0, 1);
        float constant = -(log[0] + HALF_LOG_TWO_PI);
        float inverse = 1 / value(2)[0];
        int n = size();
        for (int i = 0; i < n; i++) {
            float z = (x[i] - mean[i]) * inverse;
            y[i] = constant - 0.5f * z * z;
        }
    }

    @Override protected void backward() {
        if (writesBothInPlace()) {
            kernelBackward(gradient(1), gradient(2), accumulates(1));
            return;
        }
        float[] dMean = scratch(MEAN_GRADIENT);
        float[] dStd = scratch(STD_GRADIENT);
        if (shared) {
            sharedBackward(dMean, dStd);
        } else {
            kernelBackward(dMean, dStd, false);
        }
        if (wants(0)) {
            float[] d = contribution(0);
            int n = size();
            for (int i = 0; i < n; i++) {
                d[i] = -dMean[i];
            }
            contribute(0);
        }
        if (wants(1)) {
            contribute(1, dMean);
        }
        if (wants(2)) {
            contribute(2, dStd);
        }
    }

    /** The usual case, a decoder's mean and standard deviation: it spares two passes over tensors [K*B x D]. */
    private boolean writesBothInPlace() {
        return !wants(0) && wants(1) && wants(2) && input(1) != input(2) && accumulates(1) == accumulates(2)
                && input(1).size() == size() && input(2).size() == size() && !shared;
    }

    private void kernelBackward(float[] dMean, float[] dStd, boolean accumulate) {
        float[] x = rowsOrExpanded(0);
        float[] mean = expanded(1);
        float[] std = expanded(2);
        float[] g = outGradient();
        int block = block(0);
        for (int at = 0; at < size(); at += block) {
            kernels().gaussianLogDensityBackward(x, 0, mean, at, std, at, g, at, dMean, at, dStd, at, block, accumulate);
        }
    }

    private void sharedBackward(float[] dMean, float[] dStd) {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] g = outGradient();
        float inverse = 1 / value(2)[0];
        int n = size();
        for (int i = 0; i < n; i++) {
            float z = (x[i] - mean[i]) * inverse;
            dMean[i] = g[i] * z * inverse;
        }
        if (wants(2)) {
            for (int i = 0; i < n; i++) {
                float z = (x[i] - mean[i]) * inverse;
                dStd[i] = g[i] * (z * z - 1) * inverse;
            }
        }
    }
}

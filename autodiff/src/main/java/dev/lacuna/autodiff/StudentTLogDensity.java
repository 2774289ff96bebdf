package dev.lacuna.autodiff;

/**
 * The log-density of Student's t, element by element with broadcasting.
 *
 * <p>With r = x - mean, q = r² / (ν s²): y = log Γ((ν+1)/2) - log Γ(ν/2) - log(νπ)/2 - log s - (ν+1)/2 log(1 + q). Gradients:
 * dMean = g (ν+1) r / (ν s² (1+q)), dX = -dMean, dS = g ((ν+1) q / (1+q) - 1) / s,
 * dν = g (ψ((ν+1)/2) - ψ(ν/2) - 1/ν - log(1+q) + (ν+1) q / (ν (1+q))) / 2. The scale s and the degrees of freedom ν are positive.
 * The gamma functions are evaluated in double once for each element of ν as it was given, before it is repeated.
 */
public final class StudentTLogDensity extends Operation {
    private static final double LOG_PI = 1.1447298858494001741;
    private static final int NORMALISER = FIRST_FREE_SLOT;
    private static final int LOG_SCALE = FIRST_FREE_SLOT + 1;
    private static final int LOG_TAIL = FIRST_FREE_SLOT + 2;

    /** The part of y that depends on ν alone, and its derivative, at the shape of ν. */
    private final float[] ofNu;

    private StudentTLogDensity(Var x, Var mean, Var scale, Var nu) {
        super(Broadcast.rows(x, mean, scale, nu), Broadcast.columns(x, mean, scale, nu), x, mean, scale, nu);
        ofNu = new float[nu.size()];
        reserveBroadcast();
        reserve(NORMALISER, size());
        reserve(LOG_SCALE, size());
        reserve(LOG_TAIL, size());
    }

    /** [rows x columns] of the largest operand. */
    public static Var of(Var x, Var mean, Var scale, Var nu) {
        return new StudentTLogDensity(x, mean, scale, nu).record();
    }

    /** As {@link #of(Var, Var, Var, Var)} with fixed degrees of freedom. */
    public static Var of(Var x, Var mean, Var scale, double nu) {
        if (!(nu > 0 && Double.isFinite(nu))) {
            throw new IllegalArgumentException("StudentTLogDensity: the degrees of freedom are positive and finite; given: "
                    + nu);
        }
        return of(x, mean, scale, x.tape().constant(nu));
    }

    @Override protected void forward() {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] s = expanded(2);
        float[] nu = expanded(3);
        float[] given = value(3);
        for (int i = 0; i < ofNu.length; i++) {
            double v = given[i];
            ofNu[i] = (float) (GammaFunctions.logGamma((v + 1) / 2) - GammaFunctions.logGamma(v / 2)
                    - 0.5 * (StrictMath.log(v) + LOG_PI));
        }
        float[] normaliser = scratch(NORMALISER);
        Broadcast.expand(ofNu, input(3).rows(), input(3).columns(), normaliser, rows(), columns());
        float[] logTail = logTail(x, mean, s, nu);
        float[] logScale = scratch(LOG_SCALE);
        int n = size();
        kernels().log(s, 0, logScale, 0, n);
        float[] y = out();
        for (int i = 0; i < n; i++) {
            y[i] = normaliser[i] - logScale[i] - 0.5f * (nu[i] + 1) * logTail[i];
        }
    }

    @Override protected void backward() {
        float[] x = expanded(0);
        float[] mean = expanded(1);
        float[] s = expanded(2);
        float[] nu = expanded(3);
        float[] g = outGradient();
        int n = size();
        for (int side = 0; side < 2; side++) {
            if (wants(side)) {
                float sign = side == 0 ? -1 : 1;
                float[] d = contribution(side);
                for (int i = 0; i < n; i++) {
                    float r = x[i] - mean[i];
                    d[i] = sign * g[i] * (nu[i] + 1) * r / (nu[i] * s[i] * s[i] + r * r);
                }
                contribute(side);
            }
        }
        if (wants(2)) {
            float[] d = contribution(2);
            for (int i = 0; i < n; i++) {
                float r = x[i] - mean[i];
                float square = r * r;
                d[i] = g[i] * ((nu[i] + 1) * square / (nu[i] * s[i] * s[i] + square) - 1) / s[i];
            }
            contribute(2);
        }
        if (wants(3)) {
            degreesBackward(x, mean, s, nu, g);
        }
    }

    private void degreesBackward(float[] x, float[] mean, float[] s, float[] nu, float[] g) {
        float[] given = value(3);
        for (int i = 0; i < ofNu.length; i++) {
            double v = given[i];
            ofNu[i] = (float) (GammaFunctions.digamma((v + 1) / 2) - GammaFunctions.digamma(v / 2) - 1 / v);
        }
        float[] ofDegrees = scratch(NORMALISER);
        Broadcast.expand(ofNu, input(3).rows(), input(3).columns(), ofDegrees, rows(), columns());
        float[] logTail = logTail(x, mean, s, nu);
        float[] d = contribution(3);
        int n = size();
        for (int i = 0; i < n; i++) {
            float r = x[i] - mean[i];
            float square = r * r;
            float tail = (nu[i] + 1) * square / (nu[i] * (nu[i] * s[i] * s[i] + square));
            d[i] = 0.5f * g[i] * (ofDegrees[i] - logTail[i] + tail);
        }
        contribute(3);
    }

    /** log(1 + q). */
    private float[] logTail(float[] x, float[] mean, float[] s, float[] nu) {
        float[] logTail = scratch(LOG_TAIL);
        int n = size();
        for (int i = 0; i < n; i++) {
            float r = (x[i] - mean[i]) / s[i];
            logTail[i] = r * r / nu[i];
        }
        kernels().log1p(logTail, 0, logTail, 0, n);
        return logTail;
    }
}

package dev.lacuna.autodiff;

/** y[b] = log Σ_k exp x[k*B + b], double inside; dx[k*B + b] = g[b] exp(x[k*B + b] - y[b]). */
public final class LogSumExpSamples extends Operation {
    private final int samples;
    private final double[] wide;
    private final double[] sums;

    private LogSumExpSamples(Var x, int samples) {
        super(x.rows() / samples, 1, x);
        this.samples = samples;
        this.wide = new double[x.rows()];
        this.sums = new double[rows()];
    }

    /** [B x 1] of x [K*B x 1] with K samples. */
    public static Var of(Var x, int samples) {
        if (samples < 1 || x.columns() != 1 || x.rows() % samples != 0) {
            throw new IllegalArgumentException("LogSumExpSamples: " + x + " is not [" + samples + "*B x 1]");
        }
        return new LogSumExpSamples(x, samples).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int b = sums.length;
        for (int i = 0; i < wide.length; i++) {
            wide[i] = x[i];
        }
        kernels().logSumExpColumns(samples, b, wide, 0, b, sums, 0);
        for (int i = 0; i < b; i++) {
            y[i] = (float) sums[i];
        }
    }

    @Override protected void backward() {
        float[] x = value(0);
        float[] g = outGradient();
        float[] d = gradient(0);
        int b = sums.length;
        boolean add = accumulates(0);
        for (int k = 0, i = 0; k < samples; k++) {
            for (int j = 0; j < b; j++, i++) {
                wide[i] = x[i] - sums[j];
            }
        }
        kernels().exp(wide, 0, wide, 0, wide.length);
        for (int k = 0, i = 0; k < samples; k++) {
            for (int j = 0; j < b; j++, i++) {
                float part = (float) (g[j] * wide[i]);
                d[i] = add ? d[i] + part : part;
            }
        }
    }
}

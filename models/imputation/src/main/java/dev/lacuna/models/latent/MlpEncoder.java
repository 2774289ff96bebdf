package dev.lacuna.models.latent;

/**
 * Layers on the values with zeros where missing, x·r [B x E], or on [x·r ; r] [B x (E + D)]. Reading r tells a missing value from
 * an observed zero; the published not-MIWAE does not, GINA's synthetic experiment does.
 */
record MlpEncoder(Layers layers, boolean readsObserved) implements Encoder {

    @Override
    public void declare(Declarations initial, FeatureLayout layout, int latent) {
        layers.declare(initial, layout.features() + (readsObserved ? layout.columns() : 0), latent);
    }

    @Override
    public GaussianVars record(Graph graph, int latent) {
        return layers.record(graph, readsObserved ? graph.shownAndPattern() : graph.shown(), latent);
    }

    @Override
    public Posterior encode(Weights weights, FeatureLayout layout, int latent, int rows, float[] values, float[] observed) {
        return layers.run(weights, latent, rows, readsObserved ? join(layout, rows, values, observed) : values);
    }

    @Override
    public Posterior encodeAnswers(Weights weights, FeatureLayout layout, int latent, float[] values, float[] observed,
            int[] column, float[][] answer) {
        float[] rows = new float[column.length * values.length];
        float[] patterns = new float[column.length * observed.length];
        int[] starts = layout.columnStarts();
        for (int j = 0; j < column.length; j++) {
            System.arraycopy(values, 0, rows, j * values.length, values.length);
            System.arraycopy(observed, 0, patterns, j * observed.length, observed.length);
            System.arraycopy(answer[j], 0, rows, j * values.length + starts[column[j]], answer[j].length);
            patterns[j * observed.length + column[j]] = 1;
        }
        return encode(weights, layout, latent, column.length, rows, patterns);
    }

    /** [values ; observed], [rows x (E + D)]. */
    static float[] join(FeatureLayout layout, int rows, float[] values, float[] observed) {
        int e = layout.features();
        int d = layout.columns();
        float[] joined = new float[rows * (e + d)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * e, joined, row * (e + d), e);
            System.arraycopy(observed, row * d, joined, row * (e + d) + e, d);
        }
        return joined;
    }
}

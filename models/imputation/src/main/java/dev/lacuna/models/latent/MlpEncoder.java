package dev.lacuna.models.latent;

import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;

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
    public PosteriorVars record(Graph graph, int latent) {
        return layers.record(graph, readsObserved ? graph.shownAndPattern() : graph.shown(), latent);
    }

    @Override
    public Posterior encode(Weights weights, FeatureLayout layout, int latent, int rows, float[] values, float[] observed) {
        return layers.run(weights, latent, rows, readsObserved ? join(layout, rows, values, observed) : values);
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

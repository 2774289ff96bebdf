package dev.lacuna.models.latent;

import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;

/**
 * Permutation-invariant over the observed features (the point net of EDDI and GINA):
 *
 * <pre>
 * s_e = [x_e ; x_e F_e ; c_e]     or [x_e ; F_e ; c_e] where {@code multiply} is false
 * h_e = relu(s_e W + b)           a relu whatever the layers after it use
 * set = Σ_e r_e h_e               or max_e r_e h_e; zero for an empty set
 * [mean ; log-variance] = layers(set)
 * </pre>
 *
 * {@code set.embedding} F [E x embedding], {@code set.bias} c [E x 1], {@code set.weight} W [(embedding + 2) x width],
 * {@code set.offset} b [width].
 */
record SetEncoder(int embedding, int width, boolean multiply, SetPooling.Pool pool, Layers layers) implements Encoder {

    @Override
    public void declare(Declarations initial, FeatureLayout layout, int latent) {
        int features = layout.features();
        initial.uniform("set.embedding", features, embedding, Math.sqrt(6.0 / (features + embedding)));
        initial.uniform("set.bias", features, 1, Math.sqrt(6.0 / (features + 1)));
        initial.uniform("set.weight", embedding + 2, width, Math.sqrt(6.0 / (embedding + 2 + width)));
        initial.constant("set.offset", 1, width, 0);
        layers.declare(initial, width, latent);
    }

    @Override
    public PosteriorVars record(Graph graph, int latent) {
        return layers.record(graph, graph.pooledSet(multiply, pool), latent);
    }

    @Override
    public Posterior encode(Weights weights, FeatureLayout layout, int latent, int rows, float[] values, float[] observed) {
        return layers.run(weights, latent, rows, pooled(weights, layout, rows, values, observed));
    }

    /** The set vector of each row, [rows x width]. */
    float[] pooled(Weights weights, FeatureLayout layout, int rows, float[] values, float[] observed) {
        SetPooling.Lines lines = lines(weights, layout.features());
        float[] set = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            for (int e = 0; e < layout.features(); e++) {
                if (observed[row * layout.columns() + layout.featureColumn()[e]] != 0) {
                    lines.add(e, values[row * layout.features() + e], pool, set, row * width);
                }
            }
        }
        return set;
    }

    SetPooling.Lines lines(Weights weights, int features) {
        SetPooling.Lines lines = new SetPooling.Lines(features, width, embedding, multiply);
        lines.compute(weights.values("set.embedding"), weights.values("set.bias"), weights.values("set.weight"),
                weights.values("set.offset"));
        return lines;
    }
}

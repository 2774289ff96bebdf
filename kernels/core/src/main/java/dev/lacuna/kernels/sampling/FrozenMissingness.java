package dev.lacuna.kernels.sampling;

import java.util.List;

/**
 * The missingness model p(r | x, z): logits a[samples x columns] with sigmoid(a) = P(observed). A model that was trained on
 * logits of P(missing) is frozen with every sign turned.
 */
public sealed interface FrozenMissingness {

    /** Missingness carries no information; the weight has no term for it. */
    record None() implements FrozenMissingness {}

    /**
     * Each column hides itself: a_d = bias_d + Σ weight_e x_e over the features e of column d. weight [categories x features],
     * bias [categories x columns]; one category where the network has none.
     */
    record SelfMasking(float[] weight, float[] bias) implements FrozenMissingness {
        public SelfMasking {
            weight = Checks.copy("self-masking weight", weight, weight.length);
            bias = Checks.copy("self-masking bias", bias, bias.length);
        }
    }

    /** A network on what {@code input} names, the last of its layers linear with one output for each column. */
    record Network(Input input, List<DenseLayer> layers) implements FrozenMissingness {
        public Network {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) {
                throw new IllegalArgumentException("a missingness network has at least one layer");
            }
        }
    }

    /** What a missingness network reads. */
    enum Input {
        /** The completed values x[features]. */
        VALUES,
        /** The completed values, then the latent variable: [x ; z]. */
        VALUES_AND_LATENT,
        /** The output of the decoder's trunk, or the latent variable where the trunk is empty. */
        TRUNK
    }

    /** Whether a missing value enters the weight. */
    default boolean readsValues() {
        return this instanceof SelfMasking || this instanceof Network network && network.input() != Input.TRUNK;
    }

    /**
     * Self-masking in the form of the papers, a_d = Σ -slope_e (x_e - offset_e): slope and offset [features], a slope whose sign
     * is known being passed as softplus of its parameter.
     */
    static SelfMasking selfMasking(float[] slope, float[] offset, int[] featureColumn) {
        Checks.requireLength("slope", slope.length, featureColumn.length);
        Checks.requireLength("offset", offset.length, featureColumn.length);
        float[] weight = new float[slope.length];
        float[] bias = new float[featureColumn[featureColumn.length - 1] + 1];
        for (int e = 0; e < slope.length; e++) {
            weight[e] = -slope[e];
            bias[featureColumn[e]] += slope[e] * offset[e];
        }
        return new SelfMasking(weight, bias);
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Add;
import dev.lacuna.autodiff.GroupSum;
import dev.lacuna.autodiff.Multiply;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * p(r | x, z): logits a[. x D] with sigmoid(a) = P(observed). Values are read as features [. x E]: observed ones as they are,
 * missing ones as the decoder has them, a discrete one by its probabilities. That last point is a deviation from the papers,
 * which draw discrete values; it keeps the gradient exact without a relaxation.
 */
sealed interface Missingness permits Missingness.None, Missingness.SelfMasking, Missingness.LearnedSelfMasking,
        Missingness.Network, NoSelfCensoring {

    void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit);

    /** Logits on the tape, [K·B x D]; none where missingness is not modelled. */
    Optional<Var> record(Graph graph, Var z, Var trunk);

    FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent);

    /** Whether {@link #record} reads the completed values. */
    boolean readsValues();

    /** The linear layer that reads the trunk's output, where there is one. */
    default List<String> layersOfTrunk() {
        return List.of();
    }

    /** How many of the latent variables, the last ones, are read here alone and not by the decoder. */
    default int privateLatent() {
        return 0;
    }

    /** The holes say nothing beyond what the observed values say: MIWAE, PVAE. */
    record None() implements Missingness {
        @Override
        public void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit) {}

        @Override
        public Optional<Var> record(Graph graph, Var z, Var trunk) {
            return Optional.empty();
        }

        @Override
        public FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent) {
            return new FrozenMissingness.None();
        }

        @Override
        public boolean readsValues() {
            return false;
        }
    }

    /**
     * Each column hides itself: a_d = Σ -W_e (x_e - b_e) over the features e of column d, with {@code mask.slope} and
     * {@code mask.offset} [E].
     *
     * @param knownSign W = softplus({@code mask.slope}) &gt; 0: large values are missing more often
     * @param sharedSlope one {@code mask.slope} [1] for all features
     */
    record SelfMasking(boolean knownSign, boolean sharedSlope) implements Missingness {
        @Override
        public void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit) {
            int features = layout.features();
            double bound = Math.sqrt(6.0 / (1 + features));
            initial.uniform("mask.slope", 1, sharedSlope ? 1 : features, bound);
            initial.uniform("mask.offset", 1, features, bound);
        }

        @Override
        public Optional<Var> record(Graph graph, Var z, Var trunk) {
            return Optional.of(graph.selfMasking(knownSign));
        }

        @Override
        public FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent) {
            float[] slope = weights.values("mask.slope");
            if (sharedSlope) {
                float one = slope[0];
                slope = new float[layout.features()];
                Arrays.fill(slope, one);
            }
            if (knownSign) {
                float[] positive = new float[slope.length];
                Kernels.get().softplus(slope, 0, positive, 0, slope.length);
                slope = positive;
            }
            return FrozenMissingness.selfMasking(slope, weights.values("mask.offset"), layout.featureColumn());
        }

        @Override
        public boolean readsValues() {
            return true;
        }
    }

    /**
     * Each column hides itself, a_d = c_d + Σ w_e x_e, with an intercept {@code mask.intercept} [D] of its own, where
     * {@link SelfMasking} has an offset. There a slope of 0 would mean that half of a column is missing, so that no slope can change
     * its random first sign; here w ({@code mask.slope} [E]) starts at 0, the column at its share of holes, and the data choose.
     */
    record LearnedSelfMasking() implements Missingness {
        @Override
        public void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit) {
            initial.constant("mask.slope", 1, layout.features(), 0);
            initial.row("mask.intercept", observedLogit);
        }

        @Override
        public Optional<Var> record(Graph graph, Var z, Var trunk) {
            Var effect = Multiply.of(graph.completed(), graph.parameter("mask.slope"));
            FeatureLayout layout = graph.layout();
            Var byColumn = layout.features() == layout.columns() ? effect
                    : GroupSum.of(effect, layout.featureColumn(), layout.columns());
            return Optional.of(Add.of(byColumn, graph.parameter("mask.intercept")));
        }

        @Override
        public FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent) {
            return new FrozenMissingness.SelfMasking(weights.values("mask.slope"), weights.values("mask.intercept"));
        }

        @Override
        public boolean readsValues() {
            return true;
        }
    }

    /**
     * Layers {@code mask.0}, ... on what {@code input} names, tanh between, the last one linear to D logits.
     *
     * @param hidden widths of the hidden layers, none for a linear model
     */
    record Network(Input input, List<Integer> hidden) implements Missingness {
        public Network {
            hidden = List.copyOf(hidden);
        }

        @Override
        public void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit) {
            int width = switch (input) {
                case VALUES -> layout.features();
                case VALUES_AND_LATENT -> layout.features() + latent;
                case TRUNK -> trunkWidth;
            };
            for (int i = 0; i < hidden.size(); i++) {
                initial.affine("mask." + i, width, hidden.get(i));
                width = hidden.get(i);
            }
            initial.affine("mask." + hidden.size(), width, observedLogit);
        }

        @Override
        public Optional<Var> record(Graph graph, Var z, Var trunk) {
            if (hidden.isEmpty() && input != Input.TRUNK) {
                return Optional.of(graph.affineOnCompleted("mask.0",
                        input == Input.VALUES ? Optional.empty() : Optional.of(z)));
            }
            Var output = switch (input) {
                case VALUES -> graph.completed();
                case VALUES_AND_LATENT -> graph.concatenate(graph.completed(), z);
                case TRUNK -> trunk;
            };
            for (int i = 0; i < hidden.size(); i++) output = graph.affine(output, "mask." + i, Activation.TANH);
            return Optional.of(graph.affine(output, "mask." + hidden.size(), Activation.IDENTITY));
        }

        @Override
        public List<String> layersOfTrunk() {
            return input == Input.TRUNK && hidden.isEmpty() ? List.of("mask.0") : List.of();
        }

        @Override
        public FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent) {
            List<DenseLayer> layers = weights.layers("mask", hidden.size() + 1, Activation.TANH, Activation.IDENTITY);
            return new FrozenMissingness.Network(input, layers);
        }

        @Override
        public boolean readsValues() {
            return input != Input.TRUNK;
        }
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Affine;
import dev.lacuna.autodiff.Clamp;
import dev.lacuna.autodiff.ConcatColumns;
import dev.lacuna.autodiff.JointAffine;
import dev.lacuna.autodiff.Multiply;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.SliceColumns;
import dev.lacuna.autodiff.Softplus;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.CompletedValues;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tape with a model's parameters by name and a shard's inputs: what the parts record themselves on. */
final class Graph {
    /** Two vectors: 160 rows of 128 take 43 us to 22 columns, cut and with gradients, twice 11 take 48; 33 gain nothing. */
    private static final int MOST_JOINT_COLUMNS = 32;

    private final Tape tape;
    private final Parameters parameters;
    private final FeatureLayout layout;
    private final ShardInputs inputs;
    private final Mixing mixing;
    private final double observedShare;
    private Optional<Decoded> decoded = Optional.empty();
    private Optional<Var> completed = Optional.empty();
    /** Linear layers whose outputs are columns of a joint product. */
    private final Map<String, Var> joint = new HashMap<>();

    private record Decoded(Var trunk, DataHead.Outputs data) {}

    /** @param observedShare of the table's cells, as a guide to what is cheap; changes the result by rounding only */
    Graph(Tape tape, Parameters parameters, FeatureLayout layout, ShardInputs inputs, Mixing mixing, double observedShare) {
        this.mixing = mixing;
        this.observedShare = observedShare;
        this.tape = tape;
        this.parameters = parameters;
        this.layout = layout;
        this.inputs = inputs;
    }

    FeatureLayout layout() {
        return layout;
    }

    Tape tape() {
        return tape;
    }

    Var parameter(String name) {
        return tape.parameter(parameters.get(name));
    }

    /**
     * From here on {@link #affine} takes these layers of x from joint products: as many layers together, in their order, as give
     * no more than {@value #MOST_JOINT_COLUMNS} columns.
     */
    void join(Var x, List<String> layers) {
        List<String> next = new ArrayList<>();
        int columns = 0;
        for (String layer : layers) {
            int width = bias(layer).columns();
            if (columns + width > MOST_JOINT_COLUMNS) {
                joinAll(x, next);
                next.clear();
                columns = 0;
            }
            next.add(layer);
            columns += width;
        }
        joinAll(x, next);
    }

    private void joinAll(Var x, List<String> layers) {
        if (layers.size() < 2) return;
        Var outputs = JointAffine.of(x, layers.stream().map(this::weight).toList(), layers.stream().map(this::bias).toList());
        int from = 0;
        for (String layer : layers) {
            int to = from + bias(layer).columns();
            joint.put(layer, SliceColumns.of(outputs, from, to));
            from = to;
        }
    }

    private Var weight(String layer) {
        return parameter(layer + ".weight");
    }

    private Var bias(String layer) {
        return parameter(layer + ".bias");
    }

    /** The layer {@code name}. */
    Var affine(Var x, String name, Activation activation) {
        Var known = joint.get(name);
        if (known != null) return activate(known, activation);
        return Affine.of(x, weight(name), bias(name), activation);
    }

    private static Var activate(Var x, Activation activation) {
        return switch (activation) {
            case IDENTITY -> x;
            case SOFTPLUS -> Softplus.of(x);
            case TANH, RELU, SIGMOID -> throw new IllegalArgumentException("a joint layer has no activation " + activation);
        };
    }

    /** As {@link #affine(Var, String, Activation)}, with a weight that is computed. */
    Var affine(Var x, Var weight, String bias, Activation activation) {
        return Affine.of(x, weight, parameter(bias), activation);
    }

    Var multiply(Var left, Var right) {
        return Multiply.of(left, right);
    }

    Var slice(Var x, int from, int to) {
        return SliceColumns.of(x, from, to);
    }

    Var concatenate(Var left, Var right) {
        return ConcatColumns.of(left, right);
    }

    /** [B x 2H] as mean and clamped log-variance; the gradient of a clamped entry is 0. */
    GaussianVars split(Var both, int latent, double clamp) {
        return new GaussianVars(SliceColumns.of(both, 0, latent), Clamp.of(SliceColumns.of(both, latent, 2 * latent), -clamp,
                clamp));
    }

    /** What the encoder sees: values [B x E], zero where not shown. */
    Var shown() {
        return inputs.shownValues;
    }

    /** Values and which of them are shown, [B x (E + D)]. */
    Var shownAndPattern() {
        return ConcatColumns.of(inputs.shownValues, inputs.shown);
    }

    Var pooledSet(boolean multiply, SetPooling.Pool pool) {
        return SetPooling.of(multiply, pool, inputs.shownValues, inputs.shownFeatures, parameter("set.embedding"),
                parameter("set.bias"), parameter("set.weight"), parameter("set.offset"));
    }

    Var auxiliary() {
        return inputs.auxiliary.orElseThrow();
    }

    /** What the decoder made of z, for {@link #completed}. */
    void decoded(Var trunk, DataHead.Outputs data) {
        decoded = Optional.of(new Decoded(trunk, data));
    }

    /** Observed values and the decoder's missing ones, [K·B x E]; see {@link CompletedValues}. */
    Var completed() {
        if (completed.isEmpty()) {
            DataHead.Outputs data = decoded.orElseThrow().data();
            completed = Optional.of(CompletedValues.of(layout, inputs.values, inputs.observedFeatures, data.mean(), data.std(),
                    inputs.valueNoise));
        }
        return completed.orElseThrow();
    }

    /** The linear layer {@code name} on the completed values and, where given, z beside them: the cheapest of three ways. */
    Var affineOnCompleted(String name, Optional<Var> z) {
        Var trunk = decoded.orElseThrow().trunk();
        int samples = trunk.rows() / inputs.rows;
        boolean factors = mixing == Mixing.MEAN && !layout.has(FeatureKind.BERNOULLI) && !layout.has(FeatureKind.CATEGORICAL)
                && FactoredLogits.pays(inputs.rows, samples, layout.features(), trunk.columns(),
                        observedShare);
        if (factors) {
            return FactoredLogits.of(inputs.values, inputs.observedFeatures, decoded.orElseThrow().data().mean(), trunk,
                    parameter(DataHead.MEAN + ".weight"), parameter(DataHead.MEAN + ".bias"), parameter(name + ".weight"),
                    parameter(name + ".bias"), z);
        }
        if (CompletedLogits.pays(samples, Math.min(layout.features(), layout.columns()), observedShare)) {
            return CompletedLogits.of(inputs.values, inputs.observedFeatures, completed(), parameter(name + ".weight"),
                    parameter(name + ".bias"), z);
        }
        Var input = z.map(latent -> concatenate(completed(), latent)).orElseGet(this::completed);
        return affine(input, name, Activation.IDENTITY);
    }

    Var selfMasking(boolean knownSign) {
        Var slope = parameter("mask.slope");
        return SelfMaskingLogits.of(layout, completed(), knownSign ? Softplus.of(slope) : slope, parameter("mask.offset"));
    }
}

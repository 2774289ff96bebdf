package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A trained decoder as plain arrays: latent variable z[latent] -> trunk u -> data heads [features] and the missingness model.
 * Immutable and validated; safe to share between threads.
 *
 * <p>With categories (a pattern-set mixture) the trunk's first layer reads [z ; one-hot category]. The one-hot part is frozen
 * as one bias offset for each category, so that it costs nothing.
 *
 * <p>With a missing head the model has two data heads: the mean head explains what is observed, the missing head gives what is
 * missing, and the missing head's likelihood of each observed feature e counts {@code supervision[e]} times in the weight.
 */
public final class FrozenNetwork {
    private final int latent;
    private final int columns;
    private final int[] featureColumn;
    private final List<FeatureKind> kinds;
    private final List<DenseLayer> trunk;
    private final int categories;
    private final float[] categoryOffsets;
    private final DenseLayer mean;
    private final FrozenScale scale;
    private final Optional<DenseLayer> degreesOfFreedom;
    private final Optional<MissingHead> missingHead;
    private final FrozenMissingness missingness;
    private final float missingnessWeight;
    private final Mixing mixing;
    private final Averaging averaging;

    private FrozenNetwork(Builder b) {
        latent = b.latent;
        featureColumn = b.featureColumn;
        columns = featureColumn[featureColumn.length - 1] + 1;
        kinds = b.kinds;
        trunk = b.trunk;
        categories = b.categories;
        categoryOffsets = b.categoryOffsets;
        mean = Objects.requireNonNull(b.mean, "the mean head is not set");
        scale = b.scale;
        degreesOfFreedom = b.degreesOfFreedom;
        missingHead = b.missingHead;
        missingness = b.missingness;
        missingnessWeight = b.missingnessWeight;
        mixing = b.mixing;
        averaging = b.averaging;
        validate();
    }

    /** A second data head for what is missing: mean is linear [trunk width x features], supervision [features] is at least 0. */
    public record MissingHead(DenseLayer mean, float[] supervision) {
        public MissingHead {
            supervision = Checks.copy("supervision", supervision, mean.outputs());
        }
    }

    /**
     * Starts a network. Feature e belongs to column featureColumn[e], the columns being 0, 1, 2, ... in ascending order; a
     * column of several features is categorical.
     */
    public static Builder builder(int latent, int[] featureColumn, List<FeatureKind> kinds) {
        return new Builder(latent, featureColumn, kinds);
    }

    public int latent() { return latent; }

    public int features() { return featureColumn.length; }

    public int columns() { return columns; }

    /** The column of a feature. */
    public int column(int feature) { return featureColumn[feature]; }

    public FeatureKind kind(int feature) { return kinds.get(feature); }

    public List<DenseLayer> trunk() { return trunk; }

    /** The width of what the heads read: the last trunk layer's, or the latent size. */
    public int trunkWidth() { return trunk.isEmpty() ? latent : trunk.get(trunk.size() - 1).outputs(); }

    /** The number of categories, 1 for a model without. */
    public int categories() { return categories; }

    /** Added to the bias of the trunk's first layer: [categories x its outputs], zero without categories. Not to be written. */
    public float[] categoryOffsets() { return categoryOffsets; }

    public DenseLayer mean() { return mean; }

    public FrozenScale scale() { return scale; }

    /** The linear layer whose softplus plus 3 gives the degrees of freedom of Student-t features. */
    public Optional<DenseLayer> degreesOfFreedom() { return degreesOfFreedom; }

    public Optional<MissingHead> missingHead() { return missingHead; }

    public FrozenMissingness missingness() { return missingness; }

    /** beta, on the missingness term inside the weight. */
    public float missingnessWeight() { return missingnessWeight; }

    public Mixing mixing() { return mixing; }

    public Averaging averaging() { return averaging; }

    /** Whether the weight reads a sampled value for each missing real feature. */
    public boolean samplesValues() {
        return missingness.readsValues() && mixing == Mixing.SAMPLE;
    }

    private void validate() {
        int width = latent;
        for (int i = 0; i < trunk.size(); i++) {
            Checks.requireShape("trunk layer " + i, trunk.get(i), width, trunk.get(i).outputs());
            width = trunk.get(i).outputs();
        }
        Checks.requireLength("categoryOffsets", categoryOffsets.length,
                trunk.isEmpty() ? 0 : (long) categories * trunk.get(0).outputs());
        requireHead("the mean head", mean, features());
        validateScale();
        if (kinds.contains(FeatureKind.STUDENT_T) && degreesOfFreedom.isEmpty()) {
            throw new IllegalArgumentException("a Student-t feature needs the head for its degrees of freedom");
        }
        degreesOfFreedom.ifPresent(layer -> requireHead("the head for degrees of freedom", layer, features()));
        missingHead.ifPresent(head -> requireHead("the missing head", head.mean(), features()));
        validateMissingness();
        if (averaging == Averaging.SAMPLED_VALUE && !samplesValues()) {
            throw new IllegalArgumentException("SAMPLED_VALUE needs a missingness model that reads sampled values");
        }
    }

    private void validateScale() {
        if (scale instanceof FrozenScale.Constant constant) {
            Checks.requireLength("std", constant.std().length, features());
        } else if (scale instanceof FrozenScale.PerEntry perEntry) {
            requireHead("the scale head", perEntry.raw(), features());
        }
    }

    private void validateMissingness() {
        if (missingness instanceof FrozenMissingness.SelfMasking self) {
            Checks.requireLength("self-masking weight", self.weight().length, (long) categories * features());
            Checks.requireLength("self-masking bias", self.bias().length, (long) categories * columns);
        } else if (missingness instanceof FrozenMissingness.Network network) {
            int width = switch (network.input()) {
                case VALUES -> features();
                case VALUES_AND_LATENT -> features() + latent;
                case TRUNK -> trunkWidth();
            };
            int last = network.layers().size() - 1;
            for (int i = 0; i <= last; i++) {
                DenseLayer layer = network.layers().get(i);
                Checks.requireShape("missingness layer " + i, layer, width, i == last ? columns : layer.outputs());
                width = layer.outputs();
            }
            requireLinear("the last missingness layer", network.layers().get(last));
        }
    }

    private void requireHead(String name, DenseLayer layer, int outputs) {
        Checks.requireShape(name, layer, trunkWidth(), outputs);
        requireLinear(name, layer);
    }

    private static void requireLinear(String name, DenseLayer layer) {
        if (layer.activation() != Activation.IDENTITY) {
            throw new IllegalArgumentException(name + " is linear, not " + layer.activation());
        }
    }

    /** Collects the parts of a network; what is not set is absent. */
    public static final class Builder {
        private final int latent;
        private final int[] featureColumn;
        private final List<FeatureKind> kinds;
        private List<DenseLayer> trunk = List.of();
        private int categories = 1;
        private float[] categoryOffsets = new float[0];
        private DenseLayer mean;
        private FrozenScale scale;
        private Optional<DenseLayer> degreesOfFreedom = Optional.empty();
        private Optional<MissingHead> missingHead = Optional.empty();
        private FrozenMissingness missingness = new FrozenMissingness.None();
        private float missingnessWeight = 1;
        private Mixing mixing = Mixing.SAMPLE;
        private Averaging averaging = Averaging.DECODER_MEAN;

        private Builder(int latent, int[] featureColumn, List<FeatureKind> kinds) {
            if (latent < 1) {
                throw new IllegalArgumentException("the latent size is " + latent + "; it is at least 1");
            }
            this.latent = latent;
            this.featureColumn = featureColumn.clone();
            this.kinds = List.copyOf(kinds);
            this.scale = FrozenScale.shared(1, featureColumn.length);
            Checks.requireLength("kinds", kinds.size(), featureColumn.length);
            if (featureColumn.length == 0 || featureColumn[0] != 0) {
                throw new IllegalArgumentException("the first feature belongs to column 0");
            }
            for (int e = 1; e < featureColumn.length; e++) {
                int step = featureColumn[e] - featureColumn[e - 1];
                boolean together = step == 0 && kinds.get(e) == FeatureKind.CATEGORICAL && kinds.get(e - 1) == kinds.get(e);
                if (step != 1 && !together) {
                    throw new IllegalArgumentException("feature " + e + " (" + kinds.get(e) + ") of column " + featureColumn[e]
                            + " cannot follow feature " + (e - 1) + " (" + kinds.get(e - 1) + ") of column "
                            + featureColumn[e - 1]);
                }
            }
        }

        /** The decoder's hidden layers; none for a linear decoder, whose heads read z. */
        public Builder trunk(List<DenseLayer> layers) {
            trunk = List.copyOf(layers);
            categoryOffsets = new float[trunk.isEmpty() ? 0 : trunk.get(0).outputs()];
            return this;
        }

        /** The categories and what each adds to the bias of the trunk's first layer, [categories x its outputs]; after trunk. */
        public Builder categories(int count, float[] offsets) {
            if (count < 1 || trunk.isEmpty()) {
                throw new IllegalArgumentException("categories need a trunk and are at least 1, not " + count);
            }
            categories = count;
            categoryOffsets = Checks.copy("categoryOffsets", offsets, (long) count * trunk.get(0).outputs());
            return this;
        }

        /** The linear head for means, logits of 1, or softmax logits: [trunk width x features]. */
        public Builder mean(DenseLayer layer) {
            mean = layer;
            return this;
        }

        public Builder scale(FrozenScale scale) {
            this.scale = Objects.requireNonNull(scale, "scale");
            return this;
        }

        public Builder degreesOfFreedom(DenseLayer layer) {
            degreesOfFreedom = Optional.of(layer);
            return this;
        }

        public Builder missingHead(DenseLayer layer, float[] supervision) {
            missingHead = Optional.of(new MissingHead(layer, supervision));
            return this;
        }

        /** The missingness model with its weight beta, at least 0, inside the log-weight. */
        public Builder missingness(FrozenMissingness model, double weight, Mixing mixing) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the weight of the missingness term is " + weight + "; it is at least 0");
            }
            missingness = Objects.requireNonNull(model, "missingness");
            missingnessWeight = (float) weight;
            this.mixing = Objects.requireNonNull(mixing, "mixing");
            return this;
        }

        public Builder averaging(Averaging averaging) {
            this.averaging = Objects.requireNonNull(averaging, "averaging");
            return this;
        }

        /** Checks that all shapes fit. */
        public FrozenNetwork build() {
            return new FrozenNetwork(this);
        }
    }
}

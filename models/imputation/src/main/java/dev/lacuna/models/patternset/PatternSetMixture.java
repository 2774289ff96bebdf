package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.train.TrainingLoop;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.Architecture;
import dev.lacuna.models.neural.Design;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import dev.lacuna.models.neural.TrainedNetwork;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PSMVAE: a category c, summed out exactly, says which set of patterns of holes a row belongs to; values and holes depend on it.
 * Source: Ghalebikesabi, Cornish, Holmes and Kelly, "Deep Generative Missingness Pattern-Set Mixture Models", AISTATS 2021.
 *
 * <pre>
 * c ~ uniform,   z | c ~ N(m_c, diag exp l_c),   x_obs | z, c ~ N(mu_obs, S),   x_mis | z, c ~ N(mu_mis, S)
 * (b)  u | z, c ~ Π_d Bernoulli(rho_d(z, c))          u: 1 = missing
 * (a)  u | x, c ~ Π_d Bernoulli(sigmoid(softplus(w_cd) x_d + b_cd))
 * T_c  = Σ_obs log N(x; mu_obs, S) + (1 - pi') Σ_obs log N(x; mu_mis, S) + log p(u | .) - KL(q(z | a, c) || p(z | c))
 * loss = -Σ_c q(c | a) T_c + KL(q(c | a) || uniform)          a = [x ; u], values zero where missing
 * </pre>
 *
 * Holes are filled from the x_mis head by importance sampling, stratified over c. Deviations from paper and published code are
 * listed on the model's page, {@code docs/psmvae.md}.
 */
public final class PatternSetMixture implements Architecture {
    private static final PatternSetMixture SHARED_LATENT = new PatternSetMixture(Variant.SHARED_LATENT);
    private static final PatternSetMixture SELF_MASKING = new PatternSetMixture(Variant.SELF_MASKING);
    private static final PatternSetMixture WITHOUT_PATTERN = new PatternSetMixture(Variant.WITHOUT_PATTERN);

    /**
     * pi' = p / (1 + p) with p the observed share of a column: the fewer are observed, the more its cells teach the x_mis head.
     */
    private static final String OBSERVED_RATE = "observed-rate";

    private final Variant variant;

    private PatternSetMixture(Variant variant) {
        this.variant = variant;
    }

    /** PSMVAE(b). */
    public static NeuralBuilder sharedLatent() {
        return new NeuralBuilder(SHARED_LATENT);
    }

    /** PSMVAE(a). */
    public static NeuralBuilder selfMasking() {
        return new NeuralBuilder(SELF_MASKING);
    }

    /** PSMVAE w/o M. */
    public static NeuralBuilder withoutPattern() {
        return new NeuralBuilder(WITHOUT_PATTERN);
    }

    /** The catalogue entries: {@code psmvae}, {@code psmvae-a}, {@code psmvae-nomask}. */
    public static List<ModelKind> kinds() {
        return List.of(SHARED_LATENT.kind(), SELF_MASKING.kind(), WITHOUT_PATTERN.kind());
    }

    @Override
    public String name() {
        return switch (variant) {
            case SHARED_LATENT -> "psmvae";
            case SELF_MASKING -> "psmvae-a";
            case WITHOUT_PATTERN -> "psmvae-nomask";
        };
    }

    @Override
    public String assumes() {
        return switch (variant) {
            case SHARED_LATENT -> "rows fall into groups, and group and hidden causes decide both values and holes";
            case SELF_MASKING -> "rows fall into groups, and in each a larger value is likelier to be missing";
            case WITHOUT_PATTERN -> "rows fall into groups; holes at random, given the observed cells of the row";
        };
    }

    @Override
    public String whenToChoose() {
        return switch (variant) {
            case SHARED_LATENT -> "when rows are incomplete for different reasons; --patterns tells to which group a row belongs";
            case SELF_MASKING -> "when the reasons differ by group and large values hide themselves";
            case WITHOUT_PATTERN -> "as the reference for psmvae: what its model of the holes adds";
        };
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("categories", "whole number", "10", "1 to 1000",
                        "groups of rows, each with its own patterns of holes"),
                new Setting("latent", "whole number", "20", "1 to 10000", "size of the latent variable"),
                new Setting("hidden", "whole number", "128", "1 to 100000", "width of the two hidden layers of each network"),
                new Setting("variance", "number", "0.25", "0.000001 to 100", "fixed variance of real values, standardised units"),
                new Setting("pi", "numbers", "0.5", "0 to 1, one or one a column with commas | " + OBSERVED_RATE,
                        "1 - pi is how much an observed cell also teaches what a missing one would be"),
                new Setting("estimate", "choice", "importance", "importance | category",
                        "how holes are filled: weighted samples, or the mean over groups as the encoder has them"),
                new Setting("head", "choice", "missing", "missing | observed", "which of the two data heads fills holes"),
                new Setting("observed-weight", "choice", "paper", "paper | code",
                        "weight of the observed values: 1, or all cells over observed cells of the batch"),
                new Setting("divergence", "choice", "closed", "closed | monte-carlo",
                        "divergence of the latent variable in training"),
                new Setting("reduction", "choice", "mean", "mean | mixed",
                        "of a batch: all means, or sums and means as the published code mixes them"),
                new Setting("standardise", "choice", "yes", "yes | no",
                        "numbers by mean and deviation of their observed cells; no: the table's numbers are of size 1 already"),
                new Setting("batch", "whole number", "200", "1 to 1000000", "rows of a training step"),
                new Setting("learning-rate", "number", "0.001", "0.00000001 to 1", "of Adam"),
                new Setting("steps", "whole number", AUTO, "1 to 1000000000, or auto: about a minute on two cores",
                        "optimiser steps"));
    }

    @Override
    public boolean patternSets() {
        return true;
    }

    @Override
    public boolean drawsSamples(Settings settings) {
        return settings.choice("estimate", Estimate.class) == Estimate.IMPORTANCE;
    }

    /** How holes are filled. */
    private enum Estimate { IMPORTANCE, CATEGORY }

    @Override
    public void check(Settings settings) {
        boolean perColumn = settings.text("pi").contains(",");
        Settings one = perColumn || settings.text("pi").equals(OBSERVED_RATE) ? settings.with("pi", "0.5") : settings;
        spec(one, FeatureLayout.uniform(2, FeatureKind.GAUSSIAN));
        settings.choice("estimate", Estimate.class);
        settings.choice("head", Head.class);
        if (perColumn) pi(settings);
    }

    @Override
    public Settings resolve(Settings settings, Encoding encoding, Encoded table) {
        if (!settings.text("pi").equals(OBSERVED_RATE)) return settings;
        return settings.with("pi", IntStream.range(0, table.columns()).mapToObj(d -> {
            double observed = IntStream.range(0, table.rows())
                    .filter(row -> table.observed().data[row * table.columns() + d] != 0)
                    .count();
            double share = observed / table.rows();
            return Double.toString(share / (1 + share));
        }).collect(Collectors.joining(",")));
    }

    @Override
    public Design design(Settings resolved, Encoding encoding) {
        return new Mixture(spec(resolved, FeatureLayout.of(encoding, FeatureKind.GAUSSIAN)),
                resolved.choice("estimate", Estimate.class), resolved.choice("head", Head.class));
    }

    private PatternSetSpec spec(Settings settings, FeatureLayout layout) {
        double[] pi = pi(settings);
        if (pi.length != 1 && pi.length != layout.columns()) throw settings.misfit("pi", null);
        float[] supervision = new float[layout.features()];
        for (int e = 0; e < supervision.length; e++) {
            supervision[e] = (float) (1 - pi[pi.length == 1 ? 0 : layout.featureColumn()[e]]);
        }
        Published published = new Published(settings.choice("observed-weight", Published.ObservedWeight.class),
                settings.choice("divergence", Published.Divergence.class),
                settings.choice("reduction", Published.Reduction.class));
        return new PatternSetSpec(variant, layout, (int) settings.whole("categories", 1, 1000),
                (int) settings.whole("latent", 1, 10_000), (int) settings.whole("hidden", 1, 100_000), settings.number("variance", 1e-6, 100), supervision, published);
    }

    private static double[] pi(Settings settings) {
        List<String> parts = settings.list("pi");
        double[] pi = new double[parts.size()];
        for (int i = 0; i < pi.length; i++) {
            try {
                pi[i] = Double.parseDouble(parts.get(i));
            } catch (NumberFormatException notNumber) {
                throw settings.misfit("pi", notNumber);
            }
            if (!(pi[i] >= 0 && pi[i] <= 1)) throw settings.misfit("pi", null);
        }
        return pi;
    }

    private record Mixture(PatternSetSpec spec, Estimate estimate, Head head) implements Design {

        @Override
        public Parameters initialParameters(long seed, float[] observedLogit) {
            return spec.initialParameters(seed);
        }

        @Override
        public long multiplyAdds(Parameters parameters, int batch) {
            return spec.multiplyAdds(parameters, batch);
        }

        @Override
        public TrainingLoop.Shard shard(Parameters parameters, Encoded table, Part part, long seed) {
            return new PatternSetShard(spec, parameters, table, part, seed);
        }

        @Override
        public TrainedNetwork trained(Parameters parameters) {
            PatternSetNetwork network = new PatternSetNetwork(spec, new Weights(parameters));
            return switch (estimate) {
                case IMPORTANCE -> TrainedPatternSets.byImportance(network, head);
                case CATEGORY -> TrainedPatternSets.byCategory(network, head);
            };
        }
    }
}

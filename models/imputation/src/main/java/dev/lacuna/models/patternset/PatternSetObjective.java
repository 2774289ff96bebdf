package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Add;
import dev.lacuna.autodiff.Affine;
import dev.lacuna.autodiff.BernoulliLogDensity;
import dev.lacuna.autodiff.CategoricalLogDensity;
import dev.lacuna.autodiff.CategoryBoundLoss;
import dev.lacuna.autodiff.Clamp;
import dev.lacuna.autodiff.ConcatColumns;
import dev.lacuna.autodiff.DiagonalGaussianLogDensity;
import dev.lacuna.autodiff.GaussianKl;
import dev.lacuna.autodiff.GaussianLogDensity;
import dev.lacuna.autodiff.GroupSum;
import dev.lacuna.autodiff.Multiply;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Reparameterise;
import dev.lacuna.autodiff.ReparameterisedLogDensity;
import dev.lacuna.autodiff.SliceColumns;
import dev.lacuna.autodiff.Softplus;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Term;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.models.neural.CompletedValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loss of B rows, recorded once with all C categories stacked: row c·B + b holds category c of row b.
 *
 * <pre>
 * a     = [x~ ; u]                               x~ zero where missing, u = 1 where missing
 * q     = softmax(qr(a)),  z_c = mean_c + exp(log-variance_c / 2) eps_c from qz([a ; e_c])
 * T_c   = Σ_obs log N(x; mu_obs, S) + Σ_obs (1 - pi') log N(x; mu_mis, S) + log p(u | .) - KL(q(z | a, c) || p(z | c))
 * loss  = -mean_b Σ_c q_c (T_c - log q_c - log C)
 * </pre>
 *
 * The sum over categories is exact and the divergences are closed forms. The posterior of a missing value given z and c is
 * p(x_mis | z, c) itself, so that no network q(x_mis | .) is needed (PSMVAE, table 1, with that optimum put in). A binary
 * column is Bernoulli and a categorical one a softmax in place of N(., S); the paper has numbers only.
 */
final class PatternSetObjective {
    /** The published bound on log-variances: e^15 leaves no reasonable scale out, and e^-15 no variance at zero. */
    static final double LOG_VARIANCE_CLAMP = 15;

    /** Rows of the batch. */
    final int rows;
    /** [B x E], zero where missing. */
    final Var values;
    /** [B x E], 1 where the feature's column is observed. */
    final Var observedFeatures;
    /** u [B x D]: 1 where missing. */
    final Var missing;
    /** Standard normal [C·B x H]. */
    final Var latentNoise;
    /** Standard normal [C·B x E]; read under {@link Variant#SELF_MASKING} alone. */
    final Var valueNoise;
    /**
     * [B x E] for each kind of feature: how much log p(x_obs) of a feature of that kind counts, zero where missing. For
     * CATEGORICAL times the one-hot value.
     */
    private final Map<FeatureKind, Var> observedWeights = new EnumMap<>(FeatureKind.class);
    /** The same for the head of missing values: times 1 - pi'. */
    private final Map<FeatureKind, Var> supervisedWeights = new EnumMap<>(FeatureKind.class);

    private final PatternSetSpec spec;
    private final Parameters parameters;
    private final Tape tape;
    private final CategoryBoundLoss loss;

    /** @param rowsInBatch the rows of all shards together: the shards' losses add up to the batch's mean */
    PatternSetObjective(PatternSetSpec spec, Parameters parameters, int rows, int rowsInBatch) {
        this.spec = spec;
        this.parameters = parameters;
        this.rows = rows;
        int stacked = spec.categories() * rows;
        int features = spec.features();
        tape = Tape.of(Kernels.get());
        values = tape.input(rows, features);
        observedFeatures = tape.input(rows, features);
        missing = tape.input(rows, spec.columns());
        latentNoise = tape.input(stacked, spec.latent());
        valueNoise = tape.input(stacked, features);
        for (FeatureKind kind : FeatureKind.values()) {
            if (!spec.layout().has(kind)) continue;
            observedWeights.put(kind, tape.input(rows, features));
            supervisedWeights.put(kind, tape.input(rows, features));
        }

        Var a = spec.readsPattern() ? ConcatColumns.of(values, missing) : values;
        Var logits = lastLayers("qr", Affine.of(a, weight("qr.0"), bias("qr.0"), Activation.RELU));
        Var posterior = lastLayers("qz", firstLayer("qz.0", a));
        Var mean = SliceColumns.of(posterior, 0, spec.latent());
        Var logVariance = clamp(SliceColumns.of(posterior, spec.latent(), 2 * spec.latent()));
        Var z = Reparameterise.of(mean, logVariance, latentNoise);
        Var decoded = lastLayers("decoder", firstLayer("decoder.0", z));
        Var meanObserved = SliceColumns.of(decoded, 0, features);
        Var meanMissing = SliceColumns.of(decoded, features, 2 * features);

        // Everything but the supervised term and the category's divergence; MIXED adds these up and averages those two.
        double weight = spec.published().reduction() == Published.Reduction.MIXED ? rowsInBatch : 1;
        List<Term> terms = new ArrayList<>();
        likelihood(terms, meanObserved, observedWeights, weight);
        likelihood(terms, meanMissing, supervisedWeights, 1);
        switch (spec.variant()) {
            case SHARED_LATENT -> terms.add(Term.of(BernoulliLogDensity.of(missing,
                    SliceColumns.of(decoded, 2 * features, 2 * features + spec.columns())), weight));
            case SELF_MASKING -> terms.add(Term.of(BernoulliLogDensity.of(missing, selfMasking(meanMissing)), weight));
            case WITHOUT_PATTERN -> { }
        }
        Var priorMean = CategoryRows.of(parameter("prior.mean"), rows);
        Var priorLogVariance = CategoryRows.of(clamp(parameter("prior.logvar")), rows);
        switch (spec.published().divergence()) {
            case CLOSED -> terms.add(Term.of(GaussianKl.of(mean, logVariance, priorMean, priorLogVariance), -weight));
            case MONTE_CARLO -> {
                terms.add(Term.of(DiagonalGaussianLogDensity.of(z, priorMean, priorLogVariance), weight));
                terms.add(Term.of(ReparameterisedLogDensity.of(latentNoise, logVariance), -weight));
            }
        }
        loss = CategoryBoundLoss.of(terms, logits, rowsInBatch);
    }

    /**
     * One term for each kind of feature: a real one is N(mean, S), a binary one has the mean as logit, a categorical one a
     * softmax.
     */
    private void likelihood(List<Term> terms, Var mean, Map<FeatureKind, Var> weights, double coefficient) {
        weights.forEach((kind, counted) -> terms.add(switch (kind) {
            case GAUSSIAN -> Term.of(GaussianLogDensity.of(values, mean, Math.sqrt(spec.variance())), coefficient, counted);
            case BERNOULLI -> Term.of(BernoulliLogDensity.of(values, mean), coefficient, counted);
            case CATEGORICAL -> Term.of(CategoricalLogDensity.of(counted, mean, spec.layout().columnStarts()), coefficient);
            case STUDENT_T -> throw new IllegalArgumentException("a pattern-set mixture has no Student's t features");
        }));
    }

    /** The logit of P(missing), softplus(slope_c) x + offset_c, at the data where observed and at a draw of x_mis elsewhere. */
    private Var selfMasking(Var meanMissing) {
        Var completed = CompletedValues.of(spec.layout(), values, observedFeatures, meanMissing,
                Optional.of(tape.constant(Math.sqrt(spec.variance()))), Optional.of(valueNoise));
        Var effect = Multiply.of(CategoryRows.of(Softplus.of(parameter("mask.slope")), rows), completed);
        Var byColumn = spec.features() == spec.columns() ? effect
                : GroupSum.of(effect, spec.layout().featureColumn(), spec.columns());
        return Add.of(byColumn, CategoryRows.of(parameter("mask.offset"), rows));
    }

    private Var firstLayer(String name, Var x) {
        return CategoryAffine.of(x, weight(name), bias(name), rows);
    }

    private Var lastLayers(String name, Var hidden) {
        Var second = Affine.of(hidden, weight(name + ".1"), bias(name + ".1"), Activation.RELU);
        return Affine.of(second, weight(name + ".2"), bias(name + ".2"), Activation.IDENTITY);
    }

    private static Var clamp(Var logVariance) {
        return Clamp.of(logVariance, -LOG_VARIANCE_CLAMP, LOG_VARIANCE_CLAMP);
    }

    private Var weight(String layer) {
        return parameter(layer + ".weight");
    }

    private Var bias(String layer) {
        return parameter(layer + ".bias");
    }

    private Var parameter(String name) {
        return tape.parameter(parameters.get(name));
    }

    Tape tape() {
        return tape;
    }

    /**
     * Loads row {@code source} of a table as row {@code row} of the batch.
     *
     * @param x [. x E]; what stands at missing cells is not read
     * @param r [. x D], 1 where observed
     * @param observedWeight how much log p(x_obs) counts
     */
    void load(int row, float[] x, float[] r, int source, float observedWeight) {
        int features = spec.features();
        int columns = spec.columns();
        int[] featureColumn = spec.layout().featureColumn();
        float[] u = missing.value().data;
        for (int d = 0; d < columns; d++) u[row * columns + d] = 1 - r[source * columns + d];
        for (int e = 0; e < features; e++) {
            float bit = r[source * columns + featureColumn[e]];
            int at = row * features + e;
            observedFeatures.value().data[at] = bit;
            values.value().data[at] = bit != 0 ? x[source * features + e] : 0;
            FeatureKind kind = spec.layout().kind(e);
            float counted = kind == FeatureKind.CATEGORICAL ? values.value().data[at] : bit;
            observedWeights.get(kind).value().data[at] = counted * observedWeight;
            supervisedWeights.get(kind).value().data[at] = counted * spec.supervision()[e];
        }
    }

    /** The loss of what the inputs hold, and every parameter's gradient on {@link #tape}. */
    double evaluate() {
        tape.forward();
        tape.backward(loss.variable());
        return loss.loss();
    }

    /** log q(c | row) [B x C] of the last evaluation. */
    double[] logCategory() {
        return loss.logCategory();
    }
}

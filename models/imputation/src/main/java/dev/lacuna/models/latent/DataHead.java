package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Add;
import dev.lacuna.autodiff.BernoulliLogDensity;
import dev.lacuna.autodiff.CategoricalLogDensity;
import dev.lacuna.autodiff.Exp;
import dev.lacuna.autodiff.GaussianLogDensity;
import dev.lacuna.autodiff.StudentTLogDensity;
import dev.lacuna.autodiff.Term;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * p(x | z) by the kind of each feature, read from the trunk's output t: a real feature is N(mean, std²) or Student's t around the
 * mean, a binary one Bernoulli with the mean as logit, a categorical column a softmax over its features.
 *
 * <p>{@code head.mean} [width x E] is one affine layer. It is kept shallow: where a column is never observed nothing but the
 * shared trunk says how it continues.
 */
record DataHead(Scale scale) {

    /** Fewer degrees of freedom have no variance, and imputations would have no standard deviation. */
    private static final double LEAST_DEGREES = 3;

    /** The layer that gives means and logits. */
    static final String MEAN = "head.mean";

    /** The standard deviation (scale, for Student's t) of the real features. */
    sealed interface Scale {

        /** softplus(t W + c) + floor for each entry: {@code head.std}. The floor keeps the likelihood bounded. */
        record PerEntry(double floor) implements Scale {}

        /** exp({@code head.logstd}), one learned number. */
        record Shared() implements Scale {}

        record Fixed(double std) implements Scale {}
    }

    void declare(Declarations initial, FeatureLayout layout, int trunkWidth) {
        initial.affine(MEAN, trunkWidth, layout.features());
        if (!layout.hasReal()) return;
        if (scale instanceof Scale.PerEntry) initial.affine("head.std", trunkWidth, layout.features());
        if (scale instanceof Scale.Shared) initial.constant("head.logstd", 1, 1, 0);
        if (layout.has(FeatureKind.STUDENT_T)) initial.affine("head.degrees", trunkWidth, layout.features());
    }

    /** What is declared as layers of the trunk's output, the last one recorded first. */
    List<String> layers(FeatureLayout layout) {
        List<String> layers = new ArrayList<>();
        if (layout.hasReal() && scale instanceof Scale.PerEntry) layers.add("head.std");
        if (layout.has(FeatureKind.STUDENT_T)) layers.add("head.degrees");
        layers.add(MEAN);
        return layers;
    }

    /** The heads' outputs on the tape; raw, before any link function. */
    Outputs record(Graph graph, Var trunk) {
        FeatureLayout layout = graph.layout();
        Var mean = graph.affine(trunk, MEAN, Activation.IDENTITY);
        if (!layout.hasReal()) return new Outputs(mean, Optional.empty(), Optional.empty());
        Optional<Var> degrees = layout.has(FeatureKind.STUDENT_T)
                ? Optional.of(Add.of(graph.affine(trunk, "head.degrees", Activation.SOFTPLUS), graph.tape()
                        .constant(LEAST_DEGREES)))
                : Optional.empty();
        return new Outputs(mean, Optional.of(standardDeviation(graph, trunk)), degrees);
    }

    private Var standardDeviation(Graph graph, Var trunk) {
        if (scale instanceof Scale.PerEntry perEntry) {
            return Add.of(graph.affine(trunk, "head.std", Activation.SOFTPLUS), graph.tape().constant(perEntry.floor()));
        }
        if (scale instanceof Scale.Fixed fixed) return graph.tape().constant(fixed.std());
        return Exp.of(graph.parameter("head.logstd"));
    }

    /** log p(x_o | z) as terms of the log-weight, one for each kind of feature, over scored features only. */
    List<Term> logLikelihood(Graph graph, Outputs data, ShardInputs inputs) {
        List<Term> terms = new ArrayList<>();
        inputs.scored.forEach((kind, weights) -> {
            switch (kind) {
                case GAUSSIAN -> terms.add(Term.of(GaussianLogDensity.of(inputs.values, data.mean(), data.std().orElseThrow()), 1,
                        weights));
                case BERNOULLI -> terms.add(Term.of(BernoulliLogDensity.of(inputs.values, data.mean()), 1, weights));
                case CATEGORICAL -> terms.add(Term.of(
                        CategoricalLogDensity.of(weights, data.mean(), graph.layout().columnStarts())));
                case STUDENT_T -> terms.add(Term.of(StudentTLogDensity.of(inputs.values, data.mean(), data.std().orElseThrow(),
                        data.degrees().orElseThrow()), 1, weights));
            }
        });
        return terms;
    }

    /**
     * @param mean means and logits [K·B x E]
     * @param std positive [K·B x E], or [1 x 1] where it is one number for all
     * @param degrees degrees of freedom of Student's t [K·B x E]
     */
    record Outputs(Var mean, Optional<Var> std, Optional<Var> degrees) {}

    void freeze(Weights weights, FeatureLayout layout, FrozenNetwork.Builder network) {
        network.mean(weights.layer(MEAN, Activation.IDENTITY));
        if (!layout.hasReal()) return;
        network.scale(frozenScale(weights, layout));
        if (layout.has(FeatureKind.STUDENT_T)) network.degreesOfFreedom(weights.layer("head.degrees", Activation.IDENTITY));
    }

    private FrozenScale frozenScale(Weights weights, FeatureLayout layout) {
        if (scale instanceof Scale.PerEntry perEntry) {
            return new FrozenScale.PerEntry(weights.layer("head.std", Activation.IDENTITY), (float) perEntry.floor());
        }
        if (scale instanceof Scale.Fixed fixed) return FrozenScale.shared(fixed.std(), layout.features());
        float[] std = new float[1];
        Kernels.get().exp(weights.values("head.logstd"), 0, std, 0, 1);
        return FrozenScale.shared(std[0], layout.features());
    }
}

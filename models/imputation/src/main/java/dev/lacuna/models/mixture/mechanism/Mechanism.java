package dev.lacuna.models.mixture.mechanism;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pr(label missing | features, class): the closed family of missingness mechanisms (spec 1.2), q = sigmoid(η) throughout.
 *
 * <p>Parameters are unconstrained numbers in the order of {@link #parameterNames}: intercepts, slope, logit of a probability.
 */
public sealed interface Mechanism {

    /** Missing completely at random, rate γ; the class model is then the ignorable fit. Parameter: logit γ. */
    record Mcar() implements Mechanism {}

    /** η = ξ₀ + ξ₁ covariate(τ(y)). Parameters: ξ₀, ξ₁. */
    record Mar(Covariate covariate) implements Mechanism {}

    /** With probability α by chance, otherwise as {@link Mar}. Parameters: ξ₀, ξ₁, logit α. */
    record Mixed(Covariate covariate, Source source) implements Mechanism {}

    /** Rate φ_i of the true class, free of y. Parameters: logit φ_1 ... logit φ_g. */
    record ClassDependent() implements Mechanism {}

    /** η_i = ξ₀ᵢ + ξ₁ covariate(τ(y)). Parameters: ξ₀₁ ... ξ₀_g, ξ₁. */
    record ClassAndCovariate(Covariate covariate) implements Mechanism {}

    /**
     * Parses {@code ignorable}, {@code mcar}, a covariate name, {@code mixed[-recorded][:COVARIATE]}, {@code mnar} or {@code
     * mnar+COVARIATE}.
     */
    static Mechanism named(String name) {
        if (name.equals("mcar") || name.equals("ignorable")) {
            return new Mcar();
        }
        if (name.equals("mnar")) {
            return new ClassDependent();
        }
        if (name.startsWith("mnar+")) {
            return new ClassAndCovariate(Covariate.named(name.substring(5)));
        }
        if (name.startsWith("mixed")) {
            int colon = name.indexOf(':');
            String head = colon < 0 ? name : name.substring(0, colon);
            Covariate covariate = colon < 0 ? Covariate.LOG_ENTROPY : Covariate.named(name.substring(colon + 1));
            if (head.equals("mixed")) {
                return new Mixed(covariate, Source.LATENT);
            }
            if (head.equals("mixed-recorded")) {
                return new Mixed(covariate, Source.RECORDED);
            }
        }
        for (Covariate c : Covariate.values()) {
            if (c.shortName().equals(name)) {
                return new Mar(c);
            }
        }
        throw new IllegalArgumentException("unknown mechanism '" + name + "'; allowed: mcar, ignorable, d2, logent, ent, "
                + "normalised-entropy, gini, margin, mixed[-recorded][:COVARIATE], mnar, mnar+COVARIATE");
    }

    /** The name that {@link #named} reads. */
    default String name() {
        if (this instanceof Mar m) {
            return m.covariate.shortName();
        }
        if (this instanceof Mixed m) {
            return (m.source == Source.RECORDED ? "mixed-recorded:" : "mixed:") + m.covariate.shortName();
        }
        if (this instanceof ClassAndCovariate m) {
            return "mnar+" + m.covariate.shortName();
        }
        return this instanceof ClassDependent ? "mnar" : "mcar";
    }

    /** How many numbers describe it for this many classes. */
    default int parameters(int classes) {
        return parameterNames(classes).size();
    }

    /** The names of the unconstrained parameters, in order; classes count from 1 here. */
    default List<String> parameterNames(int classes) {
        List<String> names = new ArrayList<>();
        if (this instanceof Mcar) {
            names.add("logit gamma");
        } else if (this instanceof Mar || this instanceof Mixed) {
            names.add("xi0");
            names.add("xi1");
            if (this instanceof Mixed) {
                names.add("logit alpha");
            }
        } else {
            for (int k = 1; k <= classes; k++) {
                names.add((this instanceof ClassDependent ? "logit phi" : "xi0 class ") + k);
            }
            if (this instanceof ClassAndCovariate) {
                names.add("xi1");
            }
        }
        return names;
    }

    /** Position of ξ₁ among the parameters, or -1 where the mechanism has no slope. */
    default int slopeIndex(int classes) {
        return this instanceof Mar || this instanceof Mixed ? 1 : this instanceof ClassAndCovariate ? classes : -1;
    }

    /** The link to the posterior, or empty where missingness does not depend on it. */
    default Optional<Covariate> link() {
        if (this instanceof Mar m) {
            return Optional.of(m.covariate);
        }
        if (this instanceof Mixed m) {
            return Optional.of(m.covariate);
        }
        return this instanceof ClassAndCovariate m ? Optional.of(m.covariate) : Optional.empty();
    }

    /** A fresh evaluator of row terms at these parameters; not shared between threads. */
    default RowTerm term(double[] parameters, int offset, int classes) {
        if (this instanceof Mcar) {
            return new RowTerms.Random(parameters, offset, classes);
        }
        if (this instanceof Mar m) {
            return new RowTerms.ByPosterior(m.covariate, parameters, offset, classes);
        }
        if (this instanceof Mixed m) {
            return new RowTerms.TwoChannels(m.covariate, m.source, parameters, offset, classes);
        }
        if (this instanceof ClassAndCovariate m) {
            return new RowTerms.ByClass(m.covariate, parameters, offset, classes);
        }
        return new RowTerms.ByClass(null, parameters, offset, classes);
    }
}

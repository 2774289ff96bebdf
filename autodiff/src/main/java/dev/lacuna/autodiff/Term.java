package dev.lacuna.autodiff;

import java.util.Optional;

/**
 * A summand of a row's log-weight: coefficient · Σ_j weights[., j] · values[., j].
 *
 * @param values [K*B x n] or, the same for every sample, [B x n]: log-densities, divergences
 * @param coefficient a number, for example -1 for a proposal's log-density
 * @param weights a constant of n columns or one, [K*B x .], [B x .] or [1 x .]: for example 1 where a value is observed
 */
public record Term(Var values, double coefficient, Optional<Var> weights) {
    public Term {
        if (weights.isPresent() && weights.get().needsGradient()) {
            throw new IllegalArgumentException("The weights of a term are constants; these depend on a parameter");
        }
    }

    public static Term of(Var values) {
        return new Term(values, 1, Optional.empty());
    }

    public static Term of(Var values, double coefficient) {
        return new Term(values, coefficient, Optional.empty());
    }

    public static Term of(Var values, double coefficient, Var weights) {
        return new Term(values, coefficient, Optional.of(weights));
    }
}

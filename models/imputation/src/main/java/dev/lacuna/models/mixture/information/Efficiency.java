package dev.lacuna.models.mixture.information;

/**
 * What a partly labelled sample is worth against a completely labelled one of the same size (spec 2.3).
 *
 * <p>Two homoscedastic classes, canonical form: block (β₀, β₁) as symmetric 2x2 matrices [a00, a01, a11]; each of the other
 * columns - 1 directions adds a scalar.
 *
 * @param intercept ξ₀ that gives the asked rate; NaN without a link
 * @param full asymptotic relative efficiency of the fit that models missingness, against complete labels
 * @param ignorable the same of the fit that ignores missingness
 * @param completeInverse V_CC⁻¹, equation (2.4)
 * @param labelLoss D, equation (2.5)
 * @param missingnessGain I_M, equation (2.6)
 * @param excessComplete n · expected excess error of the complete-label rule, equation (2.7)
 */
public record Efficiency(double intercept, double full, double ignorable, double[] completeInverse, double[] labelLoss,
        double[] missingnessGain, double excessComplete, double excessFull, double excessIgnorable) {}

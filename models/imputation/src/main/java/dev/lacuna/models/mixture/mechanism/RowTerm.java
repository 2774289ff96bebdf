package dev.lacuna.models.mixture.mechanism;

/**
 * One row's part of the joint log-likelihood and of its gradient, at fixed mechanism parameters.
 *
 * <p>The whole gradient of any mechanism is a complete-data score with signed weights (spec 1.9): ∂L/∂θ = Σ_k c_k ∂l_k/∂θ,
 * c_k = w_k + ρ ξ₁ ∂covariate/∂l_k, where w is the posterior of the class given all that is known of the row and ρ = ∂L/∂η. The
 * weights sum to one; they may be negative.
 */
public abstract class RowTerm {
    /** Missing label. */
    public static final int MISSING = -1;
    /** Source of a missing label: not recorded (or label present). */
    public static final int NOT_RECORDED = 0;
    /** Source of a missing label: lost by chance. */
    public static final int CHANCE = 1;
    /** Source of a missing label: lost through the informative channel. */
    public static final int INFORMATIVE = 2;

    /** w_k: Pr(class k | row, its label or its being missing). */
    public final double[] responsibility;
    /** c_k: the signed weights. */
    public final double[] weight;
    /** ∂(row term) / ∂(mechanism parameters). */
    public final double[] gradient;

    RowTerm(int classes, int parameters) {
        responsibility = new double[classes];
        weight = new double[classes];
        gradient = new double[parameters];
    }

    /**
     * The joint log-likelihood of one row; fills {@link #responsibility}, {@link #weight} and {@link #gradient}.
     *
     * @param at the updated posterior of the row
     * @param label class 0..g-1, or {@link #MISSING}
     * @param source {@link #CHANCE} or {@link #INFORMATIVE} where a missing label's source is recorded
     */
    public abstract double evaluate(Posterior at, int label, int source);

    /** Pr(missing | y), the class summed out. */
    public abstract double missingProbability(Posterior at);

    /** Pr(missing | y, class). */
    public double missingProbability(Posterior at, int label) {
        return missingProbability(at);
    }

    /** α, the share of labels lost by chance before the informative channel; 0 where the mechanism has one channel. */
    public double chance() {
        return 0;
    }

    /** The row's part of L_ig, equation (1.2): log f where the label is missing, l_z where it is present. */
    public static double ignorable(Posterior at, int label) {
        return label < 0 ? at.logDensity() : at.logJoint[label];
    }
}

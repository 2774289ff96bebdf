package dev.lacuna.engine.optim;

/**
 * The settings of {@link Adam}.
 *
 * @param learningRate positive
 * @param beta1 the memory of the gradient's mean, [0, 1)
 * @param beta2 the memory of the gradient's square, [0, 1)
 * @param epsilon added to the root of the bias-corrected second moment, positive
 * @param weightDecay times the value, added to the gradient (L2 penalty, not decoupled); 0 for none
 */
public record AdamOptions(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    public AdamOptions {
        if (!(learningRate > 0) || !(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0)
                || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("Adam needs learningRate > 0, betas in [0, 1), epsilon > 0 and weightDecay >= 0;"
                    + " given: "
                    + learningRate + ", " + beta1 + ", " + beta2 + ", " + epsilon + ", " + weightDecay);
        }
    }

    /** PyTorch's defaults: betas .9 and .999, epsilon 1e-8, no weight decay. */
    public static AdamOptions of(double learningRate) {
        return new AdamOptions(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    public AdamOptions withWeightDecay(double decay) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, decay);
    }
}

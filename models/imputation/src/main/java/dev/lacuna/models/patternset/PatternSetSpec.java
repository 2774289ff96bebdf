package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.Arrays;

/**
 * A pattern-set mixture model's sizes and numbers. Arrays are not to be written.
 *
 * @param categories C, the pattern sets
 * @param latent H
 * @param hidden the width of every hidden layer; each network has two
 * @param variance S, the fixed variance of every real feature on the standardised scale
 * @param supervision [E] 1 - pi': how much an observed cell also counts as an observation of what would be missing
 */
record PatternSetSpec(Variant variant, FeatureLayout layout, int categories, int latent, int hidden, double variance,
        float[] supervision, Published published) {

    PatternSetSpec {
        supervision = supervision.clone();
        if (supervision.length != layout.features()) {
            throw new IllegalArgumentException("supervision has " + supervision.length + " numbers for " + layout.features()
                    + " features");
        }
    }

    /** E. */
    int features() {
        return layout.features();
    }

    /** D. */
    int columns() {
        return layout.columns();
    }

    /** Whether the encoder sees the pattern of holes beside the values. */
    boolean readsPattern() {
        return variant != Variant.WITHOUT_PATTERN;
    }

    /** The width of a = [x~ ; u]. */
    int encoderInputs() {
        return features() + (readsPattern() ? columns() : 0);
    }

    /** The decoder's outputs: both data heads and, in (b), the logits of the pattern. */
    int decoderOutputs() {
        return 2 * features() + (variant == Variant.SHARED_LATENT ? columns() : 0);
    }

    /** [E] 1 - pi' for one pi' everywhere. */
    static float[] supervision(double pi, int features) {
        float[] supervision = new float[features];
        Arrays.fill(supervision, (float) (1 - pi));
        return supervision;
    }

    /**
     * Weights normal with variance 2 / (inputs + outputs), biases zero, as published. The prior's tables start as the published
     * layer on a one-hot category does.
     */
    Parameters initialParameters(long seed) {
        Declarations initial = new Declarations(seed);
        network(initial, "qr", encoderInputs(), categories);
        network(initial, "qz", encoderInputs() + categories, 2 * latent);
        double priorScale = Math.sqrt(2.0 / (categories + 2 * latent));
        initial.normal("prior.mean", categories, latent, priorScale);
        initial.normal("prior.logvar", categories, latent, priorScale);
        network(initial, "decoder", latent + categories, decoderOutputs());
        if (variant == Variant.SELF_MASKING) {
            initial.normal("mask.slope", categories, features(), Math.sqrt(2.0 / (categories + features())));
            initial.constant("mask.offset", categories, columns(), 0);
        }
        return initial.parameters();
    }

    private void network(Declarations initial, String name, int inputs, int outputs) {
        initial.normalAffine(name + ".0", inputs, hidden);
        initial.normalAffine(name + ".1", hidden, hidden);
        initial.normalAffine(name + ".2", hidden, outputs);
    }

    /** Multiply-adds of one forward pass of a batch: q(c | row) runs once a row, everything else once a category. */
    long multiplyAdds(Parameters parameters, int batch) {
        long sum = 0;
        for (Parameter parameter : parameters) {
            sum += (long) parameter.size() * batch * (parameter.name().startsWith("qr.") ? 1 : categories);
        }
        return sum;
    }
}

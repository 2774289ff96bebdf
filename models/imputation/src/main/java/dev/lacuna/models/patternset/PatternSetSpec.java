package dev.lacuna.models.patternset;

import java.util.Arrays;

/**
 * A pattern-set mixture model's sizes and numbers. Arrays are not to be written.
 *
 * @param featureColumn [E] the column of each feature
 * @param categories C, the pattern sets
 * @param latent H
 * @param hidden the width of every hidden layer; each network has two
 * @param variance S, the fixed variance of every feature on the standardised scale
 * @param supervision [E] 1 - pi': how much an observed cell also counts as an observation of what would be missing
 */
record PatternSetSpec(Variant variant, int[] featureColumn, int categories, int latent, int hidden, double variance,
        float[] supervision) {

    PatternSetSpec {
        featureColumn = featureColumn.clone();
        supervision = supervision.clone();
        if (supervision.length != featureColumn.length) {
            throw new IllegalArgumentException("supervision has " + supervision.length + " numbers for " + featureColumn.length
                    + " features");
        }
    }

    /** E. */
    int features() {
        return featureColumn.length;
    }

    /** D. */
    int columns() {
        return featureColumn[featureColumn.length - 1] + 1;
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
    static float[] supervision(double missingShare, int features) {
        float[] supervision = new float[features];
        Arrays.fill(supervision, (float) (1 - missingShare));
        return supervision;
    }
}

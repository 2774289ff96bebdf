package dev.lacuna.models;

import java.util.Map;

/** Runs the golden cases of one family, named as in {@code config.family}. */
public interface GoldenFamily {

    String family();

    /**
     * Computes what the case expects.
     *
     * @param hidden the value to put under every missing cell in place of the file's; it must not matter
     * @throws IllegalArgumentException where the configuration is not one that the model has
     */
    Outcome run(GoldenCase golden, float hidden);

    /**
     * @param loss mean over rows
     * @param tables further expectations by their name in {@code expect}, flat: {@code log_weights} or {@code log_category}
     * @param gradients by parameter, flat
     * @param imputed [B x D], observed cells copied
     * @param effectiveSampleSize [B]
     */
    record Outcome(double loss, Map<String, double[]> tables, Map<String, float[]> gradients, float[] imputed,
            double[] effectiveSampleSize) {}
}

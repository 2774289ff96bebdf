package dev.lacuna.engine.mechanism;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.List;

/**
 * Missing not at random through a hidden cause: P(hidden) = sigmoid(a + slope · z), where z is one number a row that all its
 * cells share: a random direction through the row's standardised observed values, standardised itself. The intercept a is fitted
 * so that {@code rate} is the expected share.
 */
public record LatentDriven(List<String> columns, double slope, double rate) implements Mechanism {

    public LatentDriven {
        columns = List.copyOf(columns);
        Checks.finite("slope", slope);
        Checks.openProbability("rate", rate);
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double[] logits = latent(scores, seed);
        for (int r = 0; r < logits.length; r++) {
            logits[r] *= slope;
        }
        return Logistic.withRate(logits, rate);
    }

    private static double[] latent(Scores scores, long seed) {
        double[] latent = new double[scores.rows()];
        float[] loading = new float[1];
        for (int c = 0; c < scores.columns(); c++) {
            Kernels.get().normal(Philox.key(seed, "latent loadings"), Scores.stream(scores.name(c)), 0, loading, 0, 1);
            for (int r = 0; r < latent.length; r++) {
                latent[r] += scores.observed(r, c) ? loading[0] * scores.score(r, c) : 0;
            }
        }
        Scores.standardise(latent);
        return latent;
    }
}

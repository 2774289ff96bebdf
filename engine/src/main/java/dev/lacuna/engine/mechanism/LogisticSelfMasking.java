package dev.lacuna.engine.mechanism;

import java.util.List;

/**
 * Missing not at random: P(hidden) = sigmoid(a + slope · standardised value of the cell itself), the intercept a fitted so that
 * {@code rate} is the expected share.
 */
public record LogisticSelfMasking(List<String> columns, double slope, double rate) implements Mechanism {

    public LogisticSelfMasking {
        columns = List.copyOf(columns);
        Checks.finite("slope", slope);
        Checks.openProbability("rate", rate);
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double[] logits = new double[scores.rows()];
        for (int r = 0; r < logits.length; r++) {
            logits[r] = scores.observed(r, column) ? slope * scores.score(r, column) : Double.NaN;
        }
        return Logistic.withRate(logits, rate);
    }
}

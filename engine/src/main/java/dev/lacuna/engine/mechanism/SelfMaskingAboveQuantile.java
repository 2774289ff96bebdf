package dev.lacuna.engine.mechanism;

import java.util.List;

/**
 * Missing not at random: a cell strictly above its column's {@code quantile} (0 to 1, linear between order statistics) is hidden
 * with {@code probability}.
 */
public record SelfMaskingAboveQuantile(List<String> columns, double quantile, double probability) implements Mechanism {

    public SelfMaskingAboveQuantile {
        columns = List.copyOf(columns);
        Checks.probability("quantile", quantile);
        Checks.probability("probability", probability);
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double threshold = scores.quantile(column, quantile);
        double[] probabilities = new double[scores.rows()];
        for (int r = 0; r < probabilities.length; r++) {
            probabilities[r] = scores.observed(r, column) && scores.score(r, column) > threshold ? probability : 0;
        }
        return probabilities;
    }
}

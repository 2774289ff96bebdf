package dev.lacuna.engine.mechanism;

import java.util.List;

/** Missing not at random: a cell is hidden if and only if it is above the mean of its column's observed cells. */
public record SelfMaskingAboveMean(List<String> columns) implements Mechanism {

    public SelfMaskingAboveMean {
        columns = List.copyOf(columns);
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double[] probabilities = new double[scores.rows()];
        for (int r = 0; r < probabilities.length; r++) {
            probabilities[r] = scores.observed(r, column) && scores.score(r, column) > 0 ? 1 : 0;
        }
        return probabilities;
    }
}

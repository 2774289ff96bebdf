package dev.lacuna.engine.mechanism;

import java.util.Arrays;
import java.util.List;

/** Missing completely at random: every cell is hidden with probability {@code rate}. */
public record Mcar(List<String> columns, double rate) implements Mechanism {

    public Mcar {
        columns = List.copyOf(columns);
        Checks.probability("rate", rate);
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double[] probabilities = new double[scores.rows()];
        Arrays.fill(probabilities, rate);
        return probabilities;
    }
}

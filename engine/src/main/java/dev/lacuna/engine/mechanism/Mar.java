package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.InputException;
import java.util.List;

/**
 * Missing at random: P(hidden) = sigmoid(a + slope · mean of the row's standardised drivers), the drivers being columns without a
 * missing cell that are not hidden themselves. The intercept a is fitted so that {@code rate} is the expected share.
 */
public record Mar(List<String> columns, List<String> drivers, double slope, double rate) implements Mechanism {

    public Mar {
        columns = List.copyOf(columns);
        drivers = List.copyOf(drivers);
        Checks.finite("slope", slope);
        Checks.openProbability("rate", rate);
        if (drivers.isEmpty()) {
            throw new IllegalArgumentException("MAR needs at least one driving column");
        }
        for (String driver : drivers) {
            if (columns.contains(driver)) {
                throw new IllegalArgumentException("column '" + driver + "' cannot both drive and be hidden");
            }
        }
    }

    @Override
    public double[] hidingProbabilities(Scores scores, int column, long seed) {
        double[] logits = new double[scores.rows()];
        for (String driver : drivers) {
            int d = scores.column(driver);
            for (int r = 0; r < logits.length; r++) {
                if (!scores.observed(r, d)) {
                    throw new InputException("column '" + driver + "' drives MAR but is missing in row " + (r + 1));
                }
                logits[r] += slope * scores.score(r, d) / drivers.size();
            }
        }
        return Logistic.withRate(logits, rate);
    }
}

package dev.lacuna.models.baseline;

import java.util.Arrays;

/**
 * Sums of products of all pairs of features, and of each with one, over all rows of a completed table; over the rows of any
 * subset by counting the smaller side. This is what makes a regression cost one pass over few rows.
 */
final class Moments {
    private final double[][] columns;
    private final int rows;
    private final int width;
    private final double[] all;
    private final Workers workers;

    /** @param features [width][rows]; the caller changes them and calls {@link #refresh} */
    Moments(double[][] features, int rows, Workers workers) {
        this.columns = Arrays.copyOf(features, features.length + 1);
        this.rows = rows;
        this.width = columns.length;
        this.workers = workers;
        columns[width - 1] = new double[rows];
        Arrays.fill(columns[width - 1], 1);
        all = Products.gram(columns, rows, workers);
    }

    /** Counts again what involves features [start, start + length). */
    void refresh(int start, int length) {
        workers.run(width, g -> {
            for (int f = start; f < start + length; f++) {
                if (g >= start && g < f) continue;
                double product = Products.dot(columns[Math.min(f, g)], 0, columns[Math.max(f, g)], 0, rows);
                all[f * width + g] = product;
                all[g * width + f] = product;
            }
        });
    }

    /** Moments over the observed rows alone [(width) x (width)], the ones last. */
    double[] over(int[] observedRows, int[] missingRows) {
        if (missingRows.length == 0) return all.clone();
        if (observedRows.length <= missingRows.length) {
            return Products.gram(gather(columns, observedRows, workers), observedRows.length, workers);
        }
        double[] moments = Products.gram(gather(columns, missingRows, workers), missingRows.length, workers);
        for (int i = 0; i < moments.length; i++) moments[i] = all[i] - moments[i];
        return moments;
    }

    int width() {
        return width;
    }

    static double[][] gather(double[][] columns, int[] rows, Workers workers) {
        double[][] gathered = new double[columns.length][];
        workers.run(columns.length, c -> {
            double[] values = new double[rows.length];
            for (int i = 0; i < rows.length; i++) values[i] = columns[c][rows[i]];
            gathered[c] = values;
        });
        return gathered;
    }
}

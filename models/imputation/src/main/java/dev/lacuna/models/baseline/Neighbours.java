package dev.lacuna.models.baseline;

import java.util.Arrays;

/**
 * The k nearest complete-enough rows. Distance is Euclidean over the columns that both rows have, scaled up for those they do not
 * share (nan-Euclidean, Troyanskaya et al. 2001); numbers are standardised, two different levels are 1 apart.
 */
final class Neighbours {
    private final int[] levels;
    private final double[] centres;
    private final double[] scales;
    /** [rows][columns] as observed, NaN where missing. */
    private final double[][] values;
    /** The same, numbers standardised. */
    private final double[][] donors;

    private Neighbours(int[] levels, double[] centres, double[] scales, double[][] values) {
        this.levels = levels;
        this.centres = centres;
        this.scales = scales;
        this.values = values;
        this.donors = new double[values.length][levels.length];
        for (int i = 0; i < values.length; i++) {
            for (int column = 0; column < levels.length; column++) {
                donors[i][column] = (values[i][column] - centres[column]) / scales[column];
            }
        }
    }

    /**
     * @param cells [columns][rows]: numbers or levels, NaN where missing
     * @param rows which rows may give values
     */
    static Neighbours of(double[][] cells, int[] levels, int[] rows) {
        int columns = levels.length;
        double[] centres = new double[columns];
        double[] scales = new double[columns];
        Arrays.fill(scales, 1);
        for (int column = 0; column < columns; column++) {
            if (levels[column] > 0) continue;
            ColumnSummary summary = ColumnSummary.ofNumbers(cells[column]);
            centres[column] = summary.mean();
            scales[column] = summary.deviation() > 0 ? summary.deviation() : 1;
        }
        double[][] values = new double[rows.length][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < columns; column++) values[i][column] = cells[column][rows[i]];
        }
        return new Neighbours(levels, centres, scales, values);
    }

    static Neighbours read(NumberReader in) {
        int[] levels = in.nextInts(in.nextInt());
        double[] centres = in.next(levels.length);
        double[] scales = in.next(levels.length);
        double[][] values = new double[in.nextInt()][];
        for (int i = 0; i < values.length; i++) values[i] = in.next(levels.length);
        return new Neighbours(levels, centres, scales, values);
    }

    void write(NumberWriter out) {
        out.add(levels.length).add(levels).add(centres).add(scales).add(values.length);
        for (double[] donor : values) out.add(donor);
    }

    /** Squared distances from a row [columns] to every donor, into out; infinite where nothing is shared. */
    void distances(double[] row, double[] out) {
        int columns = levels.length;
        int[] numbers = new int[columns];
        int[] classes = new int[columns];
        double[] scaled = new double[columns];
        int numberCount = 0;
        int classCount = 0;
        for (int column = 0; column < columns; column++) {
            if (Double.isNaN(row[column])) continue;
            scaled[column] = (row[column] - centres[column]) / scales[column];
            if (levels[column] > 0) classes[classCount++] = column;
            else numbers[numberCount++] = column;
        }
        for (int d = 0; d < donors.length; d++) {
            double[] donor = donors[d];
            double sum = 0;
            int shared = 0;
            for (int i = 0; i < numberCount; i++) {
                double difference = scaled[numbers[i]] - donor[numbers[i]];
                if (difference == difference) {
                    sum += difference * difference;
                    shared++;
                }
            }
            for (int i = 0; i < classCount; i++) {
                double level = donor[classes[i]];
                if (level != level) continue;
                if (level != scaled[classes[i]]) sum += 1;
                shared++;
            }
            out[d] = shared == 0 ? Double.POSITIVE_INFINITY : sum * columns / shared;
        }
    }

    /**
     * The values that the nearest donors have in one column, nearest first, equal distances in row order: at most {@code k}, none
     * where no donor shares a column with the row.
     */
    double[] nearest(double[] distances, int column, int k) {
        double[] best = new double[k];
        double[] given = new double[k];
        int found = 0;
        for (int d = 0; d < values.length; d++) {
            double distance = distances[d];
            double value = values[d][column];
            if (Double.isNaN(value) || distance == Double.POSITIVE_INFINITY) continue;
            if (found == k && distance >= best[k - 1]) continue;
            int at = found < k ? found++ : k - 1;
            for (; at > 0 && best[at - 1] > distance; at--) {
                best[at] = best[at - 1];
                given[at] = given[at - 1];
            }
            best[at] = distance;
            given[at] = value;
        }
        return Arrays.copyOf(given, found);
    }

    /** The value of the donor at {@code uniform} in [0, 1) of the list, or of the next one that has the value. */
    double any(int column, double uniform) {
        int first = (int) (uniform * values.length);
        for (int i = 0; i < values.length; i++) {
            double value = values[(first + i) % values.length][column];
            if (!Double.isNaN(value)) return value;
        }
        return centres[column];
    }

    int donorCount() {
        return values.length;
    }
}

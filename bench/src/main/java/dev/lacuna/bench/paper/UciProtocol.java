package dev.lacuna.bench.paper;

import java.util.stream.IntStream;

/**
 * not-MIWAE's protocol on UCI tables (Ipsen et al. 2021, section 4.1; its published script): columns standardised on all rows,
 * then each cell of the first half of the columns is hidden where it is above its column's mean. Training and scoring on all
 * rows.
 *
 * @param truth [columns][rows], standardised
 * @param holed the same, NaN where hidden
 */
record UciProtocol(double[][] truth, double[][] holed) {

    static UciProtocol of(double[][] raw) {
        double[][] truth = Columns.copy(raw);
        for (double[] column : truth) {
            double mean = Columns.mean(column);
            double deviation = Columns.deviation(column);
            for (int row = 0; row < column.length; row++) column[row] = (column[row] - mean) / deviation;
        }
        double[][] holed = Columns.copy(truth);
        for (int c = 0; c < holed.length / 2; c++) {
            for (int row = 0; row < holed[c].length; row++) {
                if (truth[c][row] > 0) holed[c][row] = Double.NaN;
            }
        }
        return new UciProtocol(truth, holed);
    }

    /** Root mean squared error over the hidden cells, in standard deviations of the complete columns. */
    double rmse(double[][] completed) {
        double squares = 0;
        int count = 0;
        for (int c = 0; c < truth.length; c++) {
            for (int row = 0; row < truth[c].length; row++) {
                if (!Double.isNaN(holed[c][row])) continue;
                double miss = truth[c][row] - completed[c][row];
                squares += miss * miss;
                count++;
            }
        }
        return Math.sqrt(squares / count);
    }

    /** The best that one number for each column can do: the mean of the column's hidden values. Needs the truth. */
    double rmseOfOracleConstants() {
        double[] fills = new double[truth.length];
        for (int c = 0; c < truth.length; c++) {
            double[] seen = holed[c];
            double[] all = truth[c];
            double[] hidden = IntStream.range(0, all.length).filter(row -> Double.isNaN(seen[row]))
                    .mapToDouble(row -> all[row]).toArray();
            fills[c] = hidden.length == 0 ? 0 : Columns.mean(hidden);
        }
        return rmseOfConstants(fills);
    }

    /** Zero is the mean of the complete column: what a method knows that is told how the data were scaled. */
    double rmseOfZero() {
        return rmseOfConstants(new double[truth.length]);
    }

    private double rmseOfConstants(double[] fills) {
        double[][] completed = Columns.copy(holed);
        for (int c = 0; c < completed.length; c++) {
            for (int row = 0; row < completed[c].length; row++) {
                if (Double.isNaN(completed[c][row])) completed[c][row] = fills[c];
            }
        }
        return rmse(completed);
    }
}

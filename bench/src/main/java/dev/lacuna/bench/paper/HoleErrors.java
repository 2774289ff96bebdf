package dev.lacuna.bench.paper;

/** Errors over the hidden cells: root mean squared, mean (filled minus true) and mean absolute. */
record HoleErrors(double rmse, double bias, double absolute) {

    /** All [columns][rows]; a cell is scored where {@code holed} is NaN. */
    static HoleErrors of(double[][] truth, double[][] holed, double[][] completed) {
        double squares = 0;
        double sum = 0;
        double absolute = 0;
        int count = 0;
        for (int c = 0; c < truth.length; c++) {
            for (int row = 0; row < truth[c].length; row++) {
                if (!Double.isNaN(holed[c][row])) continue;
                double miss = completed[c][row] - truth[c][row];
                squares += miss * miss;
                sum += miss;
                absolute += Math.abs(miss);
                count++;
            }
        }
        return new HoleErrors(Math.sqrt(squares / count), sum / count, absolute / count);
    }
}

package dev.lacuna.engine.encode;

import dev.lacuna.engine.table.Column;

/**
 * Mean and spread of a column's observed cells: numbers, or codes as ranks.
 *
 * @param deviation population standard deviation; 1 for a constant column
 * @param first the first observed value
 */
record ColumnSummary(int observed, double mean, double deviation, boolean constant, double first) {

    static ColumnSummary of(Column column) {
        boolean levels = column.type().hasLevels();
        int observed = 0;
        double sum = 0;
        double first = Double.NaN;
        boolean constant = true;
        for (int r = 0; r < column.rows(); r++) {
            if (column.observed(r)) {
                double value = levels ? column.code(r) : column.number(r);
                first = observed == 0 ? value : first;
                constant &= value == first;
                sum += value;
                observed++;
            }
        }
        double mean = constant ? first : sum / observed;
        double squares = 0;
        for (int r = 0; r < column.rows(); r++) {
            if (column.observed(r)) {
                double deviation = (levels ? column.code(r) : column.number(r)) - mean;
                squares += deviation * deviation;
            }
        }
        double deviation = Math.sqrt(squares / observed);
        return new ColumnSummary(observed, mean, constant || deviation == 0 ? 1 : deviation, constant, first);
    }
}

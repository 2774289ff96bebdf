package dev.lacuna.engine.evaluate;

import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import org.ejml.data.DMatrixRMaj;

/** Root mean squared error over hidden cells, pooled over all columns. NaN if no cell is hidden. */
public final class Rmse {

    private Rmse() {}

    /** Matrices [rows x columns] on one scale. */
    public static double pooled(DMatrixRMaj truth, DMatrixRMaj imputed, Cells hidden) {
        double squares = 0;
        long count = 0;
        for (int r = 0; r < truth.numRows; r++) {
            for (int c = 0; c < truth.numCols; c++) {
                if (hidden.contains(r, c)) {
                    double error = truth.get(r, c) - imputed.get(r, c);
                    squares += error * error;
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    /**
     * Numeric columns of tables, each divided by the population standard deviation of its truth; other columns do not count. This
     * is the score of the not-MIWAE paper (mean and deviation of the complete data).
     */
    public static double standardised(Table truth, Table completed, Cells hidden) {
        double squares = 0;
        long count = 0;
        for (int c = 0; c < truth.columnCount(); c++) {
            Column column = truth.column(c);
            if (column.type().isNumeric()) {
                double variance = variance(column);
                for (int r = 0; r < truth.rows(); r++) {
                    if (hidden.contains(r, c)) {
                        double error = column.number(r) - completed.column(c).number(r);
                        squares += error * error / variance;
                        count++;
                    }
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    /** The share of hidden cells of columns with levels whose level is wrong. */
    public static double wrongLevels(Table truth, Table completed, Cells hidden) {
        long wrong = 0;
        long count = 0;
        for (int c = 0; c < truth.columnCount(); c++) {
            if (truth.column(c).type().hasLevels()) {
                for (int r = 0; r < truth.rows(); r++) {
                    if (hidden.contains(r, c)) {
                        wrong += truth.column(c).code(r) == completed.column(c).code(r) ? 0 : 1;
                        count++;
                    }
                }
            }
        }
        return wrong / (double) count;
    }

    /** Population variance of the observed numbers; 1 for a constant. */
    private static double variance(Column column) {
        double sum = 0;
        int count = 0;
        for (int r = 0; r < column.rows(); r++) {
            if (column.observed(r)) {
                sum += column.number(r);
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int r = 0; r < column.rows(); r++) {
            if (column.observed(r)) {
                squares += (column.number(r) - mean) * (column.number(r) - mean);
            }
        }
        return squares > 0 ? squares / count : 1;
    }
}

package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The standardised values [rows x columns] that mechanisms look at: numbers, or the index of a level; ignored columns left out.
 * Mean and population standard deviation are those of a column's observed cells.
 */
public final class Scores {

    private final List<String> names;
    private final double[][] byColumn;
    private final int rows;

    private Scores(int rows, List<String> names, double[][] byColumn) {
        this.rows = rows;
        this.names = List.copyOf(names);
        this.byColumn = byColumn;
    }

    public static Scores of(Table table) {
        List<String> names = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            if (column.type() != ColumnType.IGNORED) {
                double[] scores = new double[column.rows()];
                for (int r = 0; r < scores.length; r++) {
                    scores[r] = !column.observed(r) ? Double.NaN : column.type().hasLevels() ? column.code(r) : column.number(r);
                }
                standardise(scores);
                names.add(column.name());
                columns.add(scores);
            }
        }
        return new Scores(table.rows(), names, columns.toArray(double[][]::new));
    }

    /** A matrix [rows x columns], NaN for missing; its columns are named 0, 1, ... */
    public static Scores of(DMatrixRMaj matrix) {
        List<String> names = new ArrayList<>();
        double[][] columns = new double[matrix.numCols][matrix.numRows];
        for (int c = 0; c < matrix.numCols; c++) {
            names.add(Integer.toString(c));
            for (int r = 0; r < matrix.numRows; r++) {
                columns[c][r] = matrix.get(r, c);
            }
            standardise(columns[c]);
        }
        return new Scores(matrix.numRows, names, columns);
    }

    /** In place, NaN left out; a constant becomes 0. */
    static void standardise(double[] values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (double value : values) {
            squares += Double.isNaN(value) ? 0 : (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / count);
        for (int r = 0; r < values.length; r++) {
            values[r] = deviation > 0 ? (values[r] - mean) / deviation : values[r] - values[r];
        }
    }

    /** The random stream of a column depends on its name alone, so other columns may come and go. */
    static long stream(String name) {
        return Philox.key(0, name);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return byColumn.length;
    }

    public String name(int column) {
        return names.get(column);
    }

    int column(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("unknown column '" + name + "'; the table has " + names);
        }
        return index;
    }

    boolean has(String name) {
        return names.contains(name);
    }

    public boolean observed(int row, int column) {
        return !Double.isNaN(byColumn[column][row]);
    }

    /** The standardised value, NaN where missing. */
    public double score(int row, int column) {
        return byColumn[column][row];
    }

    /** The q-quantile of a column's observed scores, linear between order statistics; NaN if none is observed. */
    double quantile(int column, double q) {
        double[] sorted = Arrays.stream(byColumn[column]).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}

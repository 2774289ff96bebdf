package dev.lacuna.bench.paper;

import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Numeric data as [columns][rows], NaN where missing: what the protocols work on. */
final class Columns {

    private Columns() {}

    /** The first {@code columns} columns of a file, all of them numbers. */
    static double[][] read(Path file, int columns) throws IOException {
        Table table = CsvReader.read(file, CsvOptions.defaults());
        double[][] values = new double[columns][];
        for (int c = 0; c < columns; c++) values[c] = numbers(table.column(c));
        return values;
    }

    static double[] numbers(Column column) {
        double[] values = new double[column.rows()];
        for (int row = 0; row < values.length; row++) values[row] = column.number(row);
        return values;
    }

    /** A table of reals that are filled with all their digits. */
    static Table table(double[][] values) {
        TableBuilder table = Table.builder();
        for (int c = 0; c < values.length; c++) table.real("x" + (c + 1), values[c], ColumnSchema.ALL_DECIMALS);
        return table.build();
    }

    static double[][] values(Table table) {
        double[][] values = new double[table.columnCount()][];
        for (int c = 0; c < values.length; c++) values[c] = numbers(table.column(c));
        return values;
    }

    static double[][] rows(double[][] values, int[] rows) {
        double[][] chosen = new double[values.length][rows.length];
        for (int c = 0; c < values.length; c++) {
            for (int i = 0; i < rows.length; i++) chosen[c][i] = values[c][rows[i]];
        }
        return chosen;
    }

    static double[][] firstRows(double[][] values, int rows) {
        double[][] first = new double[values.length][];
        for (int c = 0; c < values.length; c++) first[c] = Arrays.copyOf(values[c], Math.min(rows, values[c].length));
        return first;
    }

    static double[][] copy(double[][] values) {
        double[][] copy = new double[values.length][];
        for (int c = 0; c < values.length; c++) copy[c] = values[c].clone();
        return copy;
    }

    /** Mean of what is present. */
    static double mean(double[] column) {
        double sum = 0;
        int count = 0;
        for (double x : column) {
            if (Double.isNaN(x)) continue;
            sum += x;
            count++;
        }
        return sum / count;
    }

    /** Population standard deviation of what is present. */
    static double deviation(double[] column) {
        double mean = mean(column);
        double squares = 0;
        int count = 0;
        for (double x : column) {
            if (Double.isNaN(x)) continue;
            squares += (x - mean) * (x - mean);
            count++;
        }
        return Math.sqrt(squares / count);
    }

    /** Median of what is present, the mean of the middle two where they are two. */
    static double median(double[] column) {
        double[] sorted = Arrays.stream(column).filter(x -> !Double.isNaN(x)).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}

package dev.lacuna.cli;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns in a few words. */
final class ColumnText {
    private static final int LEVELS_SHOWN = 4;

    private ColumnText() {}

    /** The observed cells of a column: range and mean, or the commonest levels. */
    static String observed(Column column) {
        if (column.type() == ColumnType.IGNORED) return "not modelled, carried along";
        if (column.observedCount() == 0) return "none";
        if (column.type().hasLevels()) return levels(column, column::observed);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < column.rows(); row++) {
            if (!column.observed(row)) continue;
            least = Math.min(least, column.number(row));
            most = Math.max(most, column.number(row));
        }
        return number(least) + " to " + number(most) + ", mean " + number(mean(column, column::observed));
    }

    /** What the chosen rows hold: their mean, or the commonest levels. */
    static String typical(Column column, IntPredicate rows) {
        return column.type().hasLevels() ? levels(column, rows) : number(mean(column, rows));
    }

    static double mean(Column column, IntPredicate rows) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < column.rows(); row++) {
            if (!rows.test(row)) continue;
            sum += column.number(row);
            count++;
        }
        return sum / count;
    }

    private static String levels(Column column, IntPredicate rows) {
        int[] counts = new int[column.levels().size()];
        for (int row = 0; row < column.rows(); row++) {
            if (rows.test(row)) counts[column.code(row)]++;
        }
        int[] total = {Arrays.stream(counts).sum()};
        String text = IntStream.range(0, counts.length).boxed().filter(level -> counts[level] > 0)
                .sorted(Comparator.comparingInt((Integer level) -> -counts[level])).limit(LEVELS_SHOWN)
                .peek(level -> total[0] -= counts[level]).map(level -> column.levels().get(level) + " " + counts[level])
                .collect(Collectors.joining(", "));
        return total[0] > 0 ? text + ", others " + total[0] : text;
    }

    static String number(double value) {
        if (Double.isNaN(value)) return "-";
        double size = Math.abs(value);
        if (size != 0 && (size >= 1e7 || size < 1e-3)) return String.format(Locale.ROOT, "%.3g", value);
        String format = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}

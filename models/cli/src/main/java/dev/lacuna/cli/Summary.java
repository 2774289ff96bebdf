package dev.lacuna.cli;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Imputation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What an imputation did, in a few lines: how many holes of which columns, with what, and how sure. */
final class Summary {
    private static final int COLUMNS_IN_BRIEF = 8;
    private static final int NOTES_IN_BRIEF = 4;
    private static final String SAMPLED_ON = "sampled on ";

    private final String headline;
    private final List<Filled> columns;
    private final List<String> lines;
    private final List<String> notes;

    private record Filled(String name, int cells, String with, String observed, String sure) {}

    private Summary(String headline, List<Filled> columns, List<String> lines, List<String> notes) {
        this.headline = headline;
        this.columns = columns.stream().sorted(Comparator.comparingInt(column -> -column.cells())).toList();
        this.lines = lines;
        this.notes = notes;
    }

    /** @param sampler what drew the samples, where a model draws some */
    static Summary of(String name, Table table, Imputation imputation, String model, Optional<String> sampler) {
        List<Filled> columns = new ArrayList<>();
        for (int c = 0; c < table.columnCount(); c++) {
            Column before = table.column(c);
            if (!hasHoles(before)) continue;
            int column = c;
            double uncertainty = IntStream.range(0, table.rows()).filter(row -> !before.observed(row))
                    .mapToDouble(row -> imputation.uncertainty(row, column)).average().orElse(Double.NaN);
            columns.add(filled(before, imputation.completed().column(c), uncertainty));
        }
        List<String> lines = new ArrayList<>(holes(table));
        effectiveSamples(table, imputation).ifPresent(lines::add);
        sampler.ifPresent(device -> lines.add(SAMPLED_ON + device));
        List<String> notes = new ArrayList<>(table.notes());
        notes.addAll(imputation.notes());
        return new Summary("completed " + name + " (" + size(table) + ") with " + model, columns, lines, notes);
    }

    /** As {@link #of}; how sure is read from how far the draws lie apart. */
    static Summary ofDraws(String name, Table table, List<Table> draws, String model, Optional<String> sampler) {
        List<Filled> columns = new ArrayList<>();
        for (int c = 0; c < table.columnCount(); c++) {
            Column before = table.column(c);
            if (!hasHoles(before)) continue;
            List<Column> drawn = new ArrayList<>();
            for (Table draw : draws) drawn.add(draw.column(c));
            columns.add(filled(before, drawn.get(0), draws.size() < 2 ? Double.NaN : spread(before, drawn)));
        }
        List<String> lines = new ArrayList<>(holes(table));
        sampler.ifPresent(device -> lines.add(SAMPLED_ON + device));
        return new Summary("drew " + draws.size() + (draws.size() == 1 ? " completed table" : " completed tables") + " from "
                + name
                + " (" + size(table) + ") with " + model, columns, lines, table.notes());
    }

    static Summary unchanged(String name, Table table) {
        return new Summary("read " + name + " (" + size(table) + ")", List.of(),
                List.of("nothing was missing; the table is unchanged, no model was asked"), table.notes());
    }

    /** A few lines for the terminal. */
    String brief(double seconds) {
        return text(seconds, COLUMNS_IN_BRIEF, NOTES_IN_BRIEF);
    }

    /** Everything, for a file. */
    String full(double seconds) {
        return text(seconds, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private String text(double seconds, int mostColumns, int mostNotes) {
        StringBuilder text = new StringBuilder();
        String end = System.lineSeparator();
        text.append("lacuna: ").append(headline).append(" in ").append(seconds(seconds)).append(end);
        for (String line : lines) text.append("  ").append(line).append(end);
        if (!columns.isEmpty()) {
            TextTable table = new TextTable();
            table.row("column", "filled", "with", "observed", "how sure");
            for (Filled column : columns.subList(0, Math.min(mostColumns, columns.size()))) {
                table.row(column.name(), Integer.toString(column.cells()), column.with(), column.observed(), column.sure());
            }
            text.append(table.indented("  "));
            if (columns.size() > mostColumns) text.append("  and ").append(columns.size() - mostColumns)
                    .append(" more columns").append(end);
        }
        for (String note : notes.subList(0, Math.min(mostNotes, notes.size()))) text.append("  note: ").append(note).append(end);
        if (notes.size() > mostNotes) text.append("  and ").append(notes.size() - mostNotes).append(" more notes").append(end);
        return text.toString();
    }

    private static boolean hasHoles(Column column) {
        return column.type() != ColumnType.IGNORED && column.missingCount() > 0;
    }

    private static Filled filled(Column before, Column after, double uncertainty) {
        boolean numbers = before.type().isNumeric() || before.type() == ColumnType.ORDINAL;
        String sure = Double.isNaN(uncertainty) ? "-"
                : numbers ? "+- " + ColumnText.number(uncertainty) : String.format(Locale.ROOT, "%.0f %%", 100 * uncertainty);
        return new Filled(before.name(), before.missingCount(), ColumnText.typical(after, row -> !before.observed(row)),
                ColumnText.typical(before, before::observed), sure);
    }

    private static List<String> holes(Table table) {
        long missing = table.missingCount();
        long rows = IntStream.range(0, table.rows()).filter(row -> table.columns().stream()
                .anyMatch(column -> column.type() != ColumnType.IGNORED && !column.observed(row))).count();
        return List.of(missing + (missing == 1 ? " cell" : " cells") + " filled in " + rows + (rows == 1 ? " row" : " rows")
                + "; every observed cell is unchanged");
    }

    private static Optional<String> effectiveSamples(Table table, Imputation imputation) {
        double[] sizes = IntStream.range(0, table.rows()).mapToDouble(imputation::effectiveSampleSize)
                .filter(size -> !Double.isNaN(size)).sorted().toArray();
        if (sizes.length == 0) return Optional.empty();
        return Optional.of(String.format(Locale.ROOT, "effective samples a row: lowest %.1f, tenth %.1f, median %.1f", sizes[0],
                sizes[sizes.length / 10], sizes[sizes.length / 2]));
    }

    /** Mean over the filled cells of the draws' standard deviation, or of the commonest level's share. */
    private static double spread(Column before, List<Column> drawn) {
        double sum = 0;
        for (int row = 0; row < before.rows(); row++) {
            if (before.observed(row)) continue;
            int cell = row;
            double[] values = drawn.stream()
                    .mapToDouble(column -> column.type().hasLevels() ? column.code(cell) : column.number(cell)).toArray();
            sum += before.type() == ColumnType.BINARY || before.type() == ColumnType.CATEGORICAL ? commonest(values)
                    : deviation(values);
        }
        return sum / before.missingCount();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
    }

    private static double commonest(double[] values) {
        return Arrays.stream(values).map(x -> Arrays.stream(values).filter(y -> y == x).count()).max()
                .orElseThrow() / values.length;
    }

    static String size(Table table) {
        return table.rows() + (table.rows() == 1 ? " row" : " rows") + ", " + table.columnCount()
                + (table.columnCount() == 1 ? " column" : " columns");
    }

    static String seconds(double seconds) {
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : ProgressBar.duration(seconds);
    }
}

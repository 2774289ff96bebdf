package dev.lacuna.cli;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna profile}: types, missing counts, patterns. */
@Command(name = "profile", sortOptions = false,
        description = {"Says how a table is read: the type of each column, what is missing, and which columns are missing"
            + " together.", ""},
        footerHeading = "%nExamples:%n",
        footer = {"  lacuna profile patients.csv", "  cat patients.csv | lacuna profile - --missing -999 --patterns 20"})
final class ProfileCommand implements Callable<Integer> {

    @ParentCommand
    private Lacuna lacuna;

    @Mixin
    private TableSource source;

    @Option(names = "--patterns", paramLabel = "N",
            description = "how many patterns of missing columns to show (${DEFAULT-VALUE})")
    private int patterns = 10;

    @Override
    public Integer call() throws IOException {
        if (patterns < 0) throw new IllegalArgumentException("--patterns is " + patterns + "; at least 0");
        Table table = source.read(lacuna.streams(), Optional.empty());
        PrintWriter out = lacuna.streams().text();
        long cells = (long) table.rows() * table.columns().stream().filter(c -> c.type() != ColumnType.IGNORED).count();
        out.println(source.name() + ": " + Summary.size(table) + ", " + table.missingCount() + " missing cells"
                + (cells == 0 ? "" : String.format(Locale.ROOT, " (%.2f %%)", 100.0 * table.missingCount() / cells)));
        out.println();
        TextTable columns = new TextTable();
        columns.row("column", "type", "missing", "%", "observed values");
        for (Column column : table.columns()) {
            columns.row(column.name(), column.type().name().toLowerCase(Locale.ROOT), Integer.toString(column.missingCount()),
                    String.format(Locale.ROOT, "%.2f", 100.0 * column.missingCount() / Math.max(1, table.rows())),
                    ColumnText.observed(column));
        }
        out.print(columns.indented(""));
        printPatterns(table, out);
        for (String note : table.notes()) out.println("note: " + note);
        out.flush();
        return ExitCode.DONE;
    }

    private void printPatterns(Table table, PrintWriter out) {
        List<Column> holed = table.columns().stream().filter(c -> c.type() != ColumnType.IGNORED && c.missingCount() > 0)
                .toList();
        if (holed.isEmpty() || patterns == 0) return;
        Map<BitSet, Integer> counts = new HashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            BitSet missing = new BitSet();
            for (int c = 0; c < holed.size(); c++) missing.set(c, !holed.get(c).observed(row));
            counts.merge(missing, 1, Integer::sum);
        }
        List<Map.Entry<BitSet, Integer>> sorted = counts.entrySet().stream()
                .sorted((a, b) -> !a.getValue().equals(b.getValue()) ? b.getValue() - a.getValue()
                        : a.getKey().toString().compareTo(b.getKey().toString())).toList();
        out.println();
        TextTable lines = new TextTable();
        lines.row("rows", "missing together");
        for (Map.Entry<BitSet, Integer> entry : sorted.subList(0, Math.min(patterns, sorted.size()))) {
            String names = entry.getKey().stream().mapToObj(c -> holed.get(c).name()).collect(Collectors.joining(", "));
            lines.row(Integer.toString(entry.getValue()), names.isEmpty() ? "(nothing)" : names);
        }
        out.print(lines.indented(""));
        if (sorted.size() > patterns) out.println("and " + (sorted.size() - patterns) + " more patterns");
    }
}

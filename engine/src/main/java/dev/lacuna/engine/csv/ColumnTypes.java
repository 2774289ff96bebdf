package dev.lacuna.engine.csv;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Origin;
import dev.lacuna.engine.table.RawRows;
import dev.lacuna.engine.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides the type of each column that the caller did not, and makes the columns.
 *
 * <ul>
 * <li>All observed cells are numbers: REAL, or BINARY if they are exactly 0 and 1, 1 and 2, or -1 and 1.
 * <li>At least 20 observed cells, 90 % of them or more numbers: an error at the first one that is not, since it is either a
 *     missing token we do not know or a column of labels. The same for more than 20 distinct numbers
 *     and always the same text beside them, whatever their shares.
 * <li>Otherwise text: BINARY with two levels, CATEGORICAL with more (or one). With more than 20 levels that are more than half of
 *     the observed cells it is taken for an identifier and IGNORED.
 * <li>No observed cell: REAL (an error later if a model is fitted on it).
 * </ul>
 */
final class ColumnTypes {

    private static final int CLEARLY_NUMERIC_FROM = 20;
    private static final double CLEARLY_NUMERIC_SHARE = 0.9;
    private static final double[][] BINARY_NUMBERS = {{0, 1}, {1, 2}, {-1, 1}};

    private final RawRows rows;
    private final List<ColumnProbe> probes;
    private final CsvOptions options;
    private final List<String> notes = new ArrayList<>();

    ColumnTypes(RawRows rows, List<ColumnProbe> probes, CsvOptions options) {
        this.rows = rows;
        this.probes = probes;
        this.options = options;
    }

    Table table() {
        List<String> names = probes.stream().map(probe -> probe.name).toList();
        for (String named : options.namedColumns()) {
            if (!names.contains(named)) {
                throw InputException.at(rows.name(), "unknown column '" + named + "'; the file has " + names);
            }
        }
        Column[] columns = new Column[probes.size()];
        Map<Integer, LevelCollector> collectors = new TreeMap<>();
        for (int c = 0; c < columns.length; c++) {
            ColumnProbe probe = probes.get(c);
            Optional<ColumnType> given = options.typeOf(probe.name);
            if (given.isPresent() && given.get() == ColumnType.IGNORED) {
                columns[c] = Column.ofIgnored(probe.name, rows.rows(), probe.observed, Origin.of(rows, c));
            } else if (given.isPresent() ? given.get().isNumeric() : isNumeric(probe, c)) {
                columns[c] = numeric(probe, c, given.orElse(ColumnType.REAL));
            } else {
                collectors.put(c, new LevelCollector(probe, given.isPresent(), rows.rows()));
            }
        }
        collect(collectors);
        collectors.forEach((c, collector) -> columns[c] = withLevels(c, collector));
        return Table.of(List.of(columns), notes);
    }

    private boolean isNumeric(ColumnProbe probe, int c) {
        if (probe.observedCount() == 0) {
            notes.add("column '" + probe.name + "' has no observed value");
            return true;
        }
        if (probe.allNumbers()) {
            for (double[] pair : BINARY_NUMBERS) {
                if (probe.firstInfinite() < 0 && probe.holdsOnly(pair[0], pair[1])) {
                    return false;
                }
            }
            return true;
        }
        boolean mostlyNumbers = probe.observedCount() >= CLEARLY_NUMERIC_FROM
                && probe.numberCount() >= CLEARLY_NUMERIC_SHARE * probe.observedCount();
        if (mostlyNumbers || probe.isScaleWithOneText()) {
            throw notANumber(probe, c, "though " + probe.numberCount() + " of its " + probe.observedCount()
                    + " observed cells are numbers; if it means missing name it as a missing token (--missing TOKEN), "
                    + "if the column holds labels say so (--type " + probe.name + "=categorical)");
        }
        return false;
    }

    private Column numeric(ColumnProbe probe, int c, ColumnType type) {
        if (probe.firstText() >= 0) {
            throw notANumber(probe, c, "but the column is to be " + type);
        }
        ColumnSchema schema = ColumnSchema.numeric(probe.name, type, type == ColumnType.COUNT ? 0 : probe.decimals());
        return Column.ofNumbers(schema, probe.takeNumbers(), Optional.of(Origin.of(rows, c)));
    }

    private InputException notANumber(ColumnProbe probe, int c, String why) {
        String text = rows.fields().moveTo(probe.firstText()).text(c);
        return InputException.at(rows.place(probe.firstText(), c), "column '" + probe.name + "' holds '" + shortened(text)
                + "', which is not a number, " + why);
    }

    /** One pass over the rows for all columns with levels, since finding a cell means walking its row. */
    private void collect(Map<Integer, LevelCollector> collectors) {
        if (collectors.isEmpty()) {
            return;
        }
        RawRows.Fields fields = rows.fields();
        for (int r = 0; r < rows.rows(); r++) {
            fields.moveTo(r);
            for (Map.Entry<Integer, LevelCollector> entry : collectors.entrySet()) {
                LevelCollector collector = entry.getValue();
                if (collector.wants(r)) {
                    collector.add(r, fields.text(entry.getKey()));
                }
            }
        }
    }

    private Column withLevels(int c, LevelCollector collector) {
        ColumnProbe probe = probes.get(c);
        Origin origin = Origin.of(rows, c);
        if (collector.isIdentifier()) {
            notes.add(identifierNote(probe));
            return Column.ofIgnored(probe.name, rows.rows(), probe.observed, origin);
        }
        if (probe.numberCount() > 0 && !probe.allNumbers() && options.typeOf(probe.name).isEmpty()) {
            notes.add("column '" + probe.name + "' holds " + mixture(probe) + "; its values are taken as labels");
        } else if (probe.allDecimalCommas()) {
            notes.add("column '" + probe.name + "' holds numbers with a decimal comma; they are taken as labels, "
                    + "only a decimal point is read");
        }
        return collector.column(options, origin, rows, c);
    }

    private String identifierNote(ColumnProbe probe) {
        int holes = rows.rows() - probe.observedCount();
        String detail = probe.allDecimalCommas() ? " (numbers with a decimal comma; only a decimal point is read)"
                : probe.numberCount() > 0 ? " (" + mixture(probe) + ")" : "";
        return "column '" + probe.name + "' holds mostly distinct texts" + detail + " and is carried along only"
                + (holes > 0 ? ", its " + holes + " missing cells stay missing" : "") + "; --type " + probe.name
                + "=categorical models it";
    }

    private static String mixture(ColumnProbe probe) {
        return probe.numberCount() + " numbers and " + (probe.observedCount() - probe.numberCount()) + " other texts";
    }

    static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}

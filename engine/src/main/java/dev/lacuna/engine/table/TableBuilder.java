package dev.lacuna.engine.table;

import dev.lacuna.engine.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds a {@link Table} from arrays. NaN is a missing number, null or the empty text a missing level; arrays are copied.
 *
 * <p>Numbers that are all whole are filled with whole numbers, others with full precision; {@link #real(String, double[], int)}
 * says otherwise.
 */
public final class TableBuilder {

    private final List<Column> columns = new ArrayList<>();

    TableBuilder() {}

    public TableBuilder real(String name, double[] values) {
        boolean whole = Arrays.stream(values).allMatch(v -> Double.isNaN(v) || v == Math.rint(v));
        return real(name, values, whole ? 0 : ColumnSchema.ALL_DECIMALS);
    }

    /** {@code decimals}: decimal places of filled numbers, {@link ColumnSchema#ALL_DECIMALS} for all. */
    public TableBuilder real(String name, double[] values, int decimals) {
        return numbers(name, ColumnType.REAL, values, decimals);
    }

    public TableBuilder count(String name, double[] values) {
        return numbers(name, ColumnType.COUNT, values, 0);
    }

    private TableBuilder numbers(String name, ColumnType type, double[] values, int decimals) {
        columns.add(Column.ofNumbers(ColumnSchema.numeric(name, type, decimals), values.clone(), Optional.empty()));
        return this;
    }

    /** Levels are the distinct values, sorted. */
    public TableBuilder categorical(String name, String[] values) {
        return levels(name, ColumnType.CATEGORICAL, values, distinct(values));
    }

    /** As {@link #categorical}, with at most two distinct values. */
    public TableBuilder binary(String name, String[] values) {
        List<String> levels = distinct(values);
        if (levels.size() > 2) {
            throw new InputException("column '" + name + "' is binary but holds " + levels.size() + " distinct values");
        }
        return levels(name, ColumnType.BINARY, values, levels);
    }

    /** Levels in the given order, lowest first; a value that is not among them is refused. */
    public TableBuilder ordinal(String name, String[] values, List<String> levels) {
        return levels(name, ColumnType.ORDINAL, values, levels);
    }

    /** Carried along only. */
    public TableBuilder ignored(String name, String[] values) {
        columns.add(Column.ofIgnored(name, Arrays.stream(values).map(v -> v == null ? "" : v).toArray(String[]::new)));
        return this;
    }

    private TableBuilder levels(String name, ColumnType type, String[] values, List<String> levels) {
        Map<String, Integer> codes = new HashMap<>();
        for (String level : levels) {
            codes.put(level, codes.size());
        }
        int[] coded = new int[values.length];
        for (int r = 0; r < values.length; r++) {
            boolean missing = values[r] == null || values[r].isEmpty();
            Integer code = missing ? Integer.valueOf(Column.NO_CODE) : codes.get(values[r]);
            if (code == null) {
                throw InputException.at("row " + (r + 1) + " of column '" + name + "'", "'" + values[r]
                        + "' is not among the levels " + levels);
            }
            coded[r] = code;
        }
        columns.add(Column.ofCodes(ColumnSchema.withLevels(name, type, levels), coded, Optional.empty()));
        return this;
    }

    private static List<String> distinct(String[] values) {
        Set<String> seen = new LinkedHashSet<>();
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                seen.add(value);
            }
        }
        return Levels.sorted(seen);
    }

    /** @throws IllegalArgumentException for no columns, unequal lengths or a name used twice */
    public Table build() {
        return Table.of(columns);
    }
}

package dev.lacuna.engine.csv;

import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a file is read. Immutable; each method gives a changed copy. */
public final class CsvOptions {

    /**
     * Texts that mean "missing", compared exactly after blanks around a cell are taken off. A quoted cell counts the same:
     * {@code ""} is missing.
     */
    public static final Set<String> DEFAULT_MISSING = Set.of("", "NA", "NaN", "?", "null");

    private static final CsvOptions DEFAULTS = new CsvOptions(Optional.empty(), DEFAULT_MISSING, Map.of(), Map.of(), Map.of());

    private final Optional<Character> delimiter;
    private final Set<String> missing;
    private final Map<String, ColumnType> types;
    private final Map<String, ColumnType> typesIfPresent;
    private final Map<String, List<String>> levels;

    private CsvOptions(Optional<Character> delimiter, Set<String> missing, Map<String, ColumnType> types,
            Map<String, ColumnType> typesIfPresent, Map<String, List<String>> levels) {
        this.delimiter = delimiter;
        this.missing = Set.copyOf(missing);
        this.types = Map.copyOf(types);
        this.typesIfPresent = Map.copyOf(typesIfPresent);
        this.levels = Map.copyOf(levels);
    }

    /** Delimiter detected, {@link #DEFAULT_MISSING}, types inferred. */
    public static CsvOptions defaults() {
        return DEFAULTS;
    }

    /** An ASCII character other than quote and line ends; without this it is detected among comma, semicolon, tab and pipe. */
    public CsvOptions delimiter(char character) {
        if (character > 127 || character == '"' || character == '\n' || character == '\r') {
            throw new IllegalArgumentException("delimiter '" + character
                    + "': allowed is an ASCII character but no quote or line end");
        }
        return new CsvOptions(Optional.of(character), missing, types, typesIfPresent, levels);
    }

    /** Replaces the texts that mean "missing". */
    public CsvOptions missing(Set<String> tokens) {
        return new CsvOptions(delimiter, tokens, types, typesIfPresent, levels);
    }

    /** Types of columns by name, instead of inferred ones; a name that the file does not have is an error. */
    public CsvOptions types(Map<String, ColumnType> byName) {
        return new CsvOptions(delimiter, missing, merged(types, byName), typesIfPresent, levels);
    }

    /** These columns are carried along only. */
    public CsvOptions ignore(Iterable<String> names) {
        Map<String, ColumnType> ignored = new HashMap<>();
        names.forEach(name -> ignored.put(name, ColumnType.IGNORED));
        return types(ignored);
    }

    /** The order of an ordinal column's levels, lowest first; the column need not be listed in {@link #types}. */
    public CsvOptions ordinal(String name, List<String> orderedLevels) {
        Map<String, List<String>> more = merged(levels, Map.of(name, List.copyOf(orderedLevels)));
        return new CsvOptions(delimiter, missing, merged(types, Map.of(name, ColumnType.ORDINAL)), typesIfPresent, more);
    }

    /**
     * Types of a model's columns, for new rows: no type is inferred from what the few rows happen to hold. Columns that the file
     * does not have, or has in addition, are no error here; the encoding says what it needs. {@link #types} goes first.
     */
    public CsvOptions typesOf(Schema schema) {
        Map<String, ColumnType> fitted = new HashMap<>();
        for (ColumnSchema column : schema.columns()) {
            // The order of a fitted ordinal column is the encoding's matter; here any level must be readable.
            fitted.put(column.name(), column.type().hasLevels() ? ColumnType.CATEGORICAL : column.type());
        }
        return new CsvOptions(delimiter, missing, types, fitted, levels);
    }

    private static <V> Map<String, V> merged(Map<String, V> old, Map<String, V> more) {
        Map<String, V> both = new LinkedHashMap<>(old);
        both.putAll(more);
        return both;
    }

    Optional<Character> delimiter() {
        return delimiter;
    }

    boolean isMissing(String text) {
        return missing.contains(text.strip());
    }

    Set<String> namedColumns() {
        return types.keySet();
    }

    Optional<ColumnType> typeOf(String name) {
        return Optional.ofNullable(types.getOrDefault(name, typesIfPresent.get(name)));
    }

    Optional<List<String>> levelsOf(String name) {
        return Optional.ofNullable(levels.get(name));
    }
}

package dev.lacuna.cli;

import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table on the command line and how it is to be read. */
final class TableSource {

    @Parameters(paramLabel = "TABLE", description = "CSV file with a header line; - is standard input")
    private String table;

    @Option(names = "--ignore", paramLabel = "COLUMN",
            description = "carry this column along untouched, holes and all; repeatable")
    private final List<String> ignored = new ArrayList<>();

    @Option(names = "--type", paramLabel = "COLUMN=TYPE",
            description = "real, count, binary, categorical or ignored, instead of what the"
            + " cells look like; repeatable")
    private final Map<String, ColumnType> types = new LinkedHashMap<>();

    @Option(names = "--ordinal", paramLabel = "COLUMN=LOW,...,HIGH", description = "ordered levels, lowest first; repeatable")
    private final Map<String, String> ordinals = new LinkedHashMap<>();

    @Option(names = "--missing", paramLabel = "TOKEN",
            description = "a further text that means \"missing\", such as -999; repeatable."
            + " Missing already: the empty cell, NA, NaN, ?, null")
    private final List<String> missing = new ArrayList<>();

    @Option(names = "--only-missing", description = "only the --missing tokens mean \"missing\"")
    private boolean onlyMissing;

    @Option(names = "--delimiter", paramLabel = "C",
            description = "a character, or tab; detected among comma, semicolon, tab and pipe")
    private String delimiter;

    /** The table's name in messages. */
    String name() {
        return isStandardInput() ? "standard input" : table;
    }

    boolean isStandardInput() {
        return table.equals("-");
    }

    Optional<Path> file() {
        return isStandardInput() ? Optional.empty() : Optional.of(Path.of(table));
    }

    /** @param schema of the model that will complete the table: its types go before what the cells look like */
    Table read(Streams streams, Optional<Schema> schema) throws IOException {
        CsvOptions options = options();
        return read(streams, schema.isPresent() ? options.typesOf(schema.get()) : options);
    }

    /** A table one column of which holds labels, whatever they look like. */
    Table readLabelled(Streams streams, String label) throws IOException {
        CsvOptions options = options();
        boolean told = types.containsKey(label) || ordinals.containsKey(label);
        return read(streams, told ? options : options.types(Map.of(label, ColumnType.CATEGORICAL)));
    }

    private Table read(Streams streams, CsvOptions options) throws IOException {
        return isStandardInput() ? CsvReader.read(streams.in(), name(), options) : CsvReader.read(Path.of(table), options);
    }

    private CsvOptions options() {
        CsvOptions options = CsvOptions.defaults();
        Set<String> tokens = new TreeSet<>(onlyMissing ? Set.of() : CsvOptions.DEFAULT_MISSING);
        tokens.addAll(missing);
        options = options.missing(tokens).types(types).ignore(ignored);
        for (Map.Entry<String, ColumnType> entry : types.entrySet()) {
            if (entry.getValue() == ColumnType.ORDINAL && !ordinals.containsKey(entry.getKey())) {
                throw new IllegalArgumentException("--type " + entry.getKey() + "=ordinal needs an order: --ordinal "
                        + entry.getKey()
                        + "=LOW,...,HIGH");
            }
        }
        for (Map.Entry<String, String> entry : ordinals.entrySet()) {
            options = options.ordinal(entry.getKey(), List.of(entry.getValue().split(",")));
        }
        if (delimiter != null) options = options.delimiter(character());
        return options;
    }

    private char character() {
        if (delimiter.equals("tab") || delimiter.equals("\\t")) return '\t';
        if (delimiter.length() != 1) {
            throw new IllegalArgumentException("--delimiter is '" + delimiter + "'; allowed is one character, or tab");
        }
        return delimiter.charAt(0);
    }
}

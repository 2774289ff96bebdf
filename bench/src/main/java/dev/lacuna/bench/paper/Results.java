package dev.lacuna.bench.paper;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Measured cells, one line of a CSV file each: experiment, set, method, settings, seed, machine, values as {@code name=number}
 * with spaces. A line is appended when its cell is finished; a line without its line feed was cut off by a kill and is dropped.
 */
final class Results {
    static final String SECONDS = "seconds";

    private final Optional<Path> file;
    private final String machine;
    private final Map<Cell, Map<String, Double>> known = new HashMap<>();

    private Results(Optional<Path> file, String machine) {
        this.file = file;
        this.machine = machine;
    }

    /** @param file where cells are kept; without one nothing is remembered */
    static Results open(Optional<Path> file, String machine) throws IOException {
        Results results = new Results(file, machine);
        if (file.isEmpty() || !Files.exists(file.get())) return results;
        String text = Files.readString(file.get());
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) Files.writeString(file.get(), whole);
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(whole)) {
            for (CsvRecord line : records) {
                Cell cell = new Cell(line.getField(0), line.getField(1), line.getField(2), line.getField(3),
                        Long.parseLong(line.getField(4)));
                results.known.put(cell, values(line.getField(6)));
            }
        }
        return results;
    }

    /** The cell's values, measured now unless the file has them; {@link #SECONDS} is added where the work did not give it. */
    Map<String, Double> of(Cell cell, Supplier<Map<String, Double>> work) {
        Map<String, Double> found = known.get(cell);
        if (found != null) return found;
        long start = System.nanoTime();
        Map<String, Double> measured = new LinkedHashMap<>(work.get());
        measured.putIfAbsent(SECONDS, (System.nanoTime() - start) * 1e-9);
        known.put(cell, measured);
        file.ifPresent(path -> append(path, cell, measured));
        return measured;
    }

    /** One value of each seed. */
    double[] of(List<Cell> cells, String name) {
        return cells.stream().mapToDouble(cell -> known.get(cell).get(name)).toArray();
    }

    private void append(Path path, Cell cell, Map<String, Double> measured) {
        StringJoiner values = new StringJoiner(" ");
        measured.forEach((name, value) -> values.add(name + "=" + value));
        StringWriter line = new StringWriter();
        try {
            try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
                writer.writeRecord(cell.experiment(), cell.set(), cell.method(), cell.settings(), Long.toString(cell.seed()),
                        machine, values.toString());
            }
            Files.write(path, line.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }

    private static Map<String, Double> values(String text) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String pair : text.split(" ")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.parseDouble(pair.substring(equals + 1)));
        }
        return values;
    }
}

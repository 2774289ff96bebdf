package dev.lacuna.engine;

import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.csv.CsvWriter;
import dev.lacuna.engine.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tables for tests: from text, from the repository's files, and back to text. */
public final class TestTables {

    private TestTables() {}

    public static Path testData(String... path) {
        return Path.of(System.getProperty("lacuna.root"), "test-data").resolve(Path.of("", path));
    }

    public static Table breastFeatures() {
        try {
            Path file = testData("tables", "breast_wdbc", "breast_wdbc.csv");
            return CsvReader.read(file, CsvOptions.defaults()).withoutColumns("diagnosis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Table parse(String text) {
        return parse(text, CsvOptions.defaults());
    }

    public static Table parse(String text, CsvOptions options) {
        return parse(text.getBytes(StandardCharsets.UTF_8), options);
    }

    public static Table parse(byte[] bytes, CsvOptions options) {
        try {
            return CsvReader.read(new ByteArrayInputStream(bytes), "t.csv", options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(Table table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CsvWriter.write(table, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String text(Table table) {
        return new String(bytes(table), StandardCharsets.UTF_8);
    }
}

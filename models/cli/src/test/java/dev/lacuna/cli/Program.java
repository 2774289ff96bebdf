package dev.lacuna.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One run of the program in this JVM, and what it said. */
record Program(int code, String data, String words) {
    static final Path TABLES = Path.of(System.getProperty("lacuna.root"), "test-data", "tables");
    static final String PENGUINS = TABLES.resolve("penguins").resolve("penguins.csv").toString();

    static Program run(String... args) {
        return runWithInput("", args);
    }

    static Program runWithInput(String input, String... args) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        StringWriter words = new StringWriter();
        int code = Lacuna.run(args, new Streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), data,
                new PrintWriter(words, true), false));
        return new Program(code, data.toString(StandardCharsets.UTF_8), words.toString());
    }
}

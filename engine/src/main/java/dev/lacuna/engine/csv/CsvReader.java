package dev.lacuna.engine.csv;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads delimited text with a header into a {@link Table}.
 *
 * <p>The file is held in memory (2 GiB at most) beside 8 bytes a number or 4 a level. What is wrong with a file is an
 * {@link InputException} with file, line and column. Types are inferred by {@link ColumnTypes}; what was decided beyond the
 * plain cases is in {@link Table#notes()}.
 */
public final class CsvReader {

    /** The longest array of bytes that every JDK makes. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private CsvReader() {}

    public static Table read(Path file, CsvOptions options) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
            throw tooLarge(file.toString());
        }
        return parse(file.toString(), Files.readAllBytes(file), options);
    }

    /** {@code name} stands for the file in messages. */
    public static Table read(InputStream in, String name, CsvOptions options) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        if (bytes.length == MAX_BYTES && in.read() >= 0) {
            throw tooLarge(name);
        }
        return parse(name, bytes, options);
    }

    private static InputException tooLarge(String name) {
        return InputException.at(name, "the file is larger than 2 GiB");
    }

    private static Table parse(String name, byte[] bytes, CsvOptions options) {
        Utf8.check(name, bytes);
        int from = Utf8.hasByteOrderMark(bytes) ? Utf8.BYTE_ORDER_MARK_BYTES : 0;
        char delimiter = options.delimiter().orElseGet(() -> Delimiters.detect(bytes, from));
        FileScan.Result scan;
        try {
            scan = FileScan.scan(name, bytes, from, delimiter, options);
        } catch (NoClassDefFoundError absent) {
            throw new IllegalStateException("reading CSV needs the library de.siegmar:fastcsv:4.4.0 on the class path", absent);
        }
        return new ColumnTypes(scan.rows(), scan.probes(), options).table();
    }
}

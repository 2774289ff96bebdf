package dev.lacuna.engine.csv;

import dev.lacuna.engine.io.AtomicFile;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Origin;
import dev.lacuna.engine.table.RawRows;
import dev.lacuna.engine.table.Table;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a table as delimited text: cells that were not filled or hidden come back byte for byte, quotes included, and so do byte
 * order mark, delimiter, line ends and blank lines of the file that the table came from.
 * A table read and written is the same file.
 *
 * <p>A table built in code is written with commas and line feeds. A cell that is still missing is written as it was in its file,
 * or empty if it was hidden later.
 */
public final class CsvWriter {

    private static final byte[] LINE_FEED = {'\n'};

    private final Table table;
    private final Optional<RawRows> model;
    private final char delimiter;
    private final Map<RawRows, RawRows.Fields> fields = new IdentityHashMap<>();

    private CsvWriter(Table table) {
        this.table = table;
        this.model = table.columns().stream().flatMap(c -> c.origin().stream()).map(Origin::file).findFirst();
        this.delimiter = model.map(RawRows::delimiter).orElse(',');
    }

    /** Atomically: the file is complete or as it was before. */
    public static void write(Table table, Path file) throws IOException {
        AtomicFile.write(file, out -> write(table, out));
    }

    /** Does not close the stream. */
    public static void write(Table table, OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        new CsvWriter(table).writeTo(buffered);
        buffered.flush();
    }

    private void writeTo(OutputStream out) throws IOException {
        if (model.isPresent()) {
            model.get().writePrefix(out);
        }
        for (int c = 0; c < table.columnCount(); c++) {
            if (c > 0) {
                out.write(delimiter);
            }
            writeName(table.column(c), out);
        }
        writeLineEnd(RawRows.HEADER, table.rows() == 0, out);
        for (int r = 0; r < table.rows(); r++) {
            for (int c = 0; c < table.columnCount(); c++) {
                if (c > 0) {
                    out.write(delimiter);
                }
                writeCell(table.column(c), r, out);
            }
            writeLineEnd(r, r == table.rows() - 1, out);
        }
    }

    private void writeName(Column column, OutputStream out) throws IOException {
        if (column.origin().isPresent() && column.origin().get().file().delimiter() == delimiter) {
            Origin origin = column.origin().get();
            fieldsOf(origin.file()).moveTo(RawRows.HEADER).write(origin.column(), out);
        } else {
            writeQuoted(column.name(), out);
        }
    }

    private void writeCell(Column column, int row, OutputStream out) throws IOException {
        if (column.isOriginal(row)) {
            Origin origin = column.origin().orElseThrow();
            RawRows.Fields cells = fieldsOf(origin.file()).moveTo(origin.fileRow(row));
            if (origin.file().delimiter() == delimiter) {
                cells.write(origin.column(), out);
            } else {
                writeQuoted(cells.text(origin.column()), out);
            }
        } else {
            writeQuoted(column.observed(row) ? column.text(row) : "", out);
        }
    }

    private RawRows.Fields fieldsOf(RawRows file) {
        return fields.computeIfAbsent(file, RawRows::fields);
    }

    private void writeQuoted(String text, OutputStream out) throws IOException {
        // An empty cell in a table of one column would be a blank line, which readers skip.
        boolean quote = text.indexOf(delimiter) >= 0 || text.indexOf('"') >= 0 || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0
                || text.isEmpty() && table.columnCount() == 1;
        out.write((quote ? '"' + text.replace("\"", "\"\"") + '"' : text).getBytes(StandardCharsets.UTF_8));
    }

    private void writeLineEnd(int row, boolean last, OutputStream out) throws IOException {
        if (model.isEmpty()) {
            out.write(LINE_FEED);
            return;
        }
        RawRows file = model.get();
        byte[] own = fieldsOf(file).moveTo(row == RawRows.HEADER ? row : fileRow(row)).lineEnd();
        if (own.length == 0 && !last) {
            // The file's last row, without a line end there, has been moved up.
            own = fieldsOf(file).moveTo(RawRows.HEADER).lineEnd();
        }
        out.write(own);
    }

    private int fileRow(int row) {
        for (Column column : table.columns()) {
            if (column.origin().isPresent()) {
                return column.origin().get().fileRow(row);
            }
        }
        throw new IllegalStateException("no column has a file");
    }
}

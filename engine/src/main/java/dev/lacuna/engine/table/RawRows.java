package dev.lacuna.engine.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a delimited text file and where its rows start, so that every observed cell can be written back as it was.
 *
 * <p>Only the file and one offset a row are kept; cell boundaries are found again when a row is visited. The file must be
 * well-formed (a reader has parsed it): a quote opens a cell only as its first byte. Row {@link #HEADER} is the header.
 * Blank lines belong to the row before them. Immutable; the array is taken over, not copied.
 */
public final class RawRows {

    /** The row number of the header. */
    public static final int HEADER = -1;

    private final String name;
    private final byte[] bytes;
    private final int[] starts;
    private final int columns;
    private final byte delimiter;

    /**
     * @param name what the file is called in messages
     * @param starts offset of the header, then of each row; one more entry than there are rows
     * @param delimiter an ASCII character
     */
    public RawRows(String name, byte[] bytes, int[] starts, int columns, char delimiter) {
        this.name = name;
        this.bytes = bytes;
        this.starts = starts;
        this.columns = columns;
        this.delimiter = (byte) delimiter;
    }

    public String name() {
        return name;
    }

    public int rows() {
        return starts.length - 1;
    }

    public int columns() {
        return columns;
    }

    public char delimiter() {
        return (char) delimiter;
    }

    /** What precedes the header: a byte order mark, blank lines. */
    public void writePrefix(OutputStream out) throws IOException {
        out.write(bytes, 0, starts[0]);
    }

    /** A new reader of cells; not thread-safe. */
    public Fields fields() {
        return new Fields();
    }

    /** {@code file:line:column} of a cell, lines and characters counted from 1. */
    public String place(int row, int column) {
        return placeOf(name, bytes, fields().moveTo(row).start[column]);
    }

    /** {@code file:line:column} of a byte. */
    public static String placeOf(String name, byte[] bytes, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            boolean lineFeed = bytes[i] == '\n';
            boolean loneReturn = bytes[i] == '\r' && (i + 1 >= bytes.length || bytes[i + 1] != '\n');
            if (lineFeed || loneReturn) {
                line++;
                lineStart = i + 1;
            }
        }
        int column = 1 + new String(bytes, lineStart, offset - lineStart, StandardCharsets.UTF_8).replace("\uFEFF", "").length();
        return name + ":" + line + ":" + column;
    }

    /** The cells of one row at a time. */
    public final class Fields {
        private final int[] start = new int[columns];
        private final int[] end = new int[columns];
        private int row = Integer.MIN_VALUE;

        private Fields() {}

        public Fields moveTo(int newRow) {
            if (newRow == row) {
                return this;
            }
            row = newRow;
            int limit = rowLimit();
            int at = starts[row + 1];
            for (int c = 0; c < columns; c++) {
                start[c] = at;
                at = fieldEnd(at, limit);
                end[c] = at;
                at++;
            }
            return this;
        }

        private int rowLimit() {
            return row + 2 < starts.length ? starts[row + 2] : bytes.length;
        }

        private int fieldEnd(int from, int limit) {
            int at = from;
            if (at < limit && bytes[at] == '"') {
                for (at++; at < limit; at++) {
                    if (bytes[at] == '"') {
                        if (at + 1 < limit && bytes[at + 1] == '"') {
                            at++;
                        } else {
                            return at + 1;
                        }
                    }
                }
                return at;
            }
            while (at < limit && bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
            return at;
        }

        /** The value of a cell: quotes taken off, doubled quotes made single. */
        public String text(int column) {
            int from = start[column];
            int to = end[column];
            if (to - from >= 2 && bytes[from] == '"') {
                return new String(bytes, from + 1, to - from - 2, StandardCharsets.UTF_8).replace("\"\"", "\"");
            }
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }

        /** Writes the cell's bytes, quotes included. */
        public void write(int column, OutputStream out) throws IOException {
            out.write(bytes, start[column], end[column] - start[column]);
        }

        /** The bytes between this row's last cell and the next row: its line ending, and blank lines after it. */
        public byte[] lineEnd() {
            return Arrays.copyOfRange(bytes, end[columns - 1], rowLimit());
        }
    }
}

package dev.lacuna.engine.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Numbers;
import dev.lacuna.engine.table.RawRows;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a file once with FastCSV (the only class that touches it) and follows along in the bytes, so that each row's offset is
 * known: a cell takes its UTF-8 length, and if it was quoted two quotes and one more for each quote inside.
 */
final class FileScan extends AbstractBaseCsvCallbackHandler<Boolean> {

    /** A cell may be this long; FastCSV's own limit is a sixteenth of it. */
    private static final int MAX_CELL_CHARACTERS = 1 << 28;

    private final String name;
    private final byte[] bytes;
    private final char delimiter;
    private final CsvOptions options;
    private final List<String> header = new ArrayList<>();
    private final List<ColumnProbe> probes = new ArrayList<>();
    private int[] starts = new int[64];
    private int records;
    private int fields;
    private int position;
    private int recordStart;
    private boolean blank;

    private FileScan(String name, byte[] bytes, int from, char delimiter, CsvOptions options) {
        this.name = name;
        this.bytes = bytes;
        this.position = from;
        this.delimiter = delimiter;
        this.options = options;
    }

    /** The file's rows and one probe a column. */
    record Result(RawRows rows, List<ColumnProbe> probes) {}

    static Result scan(String name, byte[] bytes, int from, char delimiter, CsvOptions options) {
        FileScan scan = new FileScan(name, bytes, from, delimiter, options);
        try {
            CsvReader<Boolean> reader = CsvReader.builder().fieldSeparator(delimiter)
                    .skipEmptyLines(false).allowUnclosedQuote(false)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .maxBufferSize(MAX_CELL_CHARACTERS)
                    .build(scan, new ByteArrayInputStream(bytes, from, bytes.length - from), StandardCharsets.UTF_8);
            reader.forEach(row -> { });
        } catch (CsvParseException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw InputException.at(scan.place(scan.recordStart), "the row that starts here cannot be read: " + reason
                    + " (is a quote not closed?)");
        }
        if (scan.records == 0) {
            throw InputException.at(name, "the file is empty; needed are a header line with column names and rows");
        }
        if (scan.records == 1) {
            throw InputException.at(name, "the file has a header but no rows");
        }
        RawRows rows = new RawRows(name, bytes, Arrays.copyOf(scan.starts, scan.records), scan.header.size(), delimiter);
        return new Result(rows, scan.probes);
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        recordStart = position;
        fields = 0;
        blank = false;
    }

    @Override
    protected void handleEmpty() {
        blank = true;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        position += index > 0 ? 1 : 0;
        if (records == 0) {
            addHeader(new String(buffer, offset, length).strip());
        } else if (index < probes.size()) {
            String text = new String(buffer, offset, length);
            if (options.isMissing(text)) {
                probes.get(index).addMissing();
            } else {
                probes.get(index).add(text);
            }
        }
        position += rawLength(buffer, offset, length, quoted);
        fields = index + 1;
    }

    private static int rawLength(char[] buffer, int offset, int length, boolean quoted) {
        int bytes = quoted ? 2 : 0;
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            // A surrogate pair takes four bytes, two for each half.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            bytes += quoted && c == '"' ? 1 : 0;
        }
        return bytes;
    }

    private void addHeader(String column) {
        if (column.isEmpty()) {
            throw InputException.at(place(position), "column " + (header.size() + 1) + " has no name in the header");
        }
        header.add(column);
    }

    @Override
    protected Boolean buildRecord() {
        boolean skipped = blank && header.size() != 1;
        if (!skipped) {
            finishRecord();
        }
        position += lineEndLength();
        return Boolean.TRUE;
    }

    private void finishRecord() {
        if (records == 0) {
            checkHeader();
        } else if (blank) {
            probes.get(0).addMissing();
        } else if (fields != header.size()) {
            throw InputException.at(place(recordStart), "this row has " + fields + (fields == 1 ? " field" : " fields")
                    + ", the header has " + header.size());
        }
        if (records == starts.length) {
            starts = Arrays.copyOf(starts, records + (records >> 1));
        }
        starts[records++] = recordStart;
    }

    private void checkHeader() {
        Map<String, Integer> seen = new HashMap<>();
        for (int c = 0; c < header.size(); c++) {
            Integer before = seen.put(header.get(c), c);
            if (before != null) {
                throw InputException.at(place(recordStart), "column name '" + header.get(c) + "' is used twice: columns "
                        + (before + 1) + " and " + (c + 1));
            }
            probes.add(new ColumnProbe(header.get(c)));
        }
        if (header.stream().noneMatch(column -> Double.isNaN(Numbers.parse(column)))) {
            throw InputException.at(place(recordStart), "the first line holds numbers only; a header line with column names is "
                    + "needed");
        }
    }

    private int lineEndLength() {
        if (position == bytes.length) {
            return 0;
        }
        if (position < bytes.length && bytes[position] == '\n') {
            return 1;
        }
        if (position < bytes.length && bytes[position] == '\r') {
            return position + 1 < bytes.length && bytes[position + 1] == '\n' ? 2 : 1;
        }
        throw new IllegalStateException("lost track of the bytes at " + position + " of " + name);
    }

    private String place(int offset) {
        return RawRows.placeOf(name, bytes, offset);
    }
}

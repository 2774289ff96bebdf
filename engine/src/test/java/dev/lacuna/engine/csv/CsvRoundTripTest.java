package dev.lacuna.engine.csv;

import static dev.lacuna.engine.TestTables.bytes;
import static dev.lacuna.engine.TestTables.parse;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CsvRoundTripTest {

    /** A generated file and the values that its cells hold. */
    record File(String text, List<List<String>> values, char delimiter) {}

    private record Cell(String raw, String value) {}

    @Property(tries = 1000, seed = "20261121")
    void file_readAndWritten_isTheSameBytes(@ForAll("files") File file) {
        byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
        Table table = parse(bytes, options(file));
        assertArrayEquals(bytes, bytes(table));
        assertEquals(file.values().size(), table.rows());
        for (int r = 0; r < table.rows(); r++) {
            for (int c = 0; c < table.columnCount(); c++) {
                String value = file.values().get(r).get(c);
                assertEquals(!CsvOptions.DEFAULT_MISSING.contains(value.strip()), table.column(c).observed(r));
                if (table.column(c).observed(r)) {
                    assertEquals(value, table.column(c).text(r));
                }
            }
        }
    }

    @Property(tries = 500, seed = "20261121")
    void file_completed_keepsEveryObservedCell(@ForAll("files") File file) {
        Table table = parse(file.text(), options(file));
        Table full = table.completedWith((row, column) -> 0);
        Table again = parse(bytes(full), options(file));
        assertEquals(table.rows(), again.rows());
        for (int r = 0; r < table.rows(); r++) {
            for (int c = 0; c < table.columnCount(); c++) {
                if (table.column(c).observed(r)) {
                    assertEquals(table.column(c).text(r), again.column(c).text(r));
                }
            }
        }
    }

    @Property(tries = 2000, seed = "20261121")
    void anyText_isReadOrRefusedButNeverBreaks(@ForAll("soup") String text) {
        try {
            assertTrue(parse(text).rows() > 0);
        } catch (InputException refused) {
            assertTrue(refused.getMessage().startsWith("t.csv"), refused.getMessage());
        }
    }

    private static CsvOptions options(File file) {
        Map<String, ColumnType> types = new HashMap<>();
        for (int c = 0; c < file.values().get(0).size(); c++) {
            boolean anyObserved = false;
            for (List<String> row : file.values()) {
                anyObserved |= !CsvOptions.DEFAULT_MISSING.contains(row.get(c).strip());
            }
            types.put("c" + c, anyObserved ? ColumnType.CATEGORICAL : ColumnType.IGNORED);
        }
        return CsvOptions.defaults().delimiter(file.delimiter()).types(types);
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of("a", "b", "1", "2.5", ",", ",", ";", "\"", "\"\"", "\n", "\n", "\r\n", "\r", " ", "NA", "inf", "é")
                .list().ofMaxSize(40).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<File> files() {
        Arbitrary<Character> delimiters = Arbitraries.of(',', ';', '\t', '|');
        Arbitrary<String> lineEnds = Arbitraries.of("\n", "\r\n", "\r");
        return Combinators.combine(delimiters, lineEnds, Arbitraries.integers().between(1, 4), Arbitraries.of(true, false),
                Arbitraries.of(true, false)).flatAs((delimiter, lineEnd, columns, mark, finalLineEnd) ->
                cells(delimiter).list().ofSize(columns).list().ofMinSize(1).ofMaxSize(6)
                        .map(rows -> file(delimiter, lineEnd, columns, mark, finalLineEnd, rows)));
    }

    private static File file(char delimiter, String lineEnd, int columns, boolean mark, boolean finalLineEnd,
            List<List<Cell>> rows) {
        StringBuilder text = new StringBuilder(mark ? "\uFEFF" : "");
        for (int c = 0; c < columns; c++) {
            text.append(c > 0 ? Character.toString(delimiter) : "").append(c % 2 == 0 ? "c" + c : "\"c" + c + "\"");
        }
        for (List<Cell> row : rows) {
            text.append(lineEnd).append(String.join(Character.toString(delimiter), row.stream().map(Cell::raw).toList()));
        }
        // A last blank cell alone in its row needs the line end to be a row.
        boolean lastIsBlank = columns == 1 && rows.get(rows.size() - 1).get(0).raw().isEmpty();
        text.append(finalLineEnd || lastIsBlank ? lineEnd : "");
        return new File(text.toString(), rows.stream().map(row -> row.stream().map(Cell::value).toList()).toList(), delimiter);
    }

    private static Arbitrary<Cell> cells(char delimiter) {
        Arbitrary<String> values = Arbitraries.oneOf(Arbitraries.of("", "NA", "?", "1", "-2.50", "1e3", "text"),
                Arbitraries.strings().withChars("ab \"',;\t|\n\réß€😀".toCharArray()).ofMaxLength(6)
                        .filter(CsvRoundTripTest::wellFormed));
        return Combinators.combine(values, Arbitraries.of(true, false)).as((value, quoted) -> {
            boolean needed = value.startsWith("\"") || value.indexOf(delimiter) >= 0 || value.indexOf('\n') >= 0
                    || value.indexOf('\r') >= 0;
            return new Cell(quoted || needed ? '"' + value.replace("\"", "\"\"") + '"' : value, value);
        });
    }

    /** No half of a surrogate pair, which UTF-8 cannot hold. */
    private static boolean wellFormed(String s) {
        return new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(s);
    }
}

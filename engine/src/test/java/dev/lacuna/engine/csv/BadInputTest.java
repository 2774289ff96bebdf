package dev.lacuna.engine.csv;

import static dev.lacuna.engine.TestTables.bytes;
import static dev.lacuna.engine.TestTables.parse;
import static dev.lacuna.engine.TestTables.testData;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each kind of bad input has a decided outcome that says where and what. */
class BadInputTest {

    private static void assertRefused(String text, CsvOptions options, String... said) {
        InputException e = assertThrows(InputException.class, () -> parse(text, options));
        for (String part : said) {
            assertTrue(e.getMessage().contains(part), "'" + part + "' in: " + e.getMessage());
        }
    }

    private static void assertRefused(String text, String... said) {
        assertRefused(text, CsvOptions.defaults(), said);
    }

    @Test
    void emptyFile_isRefused() {
        assertRefused("", "t.csv", "empty");
        assertRefused("\uFEFF", "t.csv", "empty");
        assertRefused("\n\n", "t.csv", "empty");
    }

    @Test
    void headerWithoutRows_isRefused() {
        assertRefused("a,b\n", "t.csv", "no rows");
    }

    @Test
    void noHeader_isRefused() {
        assertRefused("1,2.5\n3,4\n", "t.csv:1:1", "header");
    }

    @Test
    void duplicateHeader_namesBothColumns() {
        assertRefused("a,b,a\n1,2,3\n", "t.csv:1:1", "'a'", "columns 1 and 3");
    }

    @Test
    void blankHeaderName_namesItsPlace() {
        assertRefused("a, ,c\n1,2,3\n", "t.csv:1:3", "column 2");
    }

    @Test
    void raggedRow_saysFoundAndExpected() {
        assertRefused("a,b,c\n1,2,3\n4,5\n", "t.csv:3:1", "2 fields", "has 3");
        assertRefused("a,b\n\"x\ny\",2\n4,5,6\n", "t.csv:4:1", "3 fields", "has 2");
    }

    @Test
    void unclosedQuote_namesTheRowsStart() {
        assertRefused("a,b\n1,2\n\"3,4\n5,6\n", "t.csv:3:1", "quote");
    }

    @Test
    void textAfterClosingQuote_namesTheRowsStart() {
        assertRefused("a,b\n\"1\"x,2\n", "t.csv:2:1", "quote");
    }

    @Test
    void unparsableNumber_inAClearlyNumericColumn_isRefusedWithAdvice() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 25; i++) {
            text.append(i).append(',').append(i == 12 ? "n.a." : Integer.toString(i)).append('\n');
        }
        assertRefused(text.toString(), "t.csv:14:4", "'b'", "'n.a.'", "--missing", "--type b=categorical");
        Table asked = parse(text.toString(), CsvOptions.defaults().types(Map.of("b", ColumnType.CATEGORICAL)));
        assertEquals(25, asked.column("b").levels().size());
    }

    @Test
    void manyEqualTexts_besideAScaleOfNumbers_areRefusedAsAnUnknownMissingToken() {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int i = 0; i < 60; i++) {
            text.append(i).append(',').append(i % 2 == 0 ? "N/A" : Integer.toString(i)).append('\n');
        }
        assertRefused(text.toString(), "t.csv:2:3", "'b'", "'N/A'", "--missing");
    }

    @Test
    void unparsableNumber_inAForcedColumn_isRefused() {
        assertRefused("a,b\n1,2\n1,two\n", CsvOptions.defaults().types(Map.of("b", ColumnType.REAL)), "t.csv:3:3", "'two'",
                "REAL");
        assertRefused("a,b\n1,2\n1,-2\n", CsvOptions.defaults().types(Map.of("b", ColumnType.COUNT)), "t.csv:3:3", "-2",
                "whole number");
    }

    @Test
    void infiniteValue_isRefused() {
        assertRefused("a,b\n1,2\n1,inf\n1,4\n", "t.csv:3:3", "'b'", "infinite");
        assertRefused("a,b\n1,2\n1e999,3\n", "t.csv:3:1", "'a'", "infinite");
    }

    @Test
    void unknownColumn_inOptions_namesTheKnownOnes() {
        assertRefused("a,b\n1,2\n", CsvOptions.defaults().ignore(List.of("c")), "t.csv", "'c'", "[a, b]");
    }

    @Test
    void binaryOrOrdinal_thatDoNotFit_areRefused() {
        assertRefused("a\nx\ny\nz\n", CsvOptions.defaults().types(Map.of("a", ColumnType.BINARY)), "t.csv:1:1", "3 distinct");
        assertRefused("a\nx\ny\n", CsvOptions.defaults().types(Map.of("a", ColumnType.ORDINAL)), "t.csv:1:1", "order");
        assertRefused("a\nS\nXL\n", CsvOptions.defaults().ordinal("a", List.of("S", "L")), "t.csv:3:1", "'XL'", "[S, L]");
    }

    @Test
    void malformedUtf8_namesLineAndByte() {
        byte[] bytes = "a,b\n1,x\n2,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        InputException e = assertThrows(InputException.class, () -> parse(bytes, CsvOptions.defaults()));
        assertTrue(e.getMessage().contains("t.csv:3:6") && e.getMessage().contains("byte 13") && e.getMessage().contains("UTF-8"),
                e.getMessage());
        byte[] cut = {'a', '\n', (byte) 0xc3};
        assertThrows(InputException.class, () -> parse(cut, CsvOptions.defaults()));
    }

    @Test
    void utf16_isNamed() {
        byte[] bytes = "\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE);
        InputException e = assertThrows(InputException.class, () -> parse(bytes, CsvOptions.defaults()));
        assertTrue(e.getMessage().contains("UTF-16"), e.getMessage());
    }

    @Test
    void hugeCell_isReadAndWrittenBack() {
        String cell = "x\"\"y,\n".repeat(20_000);
        byte[] bytes = ("a,b\n\"" + cell + "\",1\nz,\n").getBytes(StandardCharsets.UTF_8);
        Table table = parse(bytes, CsvOptions.defaults());
        assertEquals(100_000, table.column(0).text(0).length());
        assertArrayEquals(bytes, bytes(table));
    }

    @Test
    void oneRow_isReadAndConstant() {
        Table table = parse("a,b\n1,x\n");
        Encoding encoding = Encoding.fit(table);
        assertEquals(0, encoding.features());
        assertEquals(2, encoding.constants().size());
    }

    @Test
    void allMissingColumn_isNotedOnReadingAndRefusedOnFitting() {
        Table table = parse("a,b\n1,NA\n2,\n");
        assertTrue(table.notes().get(0).contains("'b'"), table.notes().toString());
        InputException e = assertThrows(InputException.class, () -> Encoding.fit(table));
        assertTrue(e.getMessage().contains("'b'"), e.getMessage());
        assertEquals(1, Encoding.fit(table.ignoring("b")).columns());
    }

    @Test
    void fileName_standsInTheMessage() {
        InputException e = assertThrows(InputException.class, () -> CsvReader.read(
                testData("golden", "miwae.json"), CsvOptions.defaults()));
        assertTrue(e.getMessage().contains("miwae.json:"), e.getMessage());
    }
}

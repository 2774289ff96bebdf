package dev.lacuna.engine.csv;

import static dev.lacuna.engine.TestTables.parse;
import static dev.lacuna.engine.TestTables.testData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

    @Test
    void read_creditTable_hasTheTypesOfItsDescription() throws IOException {
        Table table = CsvReader.read(testData("tables", "credit_gsanchez", "credit_gsanchez.csv"), CsvOptions.defaults());
        assertEquals(4454, table.rows());
        assertEquals(455, table.missingCount());
        assertEquals(ColumnType.BINARY, table.column("Status").type());
        assertEquals(List.of("bad", "good"), table.column("Status").levels());
        assertEquals(ColumnType.CATEGORICAL, table.column("Home").type());
        assertEquals(ColumnType.REAL, table.column("Income").type());
        assertEquals(0, table.column("Income").schema().decimals());
        assertEquals(381, table.column("Income").missingCount());
        assertEquals(129, table.column("Income").number(0));
    }

    @Test
    void read_penguins_infersRealsAndLevels() throws IOException {
        Table table = CsvReader.read(testData("tables", "penguins", "penguins.csv"), CsvOptions.defaults());
        assertEquals(1, table.column("bill_length_mm").schema().decimals());
        assertEquals(ColumnType.BINARY, table.column("sex").type());
        assertEquals(11, table.column("sex").missingCount());
        assertEquals(List.of("Adelie", "Chinstrap", "Gentoo"), table.column("species").levels());
    }

    @Test
    void read_missingTokens_areMissingQuotedOrNot() {
        Table table = parse("a,b\n1,NA\nNaN,x\n?,null\n\"\",\"NA\"\n 4 , ?\n");
        assertEquals(2, table.column("a").observedCount());
        assertEquals(4, table.column("a").number(4));
        assertEquals(1, table.column("b").observedCount());
    }

    @Test
    void read_ownMissingTokens_replaceTheDefaults() {
        Table table = parse("a,b\n-99,NA\n3,x\n", CsvOptions.defaults().missing(Set.of("-99")));
        assertFalse(table.column("a").observed(0));
        assertEquals("NA", table.column("b").text(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void read_anyDelimiter_isDetected(String delimiter) {
        String text = "a,b,c\n1,x,#\n2,y,\"1\n2\"\n".replace(",", delimiter).replace("#", "\"p;q|r\ts,t\"");
        Table table = parse(text);
        assertEquals(List.of("a", "b", "c"), table.schema().names());
        assertEquals("p;q|r\ts,t", table.column("c").text(0));
        assertEquals("1\n2", table.column("c").text(1));
    }

    @Test
    void read_semicolonsWithDecimalCommas_detectsSemicolonAndNotes() {
        Table table = parse("a;b\n1,5;2,5\n2,5;3,5\n1,5;4,5\n");
        assertEquals(List.of("a", "b"), table.schema().names());
        assertEquals(ColumnType.BINARY, table.column("a").type());
        assertTrue(table.notes().stream().anyMatch(note -> note.contains("'a'") && note.contains("decimal comma")),
                table.notes().toString());
    }

    @Test
    void read_quotesByteOrderMarkAndLineEnds_areUnderstood() {
        Table table = parse("\uFEFF\"na\"\"me\",b\r\n\"a \"\"quoted\"\" word\",1\r\nünï\"cödé 😀,2");
        assertEquals("na\"me", table.column(0).name());
        assertEquals("a \"quoted\" word", table.column(0).text(0));
        assertEquals("ünï\"cödé 😀", table.column(0).text(1));
        assertEquals(2, table.rows());
    }

    @Test
    void read_blankLines_areSkippedInWideTablesAndMissingInNarrowOnes() {
        assertEquals(2, parse("\na,b\n\n1,2\n\n3,4\n\n").rows());
        Table narrow = parse("a\n1\n\n3\n");
        assertEquals(3, narrow.rows());
        assertFalse(narrow.column(0).observed(1));
    }

    @Test
    void read_numbers_areBinaryOnlyForUsualPairs() {
        Table table = parse("a,b,c,d,e\n0,1,-1,0,3\n1.0,2,1,5,4\n0,1,1,0,3\n");
        assertEquals(ColumnType.BINARY, table.column("a").type());
        assertEquals(List.of("0", "1.0"), table.column("a").levels());
        assertEquals(ColumnType.BINARY, table.column("b").type());
        assertEquals(ColumnType.BINARY, table.column("c").type());
        assertEquals(-1, table.column("c").number(0));
        assertEquals(ColumnType.REAL, table.column("d").type());
        assertEquals(ColumnType.REAL, table.column("e").type());
    }

    @Test
    void read_spellingsOfOneNumber_areOneBinaryLevel() {
        Column column = parse("a\n1.0\n0\n1\n0.0\n-0\n").column(0);
        assertEquals(List.of("0", "1"), column.levels());
        assertEquals("1.0", column.text(0));
    }

    @Test
    void read_givenTypes_overrideInference() {
        Table table = parse("zip,size,n,x\n00501,M,3,1\n501,S,4,2\n00501,L,0,\n", CsvOptions.defaults()
                .types(Map.of("zip", ColumnType.CATEGORICAL, "n", ColumnType.COUNT)).ordinal("size", List.of("S", "M", "L"))
                .ignore(List.of("x")));
        assertEquals(List.of("00501", "501"), table.column("zip").levels());
        assertEquals(1, table.column("size").code(0));
        assertEquals(ColumnType.COUNT, table.column("n").type());
        assertEquals(ColumnType.IGNORED, table.column("x").type());
        assertEquals("1", table.column("x").text(0));
    }

    @Test
    void read_ordinalNumbers_areOrderedAsNumbers() {
        assertEquals(List.of("1", "2", "10"),
                parse("a\n10\n1\n2\n", CsvOptions.defaults().types(Map.of("a", ColumnType.ORDINAL))).column(0).levels());
    }

    @Test
    void read_identifierLikeText_isIgnoredWithANote() {
        StringBuilder text = new StringBuilder("name,x\n");
        for (int i = 0; i < 30; i++) {
            text.append(i == 7 ? "" : "person " + i).append(',').append(i % 4).append('\n');
        }
        Table table = parse(text.toString());
        assertEquals(ColumnType.IGNORED, table.column("name").type());
        assertTrue(table.notes().get(0).contains("'name'") && table.notes().get(0).contains("1 missing"),
                table.notes().toString());
        Table asked = parse(text.toString(), CsvOptions.defaults().types(Map.of("name", ColumnType.CATEGORICAL)));
        assertEquals(29, asked.column("name").levels().size());
    }

    @Test
    void read_fewNumbersAmongTexts_areLabelsWithANote() {
        Table table = parse("a,b\nlow,1\n3,2\nlow,3\n");
        assertEquals(ColumnType.BINARY, table.column("a").type());
        assertTrue(table.notes().get(0).contains("'a'"), table.notes().toString());
    }

    @Test
    void read_typesOfASchema_doNotDependOnTheFewRowsGiven() {
        Table fitted = parse("x,c,d\n1.5,1,a\n2.5,2,b\n3,3,c\n",
                CsvOptions.defaults().types(Map.of("c", ColumnType.CATEGORICAL)));
        Table row = parse("d,x,c\nzzz,1,2\n", CsvOptions.defaults().typesOf(fitted.schema()));
        assertEquals(ColumnType.CATEGORICAL, row.column("c").type());
        assertEquals(ColumnType.REAL, row.column("x").type());
        assertEquals(List.of("zzz"), row.column("d").levels());
    }

    @Test
    void place_afterQuotedLineEnds_countsPhysicalLines() {
        Table table = parse("a,b\n\"1\n2\n3\",x\nü,y\n");
        assertEquals("t.csv:2:1", table.column(0).place(0));
        assertEquals("t.csv:4:4", table.column(1).place(0));
        assertEquals("t.csv:5:3", table.column(1).place(1));
    }
}

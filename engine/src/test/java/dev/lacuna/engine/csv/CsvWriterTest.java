package dev.lacuna.engine.csv;

import static dev.lacuna.engine.TestTables.bytes;
import static dev.lacuna.engine.TestTables.parse;
import static dev.lacuna.engine.TestTables.testData;
import static dev.lacuna.engine.TestTables.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {

    private static Table filled(Table table) {
        return table.completedWith((row, column) -> table.column(column).type().hasLevels() ? 0 : 9.876);
    }

    @ParameterizedTest
    @ValueSource(strings = {"breast_wdbc", "credit_gsanchez", "house_votes84", "penguins"})
    void write_realTable_isTheSameFile(String name) throws IOException {
        Path file = testData("tables", name, name + ".csv");
        assertArrayEquals(Files.readAllBytes(file), bytes(CsvReader.read(file, CsvOptions.defaults())));
    }

    @Test
    void write_completed_changesMissingCellsOnly() {
        Table table = parse("\uFEFFa;\"b\";c\r\n\"1.50\";NA;\"x;y\"\r\n\r\n?;\"q\"\"r\";\r\n02.5;q;x", CsvOptions.defaults());
        assertEquals("\uFEFFa;\"b\";c\r\n\"1.50\";q;\"x;y\"\r\n\r\n9.88;\"q\"\"r\";x\r\n02.5;q;x", text(filled(table)));
    }

    @Test
    void write_filledLevelThatNeedsQuotes_isQuoted() {
        Table table = parse("a,b\n\"x,\"\"1\"\"\",1\nNA,2\n\"x,\"\"1\"\"\",3\n");
        assertEquals("a,b\n\"x,\"\"1\"\"\",1\n\"x,\"\"1\"\"\",2\n\"x,\"\"1\"\"\",3\n", text(filled(table)));
    }

    @Test
    void write_hiddenCell_isEmptyAndDoesNotLeak() {
        Table table = parse("a,b\nsecret,1\nNA,2\n");
        BitSet first = new BitSet();
        first.set(0);
        assertEquals("a,b\n,1\nNA,2\n", text(table.withColumn(table.column("a").hiding(first))));
        assertEquals("a,b\n,1\nNA,2\n", text(table.withColumn(table.column("a").hiding(first)).ignoring("a")));
    }

    @Test
    void write_selectedRowsAndColumns_keepTheirBytes() {
        Table table = parse("a,b,c\n1,\"2\",3\n4,5.0,6\n7,8,9");
        assertEquals("c,b\n9,8\n3,\"2\"\n", text(table.select("c", "b").rows(new int[] {2, 0})));
    }

    @Test
    void write_addedColumn_isFormatted() {
        Table table = parse("a;b\r\n1;2\r\n3;4\r\n");
        Table more = table.withColumn(Table.builder().categorical("new;one", new String[] {"p;q", null}).build().column(0));
        assertEquals("a;b;\"new;one\"\r\n1;2;\"p;q\"\r\n3;4;\r\n", text(more));
    }

    @Test
    void write_tableBuiltInCode_isReadBackEqual() {
        Table table = Table.builder().real("x", new double[] {0.1, Double.NaN, 1e-9})
                .categorical("c", new String[] {"a\"b", "", "c,d"}).build();
        assertEquals("x,c\n0.1,\"a\"\"b\"\n,\n0.000000001,\"c,d\"\n", text(table));
        Table narrow = Table.builder().real("x", new double[] {1, Double.NaN}).build();
        assertEquals(2, parse(text(narrow)).rows(), "a missing cell alone in its row is not lost");
    }

    @Test
    void write_toFile_isAtomicAndReplaces(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.csv");
        Files.writeString(file, "old");
        CsvWriter.write(parse("a\n1\n"), file);
        assertEquals("a\n1\n", Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "no temporary file stays");
        }
    }
}

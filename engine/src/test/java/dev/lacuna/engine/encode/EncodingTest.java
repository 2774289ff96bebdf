package dev.lacuna.engine.encode;

import static dev.lacuna.engine.TestTables.parse;
import static dev.lacuna.engine.TestTables.testData;
import static dev.lacuna.engine.TestTables.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class EncodingTest {

    private static final double NA = Double.NaN;

    private final Table table = Table.builder()
            .real("x", new double[] {1, 3, NA, 5})
            .categorical("c", new String[] {"b", "", "a", "c"})
            .real("fixed", new double[] {7, NA, 7, 7})
            .binary("y", new String[] {"no", "yes", "", "yes"})
            .ordinal("o", new String[] {"S", "", "M", "L"}, List.of("S", "M", "L"))
            .categorical("one", new String[] {"only", "", "only", "only"})
            .count("n", new double[] {0, 4, 2, NA})
            .ignored("id", new String[] {"p", "q", "", "s"})
            .build();
    private final Encoding encoding = Encoding.fit(table);

    @Test
    void fit_mixedTable_laysOutFeatures() {
        assertEquals(7, encoding.features());
        assertEquals(List.of("x", "c", "y", "o", "n"), encoding.blocks().stream().map(FeatureBlock::name).toList());
        FeatureBlock c = encoding.blocks().get(1);
        assertEquals(new FeatureBlock(1, "c", FeatureKind.CATEGORICAL, 1, 3, 0, 1), c);
        FeatureBlock x = encoding.blocks().get(0);
        assertEquals(3, x.mean(), 1e-15);
        assertEquals(Math.sqrt(8 / 3.0), x.scale(), 1e-15);
        assertEquals(Map.of("fixed", 7.0, "one", 0.0), encoding.constants());
    }

    @Test
    void encode_fittedTable_standardisesAndZeroesMissing() {
        Encoded encoded = encoding.encode(table);
        float s = (float) (2 / Math.sqrt(8 / 3.0));
        float o = (float) (1 / Math.sqrt(2 / 3.0));
        float n = (float) (2 / Math.sqrt(8 / 3.0));
        assertArrayEquals(new float[] {
            -s, 0, 1, 0, 0, -o, -n,
            0, 0, 0, 0, 1, 0, n,
            0, 1, 0, 0, 0, 0, 0,
            s, 0, 0, 1, 1, o, 0}, encoded.values().data);
        assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0}, encoded.observed().data);
        FMatrixRMaj wide = encoded.observedFeatures();
        assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0, 1}, Arrays.copyOfRange(wide.data, 7, 14));
    }

    @Test
    void decode_values_fillMissingCellsOnly() {
        FMatrixRMaj values = new FMatrixRMaj(4, 7);
        Arrays.fill(values.data, 0.4f);
        values.set(1, 2, 0.5f);
        values.set(2, 4, 0.6f);
        Table full = encoding.decode(table, values);
        assertEquals(0, full.missingCount());
        assertEquals("4", full.column("x").text(2), "3 + 0.4 * 1.63 rounded");
        assertEquals("b", full.column("c").text(1));
        assertEquals("yes", full.column("y").text(2));
        assertEquals("M", full.column("o").text(1));
        assertEquals("7", full.column("fixed").text(1));
        assertEquals("only", full.column("one").text(1));
        assertEquals("3", full.column("n").text(3));
        assertEquals("1", full.column("x").text(0));
    }

    @Test
    void decode_ordinalOutOfRange_isTheLastLevel() {
        FMatrixRMaj values = new FMatrixRMaj(4, 7);
        values.set(1, 5, 99);
        assertEquals("L", encoding.decode(table, values).column("o").text(1));
        assertThrows(IllegalArgumentException.class, () -> encoding.decode(table, new FMatrixRMaj(4, 6)));
    }

    @Test
    void encode_otherColumnOrder_isTheSame() {
        Table shuffled = table.select("n", "id", "o", "one", "y", "c", "fixed", "x");
        assertArrayEquals(encoding.encode(table).values().data, encoding.encode(shuffled).values().data);
    }

    @Test
    void encode_missingOrExtraColumn_isNamed() {
        InputException missing = assertThrows(InputException.class, () -> encoding.encode(table.withoutColumns("y")));
        assertTrue(missing.getMessage().contains("'y' is missing"), missing.getMessage());
        Table more = table.withColumn(Table.builder().real("z", new double[4]).build().column(0));
        InputException extra = assertThrows(InputException.class, () -> encoding.encode(more));
        assertTrue(extra.getMessage().contains("'z' is unknown"), extra.getMessage());
        assertEquals(4, encoding.encode(more.ignoring("z")).rows());
    }

    @Test
    void encode_unseenLevel_isRefusedOrCounted() {
        Table fitted = parse("x,c\n1,a\n2,b\n3,c\n4,a\n");
        Encoding of = Encoding.fit(fitted);
        Table rows = parse("x,c\n1,\"new, one\"\n?,b\n", CsvOptions.defaults().typesOf(fitted.schema()));
        InputException e = assertThrows(InputException.class, () -> of.encode(rows));
        assertTrue(e.getMessage().contains("t.csv:2:3") && e.getMessage().contains("'new, one'")
                && e.getMessage().contains("[a, b, c]"), e.getMessage());
        Encoded encoded = of.encode(rows, UnseenLevels.TREAT_AS_MISSING);
        assertEquals(Map.of("c", 1), encoded.treatedAsMissing());
        assertArrayEquals(new float[] {1, 0, 0, 1}, encoded.observed().data);
        assertEquals("x,c\n1,\"new, one\"\n2,b\n", text(of.decode(rows, new FMatrixRMaj(2, 4))),
                "the cell itself is kept; 2.5 is written 2");
    }

    @Test
    void encode_shortTableReadWithOtherTypes_isUnderstoodByText() {
        Encoding of = Encoding.fit(parse("x,c\n1,1\n2.5,2\n3,3\n",
                CsvOptions.defaults().types(Map.of("c", ColumnType.CATEGORICAL))));
        Encoded encoded = of.encode(parse("x,c\n0,2.0\n1,\n"));
        assertArrayEquals(new float[] {0, 1, 0}, Arrays.copyOfRange(encoded.values().data, 1, 4));
        InputException e = assertThrows(InputException.class, () -> of.encode(parse("x,c\nhello,2\n")));
        assertTrue(e.getMessage().contains("t.csv:2:1") && e.getMessage().contains("'hello'"), e.getMessage());
    }

    @Test
    void modelFile_encoding_comesBackEqual() throws IOException {
        Table penguins = CsvReader.read(testData("tables", "penguins", "penguins.csv"), CsvOptions.defaults());
        for (Table fitted : List.of(table, penguins)) {
            Encoding before = Encoding.fit(fitted);
            ModelFile.Builder file = ModelFile.builder();
            before.writeTo(file);
            Encoding after = Encoding.readFrom(file.build());
            assertEquals(before.schema(), after.schema());
            assertEquals(before.blocks(), after.blocks());
            assertEquals(before.constants(), after.constants());
            assertArrayEquals(before.encode(fitted).values().data, after.encode(fitted).values().data);
        }
    }
}

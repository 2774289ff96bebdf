package dev.lacuna.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final double NA = Double.NaN;

    private final Table table = Table.builder()
            .real("age", new double[] {31, NA, 45})
            .real("height", new double[] {1.75, 1.8, NA})
            .categorical("job", new String[] {"smith", null, "baker"})
            .binary("sex", new String[] {"m", "f", ""})
            .ordinal("size", new String[] {"L", "S", ""}, List.of("S", "M", "L"))
            .count("visits", new double[] {0, 3, NA})
            .ignored("id", new String[] {"a", "", "c"})
            .build();

    @Test
    void builder_arrays_giveTypedColumns() {
        assertEquals(3, table.rows());
        assertEquals(List.of("baker", "smith"), table.column("job").levels());
        assertEquals(1, table.column("job").code(0));
        assertEquals(Column.NO_CODE, table.column("job").code(1));
        assertEquals(2, table.column("size").code(0));
        assertEquals(45, table.column("age").number(2));
        assertTrue(Double.isNaN(table.column("age").number(1)));
        assertEquals("1.75", table.column("height").text(0));
        assertEquals("L", table.column("size").text(0));
        assertEquals(6, table.missingCount(), "the ignored column's hole does not count");
    }

    @Test
    void completedWith_numbers_areRoundedAsTheColumnShows() {
        Table full = table.completedWith((row, column) -> table.column(column).type().hasLevels() ? 0 : 2.718);
        assertEquals("3", full.column("age").text(1));
        assertEquals(3, full.column("age").number(1));
        assertEquals("2.718", full.column("height").text(2));
        assertEquals("baker", full.column("job").text(1));
        assertEquals("S", full.column("size").text(2));
        assertEquals("3", full.column("visits").text(2));
        assertEquals(0, full.missingCount());
        assertFalse(full.column("id").observed(1));
        assertEquals(31, full.column("age").number(0), "observed cells stay");
        assertFalse(table.column("age").observed(1), "the table itself is unchanged");
    }

    @Test
    void completedWith_count_isWholeAndNotNegative() {
        Table full = table.select("visits").completedWith((row, column) -> -0.7);
        assertEquals("0", full.column("visits").text(2));
    }

    @Test
    void completedWith_badValues_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> table.select("age").completedWith((r, c) -> NA));
        assertThrows(IllegalArgumentException.class, () -> table.select("job").completedWith((r, c) -> 2));
        assertThrows(IllegalArgumentException.class, () -> table.select("job").completedWith((r, c) -> 0.5));
    }

    @Test
    void selections_columnsAndRows_keepCells() {
        Table part = table.select("job", "age").rows(1, 3);
        assertEquals(List.of("job", "age"), part.schema().names());
        assertFalse(part.column("age").observed(0));
        assertEquals("baker", part.column("job").text(1));
        assertEquals(6, table.withoutColumns("id").columnCount());
        Table twice = table.rows(new int[] {2, 2, 0});
        assertEquals(45, twice.column("age").number(1));
        assertEquals("smith", twice.column("job").text(2));
        Table replaced = table.withColumn(Table.builder().real("age", new double[] {1, 2, 3}).build().column(0));
        assertEquals(2, replaced.column(0).number(1));
        assertEquals(ColumnType.IGNORED, table.ignoring("job").column("job").type());
        assertEquals("smith", table.ignoring("job").column("job").text(0));
    }

    @Test
    void hiding_cells_becomeMissingInTheCopyOnly() {
        BitSet first = new BitSet();
        first.set(0);
        Column hidden = table.column("job").hiding(first);
        assertFalse(hidden.observed(0));
        assertEquals(Column.NO_CODE, hidden.code(0));
        assertTrue(table.column("job").observed(0));
    }

    @Test
    void as_otherSchema_keepsTextsAndAppendsUnknownLevels() {
        Column sex = table.column("sex").as(ColumnSchema.withLevels("sex", ColumnType.CATEGORICAL, List.of("x", "f")));
        assertEquals(List.of("x", "f", "m"), sex.levels());
        assertEquals(2, sex.code(0));
        assertEquals(Column.NO_CODE, sex.code(2));
        Column visits = table.column("visits").as(ColumnSchema.withLevels("visits", ColumnType.BINARY, List.of("0.0", "3")));
        assertEquals(0, visits.code(0));
        assertEquals(1, visits.code(1));
        assertEquals(3, visits.as(ColumnSchema.numeric("visits", ColumnType.REAL, 1)).number(1));
        assertThrows(InputException.class, () -> table.column("job").as(ColumnSchema.numeric("job", ColumnType.REAL, 0)));
    }

    @Test
    void toMatrix_numericColumns_haveNaNWhereMissing() {
        double[] data = table.select("age", "visits").toMatrix().data;
        assertEquals(31, data[0]);
        assertTrue(Double.isNaN(data[2]));
        assertEquals(3, data[3]);
        assertThrows(IllegalStateException.class, table::toMatrix);
    }

    @Test
    void unknownColumn_isNamedWithTheKnownOnes() {
        InputException e = assertThrows(InputException.class, () -> table.select("agee"));
        assertTrue(e.getMessage().contains("agee") && e.getMessage().contains("height"), e.getMessage());
    }

    @Test
    void builder_badInput_isRefused() {
        assertThrows(InputException.class, () -> Table.builder().real("x", new double[] {1, Double.POSITIVE_INFINITY}));
        assertThrows(InputException.class, () -> Table.builder().count("x", new double[] {1.5}));
        assertThrows(InputException.class, () -> Table.builder().binary("x", new String[] {"a", "b", "c"}));
        assertThrows(InputException.class, () -> Table.builder().ordinal("x", new String[] {"XL"}, List.of("S")));
        assertThrows(IllegalArgumentException.class, () -> Table.builder().build());
        assertThrows(IllegalArgumentException.class,
                () -> Table.builder().real("x", new double[] {1}).real("x", new double[] {2}).build());
        assertThrows(IllegalArgumentException.class,
                () -> Table.builder().real("x", new double[] {1}).real("y", new double[] {1, 2}).build());
    }

    @Test
    void levels_numbers_areSortedAsNumbers() {
        assertEquals(List.of("2", "10", "100"), Levels.sorted(List.of("10", "100", "2")));
        assertEquals(List.of("10", "2", "x"), Levels.sorted(List.of("x", "2", "10")));
    }
}

package dev.lacuna.engine.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.TestTables;
import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class HidingTest {

    private static final long SEED = 4;
    private final Table table = TestTables.breastFeatures();

    @Test
    void hide_mcar_hidesTheRateAndKeepsTheTruth() {
        Hidden hidden = Hiding.hide(table, new Mcar(List.of(), 0.3), SEED);
        // Binomial(17070, 0.3): 4 standard deviations are 0.014.
        assertEquals(0.3, hidden.cells().count() / (569.0 * 30), 0.014);
        assertEquals(hidden.cells().count(), hidden.table().missingCount());
        assertEquals(0, hidden.truth().missingCount());
    }

    @Test
    void hide_sameSeed_doesNotDependOnOtherColumnsOrRows() {
        Mechanism mechanism = new Mcar(List.of(), 0.3);
        Cells all = Hiding.hide(table, mechanism, SEED).cells();
        Cells two = Hiding.hide(table.select("area_se", "radius_mean").rows(0, 100), mechanism, SEED).cells();
        for (int r = 0; r < 100; r++) {
            assertEquals(all.contains(r, 0), two.contains(r, 1));
            assertEquals(all.contains(r, table.columnIndex("area_se")), two.contains(r, 0));
        }
        assertFalse(all.column(0).equals(Hiding.hide(table, mechanism, SEED + 1).cells().column(0)));
    }

    @Test
    void hide_aboveMean_hidesExactlyThose() {
        Cells cells = Hiding.hide(table, new SelfMaskingAboveMean(List.of("radius_mean")), SEED).cells();
        Column radius = table.column(0);
        double mean = 0;
        for (int r = 0; r < 569; r++) {
            mean += radius.number(r) / 569;
        }
        for (int r = 0; r < 569; r++) {
            assertEquals(radius.number(r) > mean, cells.contains(r, 0));
        }
        assertEquals(cells.column(0).cardinality(), cells.count(), "no other column loses cells");
    }

    @Test
    void hide_aboveQuantile_hidesNoneBelow() {
        Hidden hidden = Hiding.hide(table, new SelfMaskingAboveQuantile(List.of("radius_mean"), 0.75, 1), SEED);
        assertEquals(142, hidden.cells().count(), "569 values: 142 above the 0.75-quantile");
    }

    @Test
    void hide_logisticSelfMasking_prefersLargeValuesAtTheRate() {
        Hidden hidden = Hiding.hide(table, new LogisticSelfMasking(List.of("radius_mean"), 2, 0.4), SEED);
        // The expected share is 0.4; at most Binomial(569, 0.4): 4 standard deviations are 0.082.
        assertEquals(0.4, hidden.cells().count() / 569.0, 0.082);
        assertTrue(meanHidden(hidden, 0) > meanShown(hidden, 0) + 2);
    }

    @Test
    void hide_mar_followsItsDrivers() {
        Mar mar = new Mar(List.of("radius_mean"), List.of("texture_mean"), -3, 0.5);
        Hidden hidden = Hiding.hide(table, mar, SEED);
        assertEquals(0.5, hidden.cells().count() / 569.0, 0.084);
        int texture = table.columnIndex("texture_mean");
        double inHidden = 0;
        double inShown = 0;
        for (int r = 0; r < 569; r++) {
            if (hidden.cells().contains(r, 0)) {
                inHidden += table.column(texture).number(r) / hidden.cells().count();
            } else {
                inShown += table.column(texture).number(r) / (569 - hidden.cells().count());
            }
        }
        assertTrue(inHidden < inShown - 2, inHidden + " " + inShown);
        Hidden all = Hiding.hide(table, new Mar(List.of(), List.of("texture_mean"), 1, 0.2), SEED);
        assertEquals(0, all.cells().column(texture).cardinality(), "a driver loses nothing");
    }

    @Test
    void hide_latentDriven_makesCellsOfARowMissingTogether() {
        Cells cells = Hiding.hide(table, new LatentDriven(List.of(), 3, 0.3), SEED).cells();
        double share = cells.count() / (569.0 * 30);
        assertEquals(0.3, share, 0.05);
        double squares = 0;
        for (int r = 0; r < 569; r++) {
            double excess = cells.countInRow(r) - 30 * share;
            squares += excess * excess / 569;
        }
        assertTrue(squares > 3 * 30 * share * (1 - share), "counts in rows vary more than independent cells would: " + squares);
    }

    @Test
    void hide_incompleteMixedTable_addsToItsHoles() {
        Table mixed = Table.builder().real("x", new double[] {1, Double.NaN, 3, 4})
                .categorical("c", new String[] {"a", "b", "", "a"})
                .ignored("id", new String[] {"1", "2", "3", "4"}).build();
        Hidden hidden = Hiding.hide(mixed, new Mcar(List.of(), 1), SEED);
        assertEquals(6, hidden.cells().count());
        assertEquals(8, hidden.table().missingCount());
        assertTrue(hidden.table().column("id").observed(0));
    }

    @Test
    void matrixCells_namedByNumber_equalTheTables() {
        Mechanism mechanism = new SelfMaskingAboveMean(List.of("0"));
        assertEquals(Hiding.hide(table, new SelfMaskingAboveMean(List.of("radius_mean")), SEED).cells().column(0),
                Hiding.cells(table.toMatrix(), mechanism, SEED).column(0));
    }

    @Test
    void badSettings_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Mcar(List.of(), 1.5));
        assertThrows(IllegalArgumentException.class, () -> new Mcar(List.of(), Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Mar(List.of("a"), List.of(), 1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Mar(List.of("a"), List.of("a"), 1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new LogisticSelfMasking(List.of(), 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new LatentDriven(List.of(), Double.POSITIVE_INFINITY, 0.5));
        assertThrows(IllegalArgumentException.class, () -> Hiding.hide(table, new Mcar(List.of("radius"), 0.5), SEED));
        Table holes = Table.builder().real("x", new double[] {1, 2}).real("d", new double[] {1, Double.NaN}).build();
        assertThrows(InputException.class, () -> Hiding.hide(holes, new Mar(List.of("x"), List.of("d"), 1, 0.5), SEED));
    }

    private static double meanHidden(Hidden hidden, int column) {
        return mean(hidden, column, true);
    }

    private static double meanShown(Hidden hidden, int column) {
        return mean(hidden, column, false);
    }

    private static double mean(Hidden hidden, int column, boolean ofHidden) {
        double sum = 0;
        int count = 0;
        for (int r = 0; r < hidden.truth().rows(); r++) {
            if (hidden.cells().contains(r, column) == ofHidden) {
                sum += hidden.truth().column(column).number(r);
                count++;
            }
        }
        return sum / count;
    }
}

package dev.lacuna.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model of the catalogue keeps; a model is under test as soon as it has a line in {@link #SETTINGS}. */
class ImputationModelContractTest {

    /** Settings that keep a fit of {@link ContractTables#mixed} under a second, for each model of the catalogue. */
    private static final Map<String, String> SMALL_NETWORKS = Map.of("latent", "2", "encoder-layers", "8", "decoder-layers", "8");
    private static final Map<String, String> SMALL_MIXTURE = Map.of("latent", "2", "categories", "3", "hidden", "8");
    private static final Map<String, Map<String, String>> SETTINGS = Map.ofEntries(
            Map.entry("notmiwae", SMALL_NETWORKS),
            Map.entry("miwae", SMALL_NETWORKS),
            Map.entry("gina", Map.of("latent", "2", "encoder-layers", "8", "decoder-layers", "8", "auxiliary", "pattern")),
            Map.entry("gnr", SMALL_NETWORKS),
            Map.entry("pvae", SMALL_NETWORKS),
            Map.entry("psmvae", SMALL_MIXTURE),
            Map.entry("psmvae-a", SMALL_MIXTURE),
            Map.entry("psmvae-nomask", SMALL_MIXTURE),
            Map.entry("chained", Map.of("rounds", "3")),
            Map.entry("forest", Map.of("trees", "8", "rounds", "2")),
            Map.entry("neighbours", Map.of()),
            Map.entry("mean", Map.of()),
            Map.entry("zero", Map.of()));
    private static final Set<String> WITHOUT_DRAWS = Set.of("mean", "zero");
    private static final FitOptions FIT = FitOptions.defaults().withSeed(11).withThreads(1).withMaxSteps(40);
    private static final ImputeOptions IMPUTE = ImputeOptions.defaults().withSeed(12).withThreads(1).withSamples(50);

    @Test
    void catalogue_everyModel_isUnderContract() {
        Set<String> names = new TreeSet<>();
        for (ModelKind kind : Models.all()) names.add(kind.name());
        assertEquals(names, new TreeSet<>(SETTINGS.keySet()));
    }

    static Stream<String> models() {
        return SETTINGS.keySet().stream().sorted();
    }

    static Stream<String> drawing() {
        return models().filter(name -> !WITHOUT_DRAWS.contains(name));
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_mixedTable_keepsObservedCellsAndLeavesNothingMissing(String name) {
        Table table = ContractTables.mixed(120, 3);
        Imputation imputation = fit(name, table).impute(table, IMPUTE);
        assertCompletes(table, imputation.completed());
        for (int c = 0; c < table.columnCount(); c++) {
            Column column = table.column(c);
            for (int row = 0; row < table.rows(); row++) {
                double uncertainty = imputation.uncertainty(row, c);
                if (column.observed(row)) {
                    assertTrue(Double.isNaN(uncertainty));
                } else {
                    assertTrue(uncertainty >= 0 && Double.isFinite(uncertainty), name + " " + column.name() + " " + uncertainty);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_twice_givesTheSameBits(String name) {
        Table table = ContractTables.mixed(60, 4);
        ImputationModel model = fit(name, table);
        assertSame(model.impute(table, IMPUTE), model.impute(table, IMPUTE));
        assertSame(model.impute(table, IMPUTE), fit(name, table).impute(table, IMPUTE));
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_newRows_needsNoFit(String name) {
        ImputationModel model = fit(name, ContractTables.mixed(120, 5));
        Table unseen = ContractTables.mixed(40, 6);
        assertCompletes(unseen, model.impute(unseen, IMPUTE).completed());
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_rowsPermutedOrSplit_permutesAndSplitsTheResult(String name) {
        Table table = ContractTables.mixed(90, 7);
        ImputationModel model = fit(name, table);
        Imputation whole = model.impute(table, IMPUTE);
        int[] order = new int[table.rows()];
        for (int i = 0; i < order.length; i++) order[i] = (i * 37 + 5) % order.length;
        Imputation permuted = model.impute(table.rows(order), IMPUTE);
        Imputation tail = model.impute(table.rows(60, 90), IMPUTE);
        for (int c = 0; c < table.columnCount(); c++) {
            for (int i = 0; i < order.length; i++) {
                assertEquals(whole.completed().column(c).text(order[i]), permuted.completed().column(c).text(i));
                assertEquals(whole.uncertainty(order[i], c), permuted.uncertainty(i, c));
            }
            for (int i = 60; i < 90; i++) {
                assertEquals(whole.completed().column(c).text(i), tail.completed().column(c).text(i - 60));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_columnsInAnotherOrder_givesTheSameCells(String name) {
        Table table = ContractTables.mixed(60, 8);
        ImputationModel model = fit(name, table);
        Table straight = model.impute(table, IMPUTE).completed();
        String[] reversed = new String[table.columnCount()];
        for (int c = 0; c < reversed.length; c++) reversed[c] = table.column(reversed.length - 1 - c).name();
        Table turned = model.impute(table.select(reversed), IMPUTE).completed();
        for (String column : reversed) assertSameCells(straight.column(column), turned.column(column));
    }

    @ParameterizedTest
    @MethodSource("models")
    void fitAndImpute_withTwoThreads_giveTheBitsOfOne(String name) {
        Table table = ContractTables.mixed(120, 9);
        Imputation one = fit(name, table).impute(table, IMPUTE);
        ImputationModel two = Models.imputer(name, SETTINGS.get(name)).fit(table, FIT.withThreads(2));
        assertSame(one, two.impute(table, IMPUTE.withThreads(3)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void saveAndLoad_model_isTheSameModel(String name, @TempDir Path folder) throws IOException {
        Table table = ContractTables.mixed(90, 10);
        ImputationModel model = fit(name, table);
        model.save(folder.resolve("a.lacuna"));
        ImputationModel loaded = Models.load(folder.resolve("a.lacuna"));
        assertEquals(name, loaded.name());
        assertEquals(model.schema(), loaded.schema());
        assertEquals(model.provenance(), loaded.provenance());
        assertSame(model.impute(table, IMPUTE), loaded.impute(table, IMPUTE));
        if (!WITHOUT_DRAWS.contains(name)) {
            assertSameTables(model.draw(table, 2, IMPUTE), loaded.draw(table, 2, IMPUTE));
        }
        loaded.save(folder.resolve("b.lacuna"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.lacuna")), Files.readAllBytes(folder.resolve("b.lacuna")));
    }

    @ParameterizedTest
    @MethodSource("drawing")
    void draw_threeTables_completeDifferAndRepeat(String name) {
        Table table = ContractTables.mixed(90, 11);
        ImputationModel model = fit(name, table);
        List<Table> draws = model.draw(table, 3, IMPUTE);
        assertEquals(3, draws.size());
        for (Table draw : draws) assertCompletes(table, draw);
        assertSameTables(draws, model.draw(table, 3, IMPUTE.withThreads(2)));
        assertFalse(sameCells(draws.get(0), draws.get(1)));
        assertFalse(sameCells(draws.get(0), model.draw(table, 1, IMPUTE.withSeed(99)).get(0)));
    }

    @ParameterizedTest
    @MethodSource("drawing")
    void draw_rowsPermuted_permutesTheDraws(String name) {
        Table table = ContractTables.mixed(60, 12);
        ImputationModel model = fit(name, table);
        int[] order = new int[table.rows()];
        for (int i = 0; i < order.length; i++) order[i] = (i * 37 + 5) % order.length;
        Table straight = model.draw(table, 1, IMPUTE).get(0).rows(order);
        Table permuted = model.draw(table.rows(order), 1, IMPUTE).get(0);
        for (int c = 0; c < table.columnCount(); c++) assertSameCells(straight.column(c), permuted.column(c));
    }

    @Test
    void draw_fromAModelWithoutADistribution_saysSo() {
        Table table = ContractTables.mixed(30, 13);
        for (String name : WITHOUT_DRAWS) {
            ImputationModel model = fit(name, table);
            String message = assertThrows(UnsupportedOperationException.class, () -> model.draw(table, 2)).getMessage();
            assertTrue(message.contains(name) && message.contains("chained"), message);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void fit_oneRow_completesIt(String name) {
        Table row = Table.builder().real("a", new double[] {1.5}).categorical("b", new String[] {"x"}).build();
        Table holed = Table.builder().real("a", new double[] {Double.NaN}, 1).categorical("b", new String[] {null}).build();
        Table completed = fit(name, row).impute(holed, IMPUTE).completed();
        assertEquals("1.5", completed.column("a").text(0));
        assertEquals("x", completed.column("b").text(0));
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_constantColumn_getsTheConstant(String name) {
        Table table = ContractTables.mixed(60, 14);
        Table withConstant = table.withColumn(Table.builder().real("same", ContractTables.constantWithHoles(60)).build()
                .column(0));
        Table completed = fit(name, withConstant).impute(withConstant, IMPUTE).completed();
        for (int row = 0; row < 60; row++) assertEquals("7", completed.column("same").text(row));
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_rowWithNothingObserved_isCompleted(String name) {
        Table table = ContractTables.mixed(90, 15);
        Table empty = ContractTables.allMissing(table, 3);
        assertCompletes(empty, fit(name, table).impute(empty, IMPUTE).completed());
    }

    @ParameterizedTest
    @MethodSource("models")
    void fit_tableWithARowOfHoles_isCompleted(String name) {
        Table table = ContractTables.hideRow(ContractTables.mixed(60, 16), 17);
        assertCompletes(table, fit(name, table).impute(table, IMPUTE).completed());
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_levelNotSeenInFitting_isRefusedOrReadAsMissingAndKept(String name) {
        ImputationModel model = fit(name, ContractTables.mixed(60, 18));
        Table strange = ContractTables.withLevel(ContractTables.mixed(30, 19), "colour", 4, "ultraviolet");
        String message = assertThrows(InputException.class, () -> model.impute(strange, IMPUTE)).getMessage();
        assertTrue(message.contains("ultraviolet") && message.contains("colour"), message);
        Imputation imputation = model.impute(strange, IMPUTE.withUnseenLevels(UnseenLevels.TREAT_AS_MISSING));
        assertEquals("ultraviolet", imputation.completed().column("colour").text(4));
        assertCompletes(strange, imputation.completed());
        assertTrue(imputation.notes().stream().anyMatch(note -> note.contains("colour")), imputation.notes().toString());
    }

    @ParameterizedTest
    @MethodSource("models")
    void fit_columnWithNothingObserved_isRefusedByName(String name) {
        Table table = Table.builder().real("a", new double[] {1, 2, 3})
                .real("void", new double[] {Double.NaN, Double.NaN, Double.NaN})
                .build();
        String message = assertThrows(InputException.class, () -> fit(name, table)).getMessage();
        assertTrue(message.contains("void"), message);
    }

    @ParameterizedTest
    @MethodSource("models")
    void impute_ignoredColumn_isCarriedWithItsHoles(String name) {
        Table table = ContractTables.mixed(60, 20).withColumn(
                Table.builder().ignored("id", ContractTables.labels(60)).build().column(0));
        Table completed = fit(name, table).impute(table, IMPUTE).completed();
        for (int row = 0; row < 60; row++) {
            assertEquals(table.column("id").observed(row), completed.column("id").observed(row));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void provenance_fittedModel_beginsWithItsName(String name) {
        Map<String, String> provenance = fit(name, ContractTables.mixed(30, 21)).provenance();
        assertEquals(Models.NAME, provenance.keySet().iterator().next());
        assertEquals(name, provenance.get(Models.NAME));
        assertEquals("11", provenance.get("seed"));
        assertEquals("30", provenance.get("rows"));
    }

    private static ImputationModel fit(String name, Table table) {
        return Models.imputer(name, SETTINGS.get(name)).fit(table, FIT);
    }

    private static void assertCompletes(Table table, Table completed) {
        assertEquals(table.schema().names(), completed.schema().names());
        assertEquals(0, completed.missingCount());
        for (int c = 0; c < table.columnCount(); c++) {
            Column before = table.column(c);
            for (int row = 0; row < table.rows(); row++) {
                if (before.observed(row)) assertEquals(before.text(row), completed.column(c).text(row));
            }
        }
    }

    private static void assertSame(Imputation expected, Imputation actual) {
        for (int c = 0; c < expected.completed().columnCount(); c++) {
            assertSameCells(expected.completed().column(c), actual.completed().column(c));
            for (int row = 0; row < expected.completed().rows(); row++) {
                assertEquals(expected.uncertainty(row, c), actual.uncertainty(row, c));
            }
        }
    }

    private static void assertSameTables(List<Table> expected, List<Table> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) assertTrue(sameCells(expected.get(i), actual.get(i)));
    }

    private static void assertSameCells(Column expected, Column actual) {
        for (int row = 0; row < expected.rows(); row++) assertEquals(expected.text(row), actual.text(row), expected.name());
    }

    private static boolean sameCells(Table a, Table b) {
        for (int c = 0; c < a.columnCount(); c++) {
            for (int row = 0; row < a.rows(); row++) {
                if (!a.column(c).text(row).equals(b.column(c).text(row))) return false;
            }
        }
        return true;
    }
}

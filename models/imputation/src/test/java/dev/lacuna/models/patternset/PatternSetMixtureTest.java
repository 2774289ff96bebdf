package dev.lacuna.models.patternset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import dev.lacuna.models.PatternSets;
import dev.lacuna.models.neural.NeuralBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, pattern sets, resuming; what every model owes is in the contract suite. */
class PatternSetMixtureTest {
    private static final int ROWS = 120;
    private static final FitOptions FIT = FitOptions.defaults().withSeed(4).withThreads(1);
    private static final ImputeOptions IMPUTE = ImputeOptions.defaults().withSeed(5).withThreads(1).withSamples(20);

    @TempDir
    private Path folder;

    /** Even rows: low values and b often missing; odd rows: high values and c often missing. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(6);
        double[] a = new double[ROWS];
        double[] b = new double[ROWS];
        double[] c = new double[ROWS];
        String[] kind = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double centre = row % 2 == 0 ? -2 : 2;
            a[row] = centre + random.nextGaussian() / 2;
            b[row] = row % 2 == 0 && random.nextInt(4) > 0 ? Double.NaN : centre + random.nextGaussian() / 2;
            c[row] = row % 2 == 1 && random.nextInt(4) > 0 ? Double.NaN : -centre + random.nextGaussian() / 2;
            kind[row] = random.nextInt(5) == 0 ? null : row % 2 == 0 ? "x" : row % 3 == 0 ? "y" : "z";
        }
        return Table.builder().real("a", a).real("b", b).real("c", c).categorical("kind", kind).build();
    }

    private static NeuralBuilder small() {
        return small(PatternSetMixture.sharedLatent());
    }

    private static NeuralBuilder small(NeuralBuilder builder) {
        return builder.set("categories", 2).set("latent", 2).set("hidden", 16).set("steps", 60).set("batch", 32);
    }

    private static void assertSameCells(Table expected, Table actual) {
        for (Column column : expected.columns()) {
            Column same = actual.column(column.name());
            for (int row = 0; row < ROWS; row++) assertEquals(column.text(row), same.text(row), column.name());
        }
    }

    private static Table completed(NeuralBuilder builder) {
        return builder.build().fit(table(), FIT).impute(table(), IMPUTE).completed();
    }

    @Test
    void patterns_twoKindsOfRows_areFound() {
        ImputationModel model = small().set("steps", 400).set("learning-rate", .01).build().fit(table(), FIT);
        PatternSets sets = model.patterns(table()).orElseThrow();
        assertEquals(ROWS, sets.rows());
        int even = 0;
        for (int row = 0; row < ROWS; row++) {
            assertEquals(1, sets.probability(row, 0) + sets.probability(row, 1), 1e-6);
            even += sets.likeliest(row) == row % 2 ? 1 : 0;
        }
        assertTrue(Math.max(even, ROWS - even) >= .95 * ROWS, even + " of " + ROWS);
    }

    @Test
    void patterns_ofRowsAlone_areThoseOfTheTable() {
        ImputationModel model = small().build().fit(table(), FIT);
        PatternSets whole = model.patterns(table()).orElseThrow();
        PatternSets tail = model.patterns(table().rows(100, ROWS)).orElseThrow();
        for (int row = 100; row < ROWS; row++) assertEquals(whole.probability(row, 1), tail.probability(row - 100, 1));
        assertTrue(Models.imputer("mean", Map.of()).fit(table()).patterns(table()).isEmpty());
    }

    @Test
    void pi_fromTheObservedRate_isTheListOfItsNumbers() {
        Table table = table();
        StringBuilder list = new StringBuilder();
        for (Column column : table.columns()) {
            double observed = 0;
            for (int row = 0; row < ROWS; row++) observed += column.observed(row) ? 1 : 0;
            list.append(list.isEmpty() ? "" : ",").append(observed / ROWS / (1 + observed / ROWS));
        }
        assertSameCells(completed(small().set("pi", list)), completed(small().set("pi", "observed-rate")));
        assertSameCells(completed(small()), completed(small().set("pi", ".5,.5,.5,.5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi=1.5", "pi=half", "pi=.5,.5,.5", "estimate=paper", "head=both", "observed-weight=2",
            "reduction=sum", "divergence=exact", "categories=0", "variance=0", "standardise=perhaps"})
    void setting_outOfRange_isNamed(String setting) {
        String[] parts = setting.split("=");
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class,
                () -> PatternSetMixture.sharedLatent().set(parts[0], parts[1]).build().fit(table(), FIT));
        assertTrue(wrong.getMessage().contains(parts[0]) && wrong.getMessage().contains(parts[1]), wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"head=observed", "observed-weight=code", "divergence=monte-carlo", "reduction=mixed",
            "estimate=category"})
    void option_eachOne_changesTheFilledCells(String option) {
        String[] parts = option.split("=");
        Table changed = completed(small().set(parts[0], parts[1]));
        assertEquals(0, changed.missingCount());
        Table plain = completed(small());
        boolean same = true;
        for (int row = 0; row < ROWS; row++) same &= plain.column("b").text(row).equals(changed.column("b").text(row));
        assertFalse(same);
    }

    @Test
    void estimateByCategory_drawsAndRowsAlone_dependOnTheirRow() {
        ImputationModel model = small(PatternSetMixture.selfMasking()).set("estimate", "category").build().fit(table(), FIT);
        Table whole = model.draw(table(), 1, IMPUTE).get(0);
        Table tail = model.draw(table().rows(60, ROWS), 1, IMPUTE).get(0);
        for (Column column : whole.columns()) {
            for (int row = 60; row < ROWS; row++) assertEquals(column.text(row), tail.column(column.name()).text(row - 60));
        }
        assertEquals(0, whole.missingCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"psmvae", "psmvae-a", "psmvae-nomask"})
    void fit_interruptedAndResumed_equalsUninterrupted(String name) {
        Map<String, String> settings = Map.of("categories", "2", "latent", "2", "hidden", "8", "steps", "40");
        Table whole = Models.imputer(name, settings).fit(table(), FIT).impute(table(), IMPUTE).completed();
        FitOptions options = FIT.withCheckpoint(folder.resolve("checkpoint"), true);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Models.imputer(name, settings).fit(table(), options));
        assertTrue(Thread.interrupted());
        assertSameCells(whole, Models.imputer(name, settings).fit(table(), options).impute(table(), IMPUTE).completed());
    }

    @Test
    void load_withAnotherEstimate_isTheModelFittedSo() throws IOException {
        Path file = folder.resolve("m.lacuna");
        small().build().fit(table(), FIT).save(file);
        Table expected = completed(small().set("estimate", "category"));
        assertSameCells(expected, Models.load(file, Map.of("estimate", "category")).impute(table(), IMPUTE).completed());
        assertThrows(IllegalArgumentException.class, () -> Models.load(file, Map.of("estimates", "category")));
        assertThrows(ModelFileException.class, () -> Models.load(file, Map.of("hidden", "17")));
    }
}

package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every model of the family owes: one contract, small networks, a mixed table with every kind of hole. */
class LatentModelTest {
    private static final long SEED = 3;
    private static final int ROWS = 60;
    private static final ImputeOptions QUICK = ImputeOptions.defaults().withSamples(150).withThreads(1);

    @TempDir
    Path folder;

    /** Two reals, a binary, a three-level column and a complete real; row 0 has nothing but the last, row 1 everything. */
    private static Table table() {
        Random random = new Random(SEED);
        double[] income = new double[ROWS];
        double[] height = new double[ROWS];
        double[] age = new double[ROWS];
        String[] smokes = new String[ROWS];
        String[] region = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            age[row] = 20 + 50 * random.nextDouble();
            income[row] = row != 1 && (row == 0 || random.nextInt(4) == 0) ? Double.NaN : 1000 + 30 * age[row]
                    + 200 * random.nextGaussian();
            height[row] = row != 1 && (row == 0 || random.nextInt(4) == 0) ? Double.NaN : 170 + 8 * random.nextGaussian();
            smokes[row] = row != 1 && (row == 0 || random.nextInt(4) == 0) ? "" : random.nextBoolean() ? "yes" : "no";
            region[row] = row != 1 && (row == 0 || random.nextInt(4) == 0) ? "" : List.of("north", "south", "west")
                    .get(random.nextInt(3));
        }
        return Table.builder().real("income", income).real("height", height).binary("smokes", smokes)
                .categorical("region", region).real("age", age).build();
    }

    private static Imputer small(String name, String... settings) {
        Map<String, String> chosen = new LinkedHashMap<>(Map.of("encoder-layers", "8", "decoder-layers", "8", "samples", "3",
                "steps", "40", "latent", "2", "batch", "16"));
        for (String setting : settings) chosen.put(setting.split("=")[0], setting.split("=")[1]);
        return Models.imputer(name, chosen);
    }

    private static ImputationModel fitted(String name, String... settings) {
        return small(name, settings).fit(table(), FitOptions.defaults().withSeed(SEED).withThreads(1));
    }

    /** Every cell's text and uncertainty, and every row's effective sample size, row by row. */
    private static List<String> lines(Imputation imputation) {
        List<String> lines = new ArrayList<>();
        Table completed = imputation.completed();
        for (int row = 0; row < completed.rows(); row++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < completed.columnCount(); c++) {
                line.append(completed.column(c).text(row)).append(' ').append(imputation.uncertainty(row, c)).append(' ');
            }
            lines.add(line.append(imputation.effectiveSampleSize(row)).toString());
        }
        return lines;
    }

    private static List<String> texts(Table table) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            int r = row;
            lines.add(table.columns().stream().map(column -> column.text(r)).toList().toString());
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae"})
    void impute_mixedTable_fillsEveryHoleAndKeepsTheRest(String name) {
        Table table = table();
        Imputation imputation = fitted(name).impute(table, QUICK);
        assertEquals(0, imputation.completed().missingCount());
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < table.columnCount(); c++) {
                boolean observed = table.column(c).observed(row);
                if (observed) assertEquals(table.column(c).text(row), imputation.completed().column(c).text(row));
                assertEquals(observed, Double.isNaN(imputation.uncertainty(row, c)), "row " + row + " column " + c);
                if (!observed) assertTrue(imputation.uncertainty(row, c) > 0);
            }
        }
        assertTrue(imputation.effectiveSampleSize(0) >= 1 && imputation.effectiveSampleSize(0) <= 150);
        assertTrue(Double.isNaN(imputation.effectiveSampleSize(1)), "a complete row draws no samples");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae"})
    void impute_rowsPermutedOrSplit_givesTheSameRows(String name) {
        ImputationModel model = fitted(name);
        List<String> whole = lines(model.impute(table(), QUICK));
        int[] order = IntStream.range(0, ROWS).map(row -> (row * 7 + 5) % ROWS).toArray();
        List<String> permuted = lines(model.impute(table().rows(order), QUICK));
        List<String> split = new ArrayList<>(lines(model.impute(table().rows(0, 13), QUICK)));
        split.addAll(lines(model.impute(table().rows(13, ROWS), QUICK)));
        for (int i = 0; i < ROWS; i++) assertEquals(whole.get(order[i]), permuted.get(i));
        assertEquals(whole, split);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae"})
    void fitAndImpute_moreThreads_giveTheSameBits(String name) {
        List<String> one = lines(fitted(name).impute(table(), QUICK));
        ImputationModel model = small(name).fit(table(), FitOptions.defaults().withSeed(SEED).withThreads(2));
        assertEquals(one, lines(model.impute(table(), QUICK.withThreads(2))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae"})
    void saveAndLoad_anyModel_imputesTheSameBits(String name) throws IOException {
        ImputationModel model = fitted(name);
        Path file = folder.resolve("model.lacuna");
        model.save(file);
        ImputationModel loaded = Models.load(file);
        assertEquals(lines(model.impute(table(), QUICK)), lines(loaded.impute(table(), QUICK)));
        assertEquals(texts(model.draw(table(), 2, QUICK).get(1)), texts(loaded.draw(table(), 2, QUICK).get(1)));
        assertEquals(model.provenance(), loaded.provenance());
        assertEquals(model.schema(), loaded.schema());
        assertEquals(name, loaded.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gina", "pvae"})
    void fit_interruptedAndResumed_equalsUninterrupted(String name) {
        List<String> whole = lines(fitted(name).impute(table(), QUICK));
        FitOptions options = FitOptions.defaults().withSeed(SEED).withThreads(1).withCheckpoint(folder.resolve("checkpoint"),
                true);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> small(name).fit(table(), options));
        assertTrue(Thread.interrupted());
        assertEquals(whole, lines(small(name).fit(table(), options).impute(table(), QUICK)));
    }

    @Test
    void draw_several_differAndRepeatBySeed() {
        ImputationModel model = fitted("notmiwae");
        List<Table> draws = model.draw(table(), 3, QUICK);
        assertEquals(3, draws.size());
        for (Table draw : draws) assertEquals(0, draw.missingCount());
        assertNotEquals(texts(draws.get(0)), texts(draws.get(1)));
        assertEquals(texts(draws.get(2)), texts(model.draw(table(), 3, QUICK).get(2)));
        assertNotEquals(texts(draws.get(0)), texts(model.draw(table(), 3, QUICK.withSeed(9)).get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae"})
    void saveAndLoad_copyMasking_imputesTheSameBits(String name) throws IOException {
        ImputationModel model = fitted(name, "copy-masking=0.7");
        List<String> lines = lines(model.impute(table(), QUICK));
        model.save(folder.resolve("model.lacuna"));
        assertEquals(lines, lines(Models.load(folder.resolve("model.lacuna")).impute(table(), QUICK)));
        assertNotEquals(lines, lines(fitted(name).impute(table(), QUICK)), "training saw something else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae", "pvae bound=importance-weighted"})
    void saveAndLoad_mixturePosterior_imputesTheSameBits(String model) throws IOException {
        String[] words = (model + " posterior=mixture posterior-components=2").split(" ");
        String[] settings = Arrays.copyOfRange(words, 1, words.length);
        ImputationModel fitted = fitted(words[0], settings);
        List<String> lines = lines(fitted.impute(table(), QUICK));
        fitted.save(folder.resolve("model.lacuna"));
        ImputationModel loaded = Models.load(folder.resolve("model.lacuna"));
        assertEquals(lines, lines(loaded.impute(table(), QUICK.withThreads(2))));
        int[] order = IntStream.range(0, ROWS).map(row -> (row * 7 + 5) % ROWS).toArray();
        List<String> permuted = lines(loaded.impute(table().rows(order), QUICK));
        for (int i = 0; i < ROWS; i++) assertEquals(lines.get(order[i]), permuted.get(i));
        assertEquals(lines, lines(small(words[0], settings).fit(table(), FitOptions.defaults().withSeed(SEED).withThreads(2))
                .impute(table(), QUICK)));
        assertEquals(0, loaded.draw(table(), 1, QUICK).get(0).missingCount());
        assertThrows(IllegalArgumentException.class, () -> QuestionSelection.builder(loaded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gina"})
    void fit_mixtureOfOne_hasTheBitsOfOneGaussian(String name) {
        assertEquals(lines(fitted(name).impute(table(), QUICK)),
                lines(fitted(name, "posterior=mixture", "posterior-components=1").impute(table(), QUICK)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pvae", "gnr doubly-reparameterised=yes"})
    void settings_mixturePosteriorWithoutItsBound_isRefused(String model) {
        String[] words = (model + " posterior=mixture").split(" ");
        String message = assertThrows(IllegalArgumentException.class,
                () -> small(words[0], Arrays.copyOfRange(words, 1, words.length))).getMessage();
        assertTrue(message.contains("bound=importance-weighted"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "none"})
    void saveAndLoad_privateLatent_imputesTheSameBits(String decoder) throws IOException {
        ImputationModel model = fitted("notmiwae", "missingness=no-self", "private-latent=2", "std=shared",
                "decoder-layers=" + decoder);
        model.save(folder.resolve("model.lacuna"));
        List<String> lines = lines(model.impute(table(), QUICK));
        assertEquals(lines, lines(Models.load(folder.resolve("model.lacuna")).impute(table(), QUICK.withThreads(2))));
    }

    /** The set encoder of pvae reads the pattern by what it is. */
    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gnr", "gina", "miwae"})
    void fit_encoderInput_isValuesWithOrWithoutThePattern(String name) {
        int features = 7;
        int columns = 5;
        assertEquals(features, encoderInputs(fitted(name, "encoder-input=x")));
        assertEquals(features + columns, encoderInputs(fitted(name, "encoder-input=x-and-observed")));
        boolean readsByDefault = name.equals("gnr") || name.equals("gina");
        assertEquals(readsByDefault ? features + columns : features, encoderInputs(fitted(name)));
    }

    private static int encoderInputs(ImputationModel model) {
        return LatentArchitecture.Trained.of(model).orElseThrow().parameters().get("encoder.0.weight").rows();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missingness=self-known", "missingness=shared-slope", "missingness=no-self", "missingness=linear",
            "encoder=set", "dropout=0.5", "missingness=mlp", "mixing=mean", "std=shared", "std=0.3", "decoder-layers=none",
            "encoder-input=x-and-observed", "activation=relu"})
    void notMiwae_anyOption_fillsEveryHole(String option) {
        assertEquals(0, fitted("notmiwae", option).impute(table(), QUICK).completed().missingCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder=set", "auxiliary=pattern", "auxiliary=age", "missingness=linear-xz", "missingness=no-self",
            "bound=elbo", "mixing=mean", "dropout=0.5"})
    void gina_anyOption_fillsEveryHole(String option) {
        assertEquals(0, fitted("gina", option).impute(table(), QUICK).completed().missingCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"doubly-reparameterised=yes", "alpha-mode=per-missing-rate", "student-t=yes", "missingness-layers=4"})
    void gnr_anyOption_fillsEveryHole(String option) {
        assertEquals(0, fitted("gnr", option).impute(table(), QUICK).completed().missingCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set-pooling=max", "set-multiply=no", "bound=importance-weighted", "dropout-scores=all", "dropout=0"})
    void pvae_anyOption_fillsEveryHole(String option) {
        assertEquals(0, fitted("pvae", option).impute(table(), QUICK).completed().missingCount());
    }

    @Test
    void fit_onlyConstantColumns_fillsWithTheConstant() throws IOException {
        Table constant = Table.builder().real("a", new double[] {2, Double.NaN, 2}).categorical("b", new String[] {"x", "x", ""})
                .build();
        ImputationModel model = small("notmiwae").fit(constant);
        model.save(folder.resolve("constant"));
        for (ImputationModel each : List.of(model, Models.load(folder.resolve("constant")))) {
            Table completed = each.impute(constant).completed();
            assertEquals("2", completed.column("a").text(1));
            assertEquals("x", completed.column("b").text(2));
        }
    }

    @Test
    void fit_oneRowOrNothingMissing_works() {
        assertEquals(0, small("miwae").fit(table().rows(1, 2)).impute(table().rows(1, 2)).completed().missingCount());
        Table complete = fitted("miwae").impute(table(), QUICK).completed();
        assertEquals(texts(complete), texts(small("notmiwae").fit(complete).impute(complete, QUICK).completed()));
    }

    @Test
    void gina_noColumnAlwaysObserved_saysWhatToDo() {
        Table table = table().withoutColumns("age");
        InputException thrown = assertThrows(InputException.class, () -> small("gina").fit(table));
        assertTrue(thrown.getMessage().contains("auxiliary=pattern"), thrown.getMessage());
    }

    @Test
    void gina_auxiliaryMissingWhenCompleting_namesRowAndColumn() {
        ImputationModel model = fitted("gina");
        double[] age = new double[ROWS];
        for (int row = 0; row < ROWS; row++) age[row] = row == 4 ? Double.NaN : table().column("age").number(row);
        Table holed = Table.builder().real("age", age).build();
        Table table = table().withColumn(holed.column("age"));
        InputException thrown = assertThrows(InputException.class, () -> model.impute(table, QUICK));
        assertTrue(thrown.getMessage().contains("row 5") && thrown.getMessage().contains("age"), thrown.getMessage());
    }

    @Test
    void impute_unseenLevel_isRefusedOrReadAsMissing() {
        ImputationModel model = fitted("notmiwae");
        String[] region = new String[ROWS];
        for (int row = 0; row < ROWS; row++) region[row] = table().column("region").observed(row) ? table().column("region")
                .text(row) : "";
        region[1] = "east";
        Table table = table().withColumn(Table.builder().categorical("region", region).build().column("region"));
        assertTrue(assertThrows(InputException.class, () -> model.impute(table, QUICK)).getMessage().contains("east"));
        Imputation imputation = model.impute(table, QUICK.withUnseenLevels(UnseenLevels.TREAT_AS_MISSING));
        assertEquals("east", imputation.completed().column("region").text(1));
        assertFalse(imputation.notes().isEmpty());
    }

    @Test
    void settings_unknownOrOutOfRange_nameWhatIsAllowed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small("miwae", "colour=red")).getMessage()
                .contains("decoder-layers"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small("notmiwae", "missingness=trunk")).getMessage()
                .contains("self-known"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small("gnr", "samples=0")).getMessage()
                .contains("1 to 10000"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small("notmiwae", "student-t=yes")).getMessage()
                .contains("mixing=mean"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> small("notmiwae", "private-latent=2")).getMessage()
                .contains("missingness=no-self"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Models.kind("nomodel")).getMessage().contains("notmiwae"));
    }
}

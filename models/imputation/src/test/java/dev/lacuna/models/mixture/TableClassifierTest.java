package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Models;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableClassifierTest {
    private static final long SEED = 41;
    private static final int ROWS = 240;

    @TempDir
    Path folder;

    /** Two classes 3 apart in x; the colour goes with the class; hard rows lose their label, and a tenth of all by chance. */
    private static Table table() {
        Random random = new Random(SEED);
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        String[] colour = new String[ROWS];
        String[] kind = new String[ROWS];
        String[] why = new String[ROWS];
        String[] id = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            boolean sick = random.nextBoolean();
            x[row] = (sick ? 3 : 0) + random.nextGaussian();
            y[row] = random.nextGaussian();
            colour[row] = List.of("blue", "green", "red").get(sick ? random.nextInt(2) + 1 : random.nextInt(2));
            boolean hard = Math.abs(x[row] - 1.5) < 0.7;
            boolean chance = random.nextInt(10) == 0;
            kind[row] = hard && random.nextInt(4) > 0 || chance ? "" : sick ? "sick" : "well";
            why[row] = kind[row].isEmpty() ? chance ? "chance" : "informative" : "";
            id[row] = "r" + row;
        }
        return Table.builder().ignored("id", id).real("x", x).categorical("colour", colour).categorical("kind", kind).real("y", y)
                .ignored("why", why).build();
    }

    private static ClassifierFit.Builder quick() {
        return ClassifierFit.builder("kind").seed(SEED).randomStarts(1);
    }

    @Test
    void fit_hardRowsUnlabelled_findsTheMechanismAndFillsEveryLabel() {
        Table table = table();
        ClassifierFit fit = quick().fit(table);
        assertTrue(fit.classifier().mixture().mechanism().link().isPresent(), fit.classifier().mixture().mechanism().name());
        assertTrue(fit.choice().orElseThrow().rows().size() >= 7);
        assertEquals(List.of("x", "colour=green", "colour=red", "y"), fit.classifier().features());
        Table labelled = fit.labelled().table();
        assertEquals(List.of("id", "x", "colour", "kind", "y", "why", "p(sick)", "p(well)"), labelled.schema().names());
        int missing = table.column("kind").missingCount();
        assertEquals(missing, fit.labelled().filled());
        for (int row = 0; row < ROWS; row++) {
            double sick = labelled.column("p(sick)").number(row);
            assertEquals(1, sick + labelled.column("p(well)").number(row), 1e-12);
            assertEquals(sick > 0.5 ? "sick" : "well", labelled.column("kind").text(row));
            if (table.column("kind").observed(row)) assertEquals(table.column("kind").text(row),
                    labelled.column("kind").text(row));
        }
        assertTrue(fit.differingFrom(LabelBaseline.LDA) < missing);
        assertEquals(0, ClassifierFit.builder("kind").mechanism(new Mechanism.Mcar()).seed(SEED).fit(table)
                .differingFrom(LabelBaseline.IGNORABLE), "the same likelihood");
    }

    @Test
    void saveAndLoad_newRows_areLabelledTheSame() throws IOException {
        TableClassifier classifier = quick().mechanism(Mechanism.named("logent")).fit(table()).classifier();
        Path file = folder.resolve("c.lacuna");
        classifier.save(file);
        TableClassifier back = TableClassifier.load(file);
        Table rows = Table.builder().real("y", new double[] {0, 1}).categorical("colour", new String[] {"blue", "red"})
                .real("x", new double[] {-1, 4}).build();
        Table labelled = back.classify(rows).table();
        assertEquals("well", labelled.column("kind").text(0));
        assertEquals("sick", labelled.column("kind").text(1));
        Table before = classifier.classify(rows).table();
        assertEquals(before.column("p(sick)").number(0), labelled.column("p(sick)").number(0));
        assertEquals(classifier.provenance(), back.provenance());
        assertEquals(classifier.schema(), back.schema());
        assertTrue(TableClassifier.isIn(ModelFile.read(file)));
        assertTrue(assertThrows(ModelFileException.class, () -> Models.load(file)).getMessage().contains("classify"));
        assertThrows(InputException.class, () -> back.classify(rows.withoutColumns("x")));
        assertThrows(InputException.class, () -> back.classify(rows.withColumn(Table.builder().categorical("colour",
                new String[] {"pink", "red"}).build()
                .column("colour"))));
    }

    @Test
    void fit_recordedSource_needsItsMechanismAndTheOtherWayRound() {
        Table table = table();
        Mechanism recorded = Mechanism.named("mixed-recorded:logent");
        FittedMixture fitted = quick().mechanism(recorded).source("why").fit(table).classifier().mixture();
        assertEquals(recorded, fitted.mechanism());
        assertThrows(IllegalArgumentException.class, () -> quick().source("why").fit(table));
        assertThrows(IllegalArgumentException.class, () -> quick().mechanism(recorded).fit(table));
        assertTrue(assertThrows(InputException.class, () -> quick().mechanism(recorded).source("id").fit(table)).getMessage()
                .contains("informative"));
    }

    @Test
    void fit_threads_changeNoBit() {
        Table table = table();
        Table one = quick().mechanism(Mechanism.named("mnar+logent")).threads(1).fit(table).labelled().table();
        Table two = quick().mechanism(Mechanism.named("mnar+logent")).threads(2).fit(table).labelled().table();
        for (int row = 0; row < ROWS; row++) assertEquals(one.column("p(sick)").number(row), two.column("p(sick)").number(row));
    }

    @Test
    void fit_constantColumn_isLeftOutAndSaid() {
        double[] same = new double[ROWS];
        ClassifierFit fit = quick().mechanism(new Mechanism.Mcar()).fit(table().withColumn(Table.builder().real("same",
                same).build()
                .column("same")));
        assertFalse(fit.classifier().features().contains("same"));
        assertTrue(fit.notes().get(0).contains("'same' is constant"));
    }

    @Test
    void fit_numbersAsLabels_areClasses() {
        double[] x = {1, 2, 3, 11, 12, 13, 2, 12.5};
        double[] label = {5, 5, 5, 7, 7, 7, Double.NaN, Double.NaN};
        Table labelled = ClassifierFit.builder("k").mechanism(new Mechanism.Mcar()).fit(Table.builder().real("x", x).real("k",
                label).build())
                .labelled().table();
        assertEquals("5", labelled.column("k").text(6));
        assertEquals("7", labelled.column("k").text(7));
    }
}

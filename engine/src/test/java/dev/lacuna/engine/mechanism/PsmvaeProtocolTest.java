package dev.lacuna.engine.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacuna.engine.TestTables;
import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.evaluate.PsmvaeScore;
import dev.lacuna.engine.mechanism.PsmvaeProtocol.Mask;
import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks, splits and scores against an independent NumPy run of the published recipe (test-data/psmvae). */
class PsmvaeProtocolTest {

    /** Half a unit of the last printed digit. */
    private static final double PRINTED = 5.01e-7;

    @Test
    void breast_allRatesMechanismsSeeds_matchTheCheckValues() throws IOException {
        assertMatches("breast", TestTables.breastFeatures().toMatrix());
    }

    @ParameterizedTest
    @CsvSource({"adult, adult/adult_psmvae.csv, income", "credit, credit_default/credit_default.csv, default_next_month",
            "letter, letter/letter.csv, lettr", "spam, spam/spam.csv, type", "wine, wine_quality/winequality_psmvae.csv, ''"})
    void largerDataSets_whereADirectoryIsGiven_matchTheCheckValues(String name, String file, String target) throws IOException {
        String folder = System.getProperty("lacuna.data");
        Assumptions.assumeTrue(folder != null, "-Dlacuna.data=DIR names the directory of the larger data sets");
        assertMatches(name, features(Path.of(folder, file), target));
    }

    /** All columns but the target as numbers. */
    private static DMatrixRMaj features(Path file, String target) throws IOException {
        Table table = CsvReader.read(file, CsvOptions.defaults());
        Table features = target.isEmpty() ? table : table.withoutColumns(target);
        Map<String, ColumnType> reals = features.columns().stream().collect(Collectors.toMap(Column::name, c -> ColumnType.REAL));
        Table numbers = CsvReader.read(file, CsvOptions.defaults().types(reals));
        return (target.isEmpty() ? numbers : numbers.withoutColumns(target)).toMatrix();
    }

    private static void assertMatches(String name, DMatrixRMaj data) throws IOException {
        List<String> lines = Files.readAllLines(TestTables.testData("psmvae", "check_values.csv"));
        int checked = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] expected = line.split(",");
            if (expected[0].equals(name)) {
                assertRow(expected, data);
                checked++;
            }
        }
        assertEquals(20, checked);
    }

    private static void assertRow(String[] expected, DMatrixRMaj data) {
        String row = String.join(",", expected);
        double rate = Double.parseDouble(expected[1]);
        int seed = Integer.parseInt(expected[3]);
        boolean mcar = expected[2].equals("MCAR");
        Mask mask = mcar ? PsmvaeProtocol.mcar(data, rate, seed) : PsmvaeProtocol.mnarOneColumn(data, rate, seed);
        int[] train = PsmvaeProtocol.split(data.numRows, seed).train();
        Cells inTrain = mask.cells().rows(train);
        assertEquals(mcar ? -1 : Integer.parseInt(expected[4]), mask.mnarColumn(), row);
        assertEquals(Integer.parseInt(expected[5]), mask.cells().count(), row);
        assertEquals(Integer.parseInt(expected[6]), inTrain.count(), row);
        assertEquals(Integer.parseInt(expected[7]), train.length, row);
        DMatrixRMaj truth = rows(data, train);
        assertEquals(Integer.parseInt(expected[8]), rowsWithMissing(inTrain), row);
        DMatrixRMaj means = observedMeans(truth, inTrain);
        assertEquals(Double.parseDouble(expected[9]), PsmvaeScore.rmse(truth, means, inTrain), PRINTED, row);
        assertEquals(Double.parseDouble(expected[10]), PsmvaeScore.rmse(PsmvaeScore.paperTruth(truth, inTrain), means, inTrain),
                PRINTED, row);
    }

    private static DMatrixRMaj rows(DMatrixRMaj data, int[] rows) {
        DMatrixRMaj chosen = new DMatrixRMaj(rows.length, data.numCols);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(data.data, rows[i] * data.numCols, chosen.data, i * data.numCols, data.numCols);
        }
        return chosen;
    }

    private static int rowsWithMissing(Cells cells) {
        int count = 0;
        for (int r = 0; r < cells.rows(); r++) {
            count += cells.countInRow(r) > 0 ? 1 : 0;
        }
        return count;
    }

    private static DMatrixRMaj observedMeans(DMatrixRMaj data, Cells cells) {
        DMatrixRMaj means = new DMatrixRMaj(data.numRows, data.numCols);
        for (int c = 0; c < data.numCols; c++) {
            double sum = 0;
            int count = 0;
            for (int r = 0; r < data.numRows; r++) {
                if (!cells.contains(r, c) && !Double.isNaN(data.get(r, c))) {
                    sum += data.get(r, c);
                    count++;
                }
            }
            for (int r = 0; r < data.numRows; r++) {
                means.set(r, c, sum / count);
            }
        }
        return means;
    }

    @Test
    void mnarAndMcar_breast_chooseThePublishedColumns() {
        int[] published = {16, 18, 3, 22, 24};
        DMatrixRMaj data = TestTables.breastFeatures().toMatrix();
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(published[seed], PsmvaeProtocol.mnarOneColumnAndMcar(data, 0.2, seed).mnarColumn());
        }
    }

    @Test
    void mnar_noColumnWithAMedianInTheMiddle_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> PsmvaeProtocol.mnarOneColumn(new DMatrixRMaj(20, 3), 0.2, 0));
    }
}

package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.bench.paper.PatternSetProtocol.Mechanism;
import dev.lacuna.bench.paper.PatternSetProtocol.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolsTest {

    /** Counts and mean-imputation scores of an independent implementation, which agrees with the published rows to 4 digits. */
    @Test
    void patternSetProtocol_onBreast_hasTheRecordedHolesAndScores() throws IOException {
        double[][] raw = breast();
        Path record = Path.of(System.getProperty("lacuna.root"), "test-data", "psmvae", "check_values.csv");
        List<String> lines = Files.readAllLines(record).stream().filter(line -> line.startsWith("breast,")).toList();
        assertEquals(20, lines.size());
        for (String line : lines) {
            String[] cells = line.split(",");
            PatternSetProtocol protocol = PatternSetProtocol.of(raw, Mechanism.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                    Double.parseDouble(cells[1]), Integer.parseInt(cells[3]));
            assertEquals(cells[4].isEmpty() ? -1 : Integer.parseInt(cells[4]), protocol.selfMaskedColumn(), line);
            assertEquals(Integer.parseInt(cells[5]), protocol.hiddenInAll(), line);
            assertEquals(Integer.parseInt(cells[6]), protocol.hiddenInTraining(), line);
            double[][] mean = protocol.standardised();
            for (double[] column : mean) {
                for (int row = 0; row < column.length; row++) column[row] = Double.isNaN(column[row]) ? 0 : column[row];
            }
            // The record has six decimals.
            assertEquals(Double.parseDouble(cells[9]), protocol.rmse(mean, Truth.CORRECT), 1e-6, line);
            assertEquals(Double.parseDouble(cells[10]), protocol.rmse(mean, Truth.PAPER_STYLE), 1e-6, line);
        }
    }

    /** The trivial references that were recomputed beside table 3, means of five seeds, to four decimals. */
    @Test
    void patternSetAccuracy_ofTrivialGroupings_isAsRecomputed() throws IOException {
        double[][] raw = breast();
        double[] sums = new double[4];
        for (int seed = 0; seed < 5; seed++) {
            PatternSetProtocol masked = PatternSetProtocol.of(raw, Mechanism.MNAR1VAR, .2, seed);
            PatternSetProtocol mixed = PatternSetProtocol.of(raw, Mechanism.MNAR1VAR_MCAR, .2, seed);
            sums[0] += PatternSetAccuracy.ofMajority(masked);
            sums[1] += PatternSetAccuracy.ofMissing(masked);
            sums[2] += PatternSetAccuracy.ofMajority(mixed);
            sums[3] += PatternSetAccuracy.ofMissing(mixed);
        }
        double[] recomputed = {.5095, .6000, .5116, .7499};
        for (int i = 0; i < sums.length; i++) assertEquals(recomputed[i], sums[i] / 5, 5.1e-5);
    }

    /** Anchors recomputed with NumPy and scikit-learn 1.9.1, printed to four decimals. */
    @Test
    void uciProtocol_onBreast_reproducesTheRecomputedAnchors() throws IOException {
        UciProtocol protocol = UciProtocol.of(breast());
        assertEquals(1.8198, protocol.rmse(Fits.completed("mean", Map.of(), protocol.holed(), 0)), 1e-4);
        assertEquals(1.3074, protocol.rmseOfZero(), 1e-4);
        assertEquals(0.9109, protocol.rmseOfOracleConstants(), 1e-4);
        assertEquals(0.9458, protocol.rmse(Fits.completed("chained", Map.of("standardise", "no"), protocol.holed(), 0)), 1e-4);
        assertEquals(1.5478, protocol.rmse(Fits.completed("neighbours", Map.of(), protocol.holed(), 0)), 1e-4);
    }

    private static double[][] breast() throws IOException {
        return Columns.read(Path.of(System.getProperty("lacuna.root"), "test-data", "tables", "breast_wdbc", "breast_wdbc.csv"),
                30);
    }
}

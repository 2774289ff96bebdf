package dev.lacuna.models.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainedEquationsTest {
    private static final ChainedEquations.Options MEAN = new ChainedEquations.Options(10, 1e-3, false, 100, 0);

    /** not-MIWAE's protocol on breast; scikit-learn 1.9.1 prints 0.945812 (spec 2.3: .9458). */
    @Test
    void fit_onBreastWithTheFirstHalfSelfMasked_reproducesThePublishedChain() throws IOException {
        double[][] complete = standardised(breast());
        double[][] holed = selfMasked(complete);
        ChainedEquations.Result result = fit(holed, MEAN, 2);
        assertEquals(0.9458, rmse(complete, holed, result.values()), 1e-4);
        assertEquals(10, result.roundsRun());
    }

    @Test
    void fit_withOneAndThreeThreads_givesTheSameBits() throws IOException {
        double[][] holed = selfMasked(standardised(breast()));
        for (boolean sample : new boolean[] {false, true}) {
            ChainedEquations.Options options = new ChainedEquations.Options(3, 1e-3, sample, 100, 17);
            double[][] one = fit(holed, options, 1).values();
            double[][] three = fit(holed, options, 3).values();
            for (int column = 0; column < one.length; column++) assertArrayEquals(one[column], three[column]);
        }
    }

    @Test
    void fit_onALinearRelation_findsItAndStops() {
        double[][] cells = new double[2][60];
        for (int row = 0; row < 60; row++) {
            cells[0][row] = (row * 37 % 60 - 29.5) / 17;
            cells[1][row] = row % 4 == 0 ? Double.NaN : 0.8 * cells[0][row];
        }
        ChainedEquations.Result result = fit(cells, MEAN, 1);
        assertTrue(result.converged());
        // The evidence puts the noise at its floor; what is left is the weight prior's pull, 1e-6 of the weight.
        for (int row = 0; row < 60; row += 4) assertEquals(0.8 * cells[0][row], result.values()[1][row], 1e-5);
    }

    static double[][] breast() throws IOException {
        List<String> lines = Files.readAllLines(
                Path.of(System.getProperty("lacuna.root"), "test-data", "tables", "breast_wdbc", "breast_wdbc.csv"));
        double[][] columns = new double[30][lines.size() - 1];
        for (int row = 0; row < columns[0].length; row++) {
            String[] parts = lines.get(row + 1).split(",");
            for (int column = 0; column < 30; column++) columns[column][row] = Double.parseDouble(parts[column]);
        }
        return columns;
    }

    static double[][] standardised(double[][] columns) {
        double[][] scaled = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            double mean = Products.sum(columns[c], columns[c].length) / columns[c].length;
            double squares = 0;
            for (double x : columns[c]) squares += (x - mean) * (x - mean);
            double deviation = Math.sqrt(squares / columns[c].length);
            scaled[c] = columns[c].clone();
            for (int row = 0; row < scaled[c].length; row++) scaled[c][row] = (scaled[c][row] - mean) / deviation;
        }
        return scaled;
    }

    static double[][] selfMasked(double[][] complete) {
        double[][] holed = new double[complete.length][];
        for (int c = 0; c < complete.length; c++) {
            holed[c] = complete[c].clone();
            if (c >= complete.length / 2) continue;
            for (int row = 0; row < holed[c].length; row++) {
                if (complete[c][row] > 0) holed[c][row] = Double.NaN;
            }
        }
        return holed;
    }

    static double rmse(double[][] complete, double[][] holed, double[][] filled) {
        double squares = 0;
        int count = 0;
        for (int c = 0; c < complete.length; c++) {
            for (int row = 0; row < complete[c].length; row++) {
                if (!Double.isNaN(holed[c][row])) continue;
                squares += (complete[c][row] - filled[c][row]) * (complete[c][row] - filled[c][row]);
                count++;
            }
        }
        return Math.sqrt(squares / count);
    }

    private static ChainedEquations.Result fit(double[][] holed, ChainedEquations.Options options, int threads) {
        try (Workers workers = new Workers(threads)) {
            return ChainedEquations.fit(Features.numbersAsGiven(holed, new int[holed.length]), holed, options, workers,
                    round -> true);
        }
    }
}

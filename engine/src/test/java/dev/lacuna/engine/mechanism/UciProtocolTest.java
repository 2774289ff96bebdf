package dev.lacuna.engine.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacuna.engine.TestTables;
import dev.lacuna.engine.evaluate.Rmse;
import dev.lacuna.engine.table.Cells;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The anchors were recomputed independently from the published code's recipe; tolerance: half a unit of their last digit. */
class UciProtocolTest {

    private final Hidden hidden = UciProtocol.hide(TestTables.breastFeatures());

    @Test
    void hide_breast_hasTheAnchorsShares() {
        assertEquals(0.399, hidden.cells().count() / (569.0 * 15), 0.0005);
        int complete = 0;
        for (int r = 0; r < 569; r++) {
            complete += hidden.cells().countInRow(r) == 0 ? 1 : 0;
        }
        assertEquals(0.091, complete / 569.0, 0.0005);
    }

    @Test
    void standardisedRmse_constantGuesses_areTheAnchors() {
        DMatrixRMaj truth = hidden.truth().toMatrix();
        DMatrixRMaj zero = truth.copy();
        DMatrixRMaj observedMean = truth.copy();
        DMatrixRMaj oracle = truth.copy();
        Cells cells = hidden.cells();
        for (int c = 0; c < 15; c++) {
            double mean = mean(truth, c, cells, true, true);
            double shown = mean(truth, c, cells, false, true);
            double best = mean(truth, c, cells, true, false);
            for (int r = 0; r < 569; r++) {
                zero.set(r, c, mean);
                observedMean.set(r, c, shown);
                oracle.set(r, c, best);
            }
        }
        assertEquals(1.8198, standardised(truth, observedMean, cells), 5e-5);
        assertEquals(1.3074, standardised(truth, zero, cells), 5e-5);
        assertEquals(0.9109, standardised(truth, oracle, cells), 5e-5);
    }

    private static double mean(DMatrixRMaj data, int column, Cells cells, boolean ofHidden, boolean ofShown) {
        double sum = 0;
        int count = 0;
        for (int r = 0; r < data.numRows; r++) {
            if (cells.contains(r, column) ? ofHidden : ofShown) {
                sum += data.get(r, column);
                count++;
            }
        }
        return sum / count;
    }

    private double standardised(DMatrixRMaj truth, DMatrixRMaj imputed, Cells cells) {
        DMatrixRMaj scaledTruth = truth.copy();
        DMatrixRMaj scaledGuess = imputed.copy();
        for (int c = 0; c < truth.numCols; c++) {
            double mean = mean(truth, c, cells, true, true);
            double squares = 0;
            for (int r = 0; r < truth.numRows; r++) {
                squares += (truth.get(r, c) - mean) * (truth.get(r, c) - mean);
            }
            double deviation = Math.sqrt(squares / truth.numRows);
            for (int r = 0; r < truth.numRows; r++) {
                scaledTruth.set(r, c, truth.get(r, c) / deviation);
                scaledGuess.set(r, c, imputed.get(r, c) / deviation);
            }
        }
        return Rmse.pooled(scaledTruth, scaledGuess, cells);
    }

    @Test
    void tableRmse_filledTable_isPooledOverNumericColumns() {
        // Every cell is filled with 0, so the score needs no rounding to be compared.
        DMatrixRMaj zeros = new DMatrixRMaj(569, 30);
        assertEquals(standardised(hidden.truth().toMatrix(), zeros, hidden.cells()),
                Rmse.standardised(hidden.truth(), hidden.table().completedWith((r, c) -> 0), hidden.cells()), 1e-12);
        assertEquals(0, Rmse.standardised(hidden.truth(), hidden.truth(), hidden.cells()));
        assertEquals(Double.NaN, Rmse.wrongLevels(hidden.truth(), hidden.truth(), hidden.cells()));
    }

    @Test
    void hide_incompleteTable_isRefused() {
        assertThrows(IllegalArgumentException.class,
                () -> UciProtocol.hide(Hiding.hide(hidden.truth(), new Mcar(List.of(), 0.1), 1).table()));
    }
}

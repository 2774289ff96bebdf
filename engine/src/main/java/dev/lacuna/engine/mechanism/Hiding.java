package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.BitSet;
import org.ejml.data.DMatrixRMaj;

/**
 * Carries a mechanism out. A cell's draw is keyed by (seed, column name, row), so order, other columns and threads do not matter.
 */
public final class Hiding {

    private Hiding() {}

    /** @throws IllegalArgumentException if the mechanism names a column that the table does not have */
    public static Hidden hide(Table table, Mechanism mechanism, long seed) {
        Scores scores = Scores.of(table);
        BitSet[] byColumn = new BitSet[table.columnCount()];
        for (String name : mechanism.columns()) {
            scores.column(name);
        }
        for (int c = 0; c < byColumn.length; c++) {
            String name = table.column(c).name();
            byColumn[c] = scores.has(name) ? cells(scores, scores.column(name), mechanism, seed) : new BitSet();
        }
        Cells cells = Cells.of(table.rows(), byColumn);
        return new Hidden(table.hiding(cells), table, cells);
    }

    /** The cells that the mechanism hides in a matrix [rows x columns] (NaN for missing), whose columns are named 0, 1, ... */
    public static Cells cells(DMatrixRMaj matrix, Mechanism mechanism, long seed) {
        Scores scores = Scores.of(matrix);
        BitSet[] byColumn = new BitSet[matrix.numCols];
        for (int c = 0; c < byColumn.length; c++) {
            byColumn[c] = cells(scores, c, mechanism, seed);
        }
        return Cells.of(matrix.numRows, byColumn);
    }

    private static BitSet cells(Scores scores, int column, Mechanism mechanism, long seed) {
        BitSet hidden = new BitSet(scores.rows());
        if (!loses(mechanism, scores.name(column))) {
            return hidden;
        }
        double[] probabilities = mechanism.hidingProbabilities(scores, column, seed);
        float[] uniform = new float[scores.rows()];
        Kernels.get().uniform(Philox.key(seed, "hidden cells"), Scores.stream(scores.name(column)), 0, uniform, 0,
                uniform.length);
        for (int r = 0; r < uniform.length; r++) {
            hidden.set(r, scores.observed(r, column) && uniform[r] < probabilities[r]);
        }
        return hidden;
    }

    private static boolean loses(Mechanism mechanism, String name) {
        if (mechanism instanceof Mar mar && mar.drivers().contains(name)) {
            return false;
        }
        return mechanism.columns().isEmpty() || mechanism.columns().contains(name);
    }
}

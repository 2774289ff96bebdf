package dev.lacuna.engine.evaluate;

import dev.lacuna.engine.table.Cells;
import java.util.HashSet;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;

/**
 * The RMSE of the PSMVAE paper on its training rows, all matrices [rows x columns] in original units, NaN for natively missing.
 *
 * <p>Columns with fewer than 20 distinct true values are imputed by whole numbers; every column is divided by its true range; the
 * error is pooled over hidden cells. {@link #rmse} with the data as truth is the clean score. The published numbers were computed
 * against {@link #paperTruth}, which equals the data only if cells are hidden completely at random.
 */
public final class PsmvaeScore {

    private static final int ROUNDED_BELOW_DISTINCT = 20;
    /** Added to ranges and standard deviations by the published code. */
    private static final double EPSILON = 1e-6;

    private PsmvaeScore() {}

    public static double rmse(DMatrixRMaj truth, DMatrixRMaj imputed, Cells hidden) {
        double squares = 0;
        long count = 0;
        for (int c = 0; c < truth.numCols; c++) {
            boolean rounded = distinct(truth, c) < ROUNDED_BELOW_DISTINCT;
            double range = range(truth, c) + EPSILON;
            for (int r = 0; r < truth.numRows; r++) {
                if (hidden.contains(r, c)) {
                    double guess = imputed.get(r, c);
                    double error = (truth.get(r, c) - (rounded ? Math.rint(guess) : guess)) / range;
                    squares += error * error;
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    /**
     * What the published numbers take for the truth: standardised with mean and deviation of the complete column, brought back
     * with those of its observed cells.
     */
    public static DMatrixRMaj paperTruth(DMatrixRMaj truth, Cells hidden) {
        DMatrixRMaj shifted = truth.copy();
        for (int c = 0; c < truth.numCols; c++) {
            Moments all = Moments.of(truth, c, hidden, false);
            Moments observed = Moments.of(truth, c, hidden, true);
            for (int r = 0; r < truth.numRows; r++) {
                double standardised = (truth.get(r, c) - all.mean) / (all.deviation + EPSILON);
                shifted.set(r, c, standardised * (observed.deviation + EPSILON) + observed.mean);
            }
        }
        return shifted;
    }

    private record Moments(double mean, double deviation) {
        static Moments of(DMatrixRMaj data, int column, Cells hidden, boolean observedOnly) {
            double sum = 0;
            int count = 0;
            for (int r = 0; r < data.numRows; r++) {
                if (counts(data, r, column, hidden, observedOnly)) {
                    sum += data.get(r, column);
                    count++;
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (int r = 0; r < data.numRows; r++) {
                if (counts(data, r, column, hidden, observedOnly)) {
                    squares += (data.get(r, column) - mean) * (data.get(r, column) - mean);
                }
            }
            return new Moments(mean, Math.sqrt(squares / count));
        }

        private static boolean counts(DMatrixRMaj data, int row, int column, Cells hidden, boolean observedOnly) {
            return !Double.isNaN(data.get(row, column)) && !(observedOnly && hidden.contains(row, column));
        }
    }

    private static int distinct(DMatrixRMaj data, int column) {
        Set<Double> values = new HashSet<>();
        for (int r = 0; r < data.numRows && values.size() < ROUNDED_BELOW_DISTINCT; r++) {
            if (!Double.isNaN(data.get(r, column))) {
                values.add(data.get(r, column));
            }
        }
        return values.size();
    }

    private static double range(DMatrixRMaj data, int column) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int r = 0; r < data.numRows; r++) {
            double value = data.get(r, column);
            if (!Double.isNaN(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return high - low;
    }
}

package dev.lacuna.engine.random;

import dev.lacuna.kernels.Philox;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * A 64-bit name for each row, made from its observed content and its occurrence number among equal rows.
 *
 * <p>Noise keyed by it stays with the row when a table is permuted or split, and equal rows still get different noise. Splitting
 * between equal rows starts their count again; that is the one thing a row's noise can depend on beside the row.
 */
public final class RowKeys {

    private RowKeys() {}

    /** Keys [rows] for values [rows x E], zero where missing, and observed [rows x D]. */
    public static long[] of(FMatrixRMaj values, FMatrixRMaj observed) {
        if (values.numRows != observed.numRows) {
            throw new IllegalArgumentException("values have " + values.numRows + " rows, observed " + observed.numRows);
        }
        long[] keys = new long[values.numRows];
        for (int r = 0; r < keys.length; r++) {
            keys[r] = contentKey(values, observed, r);
        }
        numberEqualRows(keys);
        return keys;
    }

    private static long contentKey(FMatrixRMaj values, FMatrixRMaj observed, int row) {
        long key = 0;
        long bits = 0;
        for (int d = 0; d < observed.numCols; d++) {
            bits = bits << 1 | (observed.data[row * observed.numCols + d] != 0 ? 1 : 0);
            if (d % 64 == 63) {
                key = Philox.mix(key ^ bits);
                bits = 0;
            }
        }
        key = Philox.mix(key ^ bits);
        for (int e = 0; e < values.numCols; e++) {
            // Adding 0 turns -0 into 0: equal numbers, equal keys.
            key = Philox.mix(key ^ Float.floatToIntBits(values.data[row * values.numCols + e] + 0f));
        }
        return key;
    }

    /** Mixes 1, 2, ... into the second, third, ... of equal keys. Only repeated keys cost memory beyond one sorted copy. */
    private static void numberEqualRows(long[] keys) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        Map<Long, Integer> repeated = new HashMap<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                repeated.put(sorted[i], 0);
            }
        }
        if (repeated.isEmpty()) {
            return;
        }
        for (int r = 0; r < keys.length; r++) {
            Integer before = repeated.get(keys[r]);
            if (before != null) {
                repeated.put(keys[r], before + 1);
                keys[r] = before == 0 ? keys[r] : Philox.mix(keys[r] + before);
            }
        }
    }
}

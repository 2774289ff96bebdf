package dev.lacuna.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class RowKeysTest {

    private static final FMatrixRMaj VALUES = new FMatrixRMaj(5, 2, true, 1, 2, 3, 0, 1, 2, 0, 0, 1, 2);
    private static final FMatrixRMaj OBSERVED = new FMatrixRMaj(5, 2, true, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1);

    private static FMatrixRMaj rows(FMatrixRMaj from, int... rows) {
        FMatrixRMaj chosen = new FMatrixRMaj(rows.length, from.numCols);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(from.data, rows[i] * from.numCols, chosen.data, i * from.numCols, from.numCols);
        }
        return chosen;
    }

    @Test
    void of_equalRows_areDistinct() {
        long[] keys = RowKeys.of(VALUES, OBSERVED);
        Set<Long> distinct = new HashSet<>();
        Arrays.stream(keys).forEach(distinct::add);
        assertEquals(5, distinct.size());
    }

    @Test
    void of_permutedTable_movesKeysWithRows() {
        long[] keys = RowKeys.of(VALUES, OBSERVED);
        int[] order = {3, 0, 1, 2, 4};
        long[] moved = RowKeys.of(rows(VALUES, order), rows(OBSERVED, order));
        for (int i = 0; i < order.length; i++) {
            assertEquals(keys[order[i]], moved[i]);
        }
    }

    @Test
    void of_partOfATable_keepsKeys() {
        long[] keys = RowKeys.of(VALUES, OBSERVED);
        assertArrayEquals(Arrays.copyOf(keys, 3), RowKeys.of(rows(VALUES, 0, 1, 2), rows(OBSERVED, 0, 1, 2)));
        assertEquals(keys[0], RowKeys.of(rows(VALUES, 4), rows(OBSERVED, 4))[0], "alone, the third of equal rows is the first");
    }

    @Test
    void of_zeroObservedOrMissing_differs() {
        FMatrixRMaj zero = new FMatrixRMaj(1, 1);
        FMatrixRMaj minusZero = new FMatrixRMaj(1, 1, true, -0f);
        FMatrixRMaj one = new FMatrixRMaj(1, 1, true, 1);
        assertNotEquals(RowKeys.of(zero, zero)[0], RowKeys.of(zero, one)[0]);
        assertEquals(RowKeys.of(zero, one)[0], RowKeys.of(minusZero, one)[0]);
    }

    @Test
    void of_moreThan64Columns_seesEach() {
        FMatrixRMaj values = new FMatrixRMaj(1, 130);
        Set<Long> distinct = new HashSet<>();
        for (int d = 0; d < 130; d++) {
            FMatrixRMaj observed = new FMatrixRMaj(1, 130);
            observed.set(0, d, 1);
            distinct.add(RowKeys.of(values, observed)[0]);
        }
        assertEquals(130, distinct.size());
    }
}

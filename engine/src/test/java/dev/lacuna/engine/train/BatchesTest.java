package dev.lacuna.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BatchesTest {

    @Property(tries = 100)
    void rows_severalEpochs_showEachRowOnceInEach(@ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 30) int wish, @ForAll long key) {
        int batch = Math.min(rows, wish);
        int epochs = 3;
        Batches batches = new Batches(rows, batch, key);
        int[] seen = new int[rows * epochs + batch];
        int[] out = new int[batch];
        int steps = (rows * epochs + batch - 1) / batch;
        for (int step = 0; step < steps; step++) {
            batches.rows(step, out);
            System.arraycopy(out, 0, seen, step * batch, batch);
        }
        for (int epoch = 0; epoch < epochs; epoch++) {
            int[] sorted = Arrays.copyOfRange(seen, epoch * rows, (epoch + 1) * rows);
            Arrays.sort(sorted);
            for (int row = 0; row < rows; row++) assertEquals(row, sorted[row]);
        }
    }

    @Property(tries = 50)
    void rows_ofAnyStep_doNotDependOnEarlierSteps(@ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @LongRange(min = 0, max = 200) long step) {
        int batch = (rows + 1) / 2;
        Batches inOrder = new Batches(rows, batch, 5);
        int[] expected = new int[batch];
        for (long s = 0; s <= step; s++) inOrder.rows(s, expected);
        int[] actual = new int[batch];
        new Batches(rows, batch, 5).rows(step, actual);
        assertArrayEquals(expected, actual);
    }
}

package dev.lacuna.engine.train;

import dev.lacuna.engine.random.Shuffle;

/**
 * Which rows each step sees: the rows in shuffled order, epoch after epoch, cut into batches of one size. A batch may begin in
 * one epoch and end in the next, so every batch is full, every row is seen once in each epoch, and one recorded tape fits all.
 *
 * <p>The rows of a step follow from the key and the step alone, so training can continue at any step.
 */
final class Batches {
    private final int rows;
    private final int batch;
    private final long key;
    private final int[] permutation;
    private long shuffledEpoch = -1;

    Batches(int rows, int batch, long key) {
        this.rows = rows;
        this.batch = batch;
        this.key = key;
        permutation = new int[rows];
    }

    /** Writes the rows of a step, counted from 0, into {@code out[0 .. batch - 1]}. */
    void rows(long step, int[] out) {
        long epoch = step * batch / rows;
        int place = (int) (step * batch % rows);
        shuffle(epoch);
        for (int i = 0; i < batch; i++, place++) {
            if (place == rows) {
                shuffle(++epoch);
                place = 0;
            }
            out[i] = permutation[place];
        }
    }

    private void shuffle(long epoch) {
        if (epoch != shuffledEpoch) {
            Shuffle.permute(permutation, rows, key, epoch);
            shuffledEpoch = epoch;
        }
    }
}

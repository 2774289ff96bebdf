package dev.lacuna.models.baseline;

import java.util.Arrays;

/** Reads back what a {@link NumberWriter} wrote, in the same order. */
final class NumberReader {
    private final double[] values;
    private int at;

    NumberReader(double[] values) {
        this.values = values;
    }

    double next() {
        require(1);
        return values[at++];
    }

    int nextInt() {
        return (int) next();
    }

    double[] next(int length) {
        require(length);
        at += length;
        return Arrays.copyOfRange(values, at - length, at);
    }

    int[] nextInts(int length) {
        require(length);
        int[] read = new int[length];
        for (int i = 0; i < length; i++) read[i] = nextInt();
        return read;
    }

    private void require(int length) {
        if (length < 0 || length > values.length - at) {
            throw new IllegalStateException("the model's numbers end early: " + length + " wanted, " + (values.length - at)
                    + " left");
        }
    }
}

package dev.lacuna.models.baseline;

import java.util.Arrays;

/** A growing list of numbers: the payload of a baseline's model file. */
final class NumberWriter {
    private double[] values = new double[256];
    private int length;

    NumberWriter add(double value) {
        if (length == values.length) values = Arrays.copyOf(values, 2 * length);
        values[length++] = value;
        return this;
    }

    NumberWriter add(double... more) {
        if (length + more.length > values.length) values = Arrays.copyOf(values, Math.max(2 * length, length + more.length));
        System.arraycopy(more, 0, values, length, more.length);
        length += more.length;
        return this;
    }

    NumberWriter add(int... more) {
        for (int value : more) add((double) value);
        return this;
    }

    double[] toArray() {
        return Arrays.copyOf(values, length);
    }
}

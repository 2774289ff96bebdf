package dev.lacuna.kernels.opencl;

import java.util.Arrays;

/** A growing array of parameters; each addition returns the index of its first element. */
final class FloatList {
    private float[] item = new float[256];
    private int size;

    int add(float value) {
        return addAll(new float[] {value});
    }

    int addAll(float[] values) {
        int first = size;
        if (size + values.length > item.length) {
            item = Arrays.copyOf(item, Math.max(2 * item.length, size + values.length));
        }
        System.arraycopy(values, 0, item, size, values.length);
        size += values.length;
        return first;
    }

    float[] toArray() {
        return Arrays.copyOf(item, size);
    }
}

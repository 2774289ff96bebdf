package dev.lacuna.kernels.sampling;

/** A list of indices that is filled anew for each row without allocating. */
final class IntList {
    final int[] item;
    int size;

    IntList(int capacity) {
        item = new int[capacity];
    }

    void add(int value) {
        item[size++] = value;
    }
}

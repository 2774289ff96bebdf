package dev.lacuna.kernels.opencl;

import java.util.Arrays;

/** The passes of one execution as {@link SamplingKernel} reads them, and how many work items the largest needs. */
final class PassList {
    private int[] words = new int[0];
    private double itemsPerLane = 1;

    /** Appends an operation and its words. */
    void add(double items, int... operation) {
        int end = words.length;
        words = Arrays.copyOf(words, end + SamplingKernel.WORDS);
        System.arraycopy(operation, 0, words, end, operation.length);
        itemsPerLane = Math.max(itemsPerLane, items);
    }

    PassList copy() {
        PassList copy = new PassList();
        copy.words = words.clone();
        copy.itemsPerLane = itemsPerLane;
        return copy;
    }

    int[] words() {
        return words;
    }

    int count() {
        return words.length / SamplingKernel.WORDS;
    }

    /** Work items for a number of lanes that is a multiple of a unit, rounded up to whole groups. */
    int items(int lanes) {
        int group = SamplingKernel.UNIT;
        return (int) ((Math.round(Math.ceil(lanes * itemsPerLane)) + group - 1) / group) * group;
    }
}

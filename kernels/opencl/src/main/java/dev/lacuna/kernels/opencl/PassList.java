package dev.lacuna.kernels.opencl;

import java.util.Arrays;

/**
 * The passes of one execution as {@link SamplingKernel} reads them, and how many work items beside each other the largest
 * needs.
 */
final class PassList {
    private int[] words = new int[0];
    private int height = 4;

    /** Appends an operation and its words; {@code items} is the size of its second dimension. */
    void add(int items, int... operation) {
        int end = words.length;
        words = Arrays.copyOf(words, end + SamplingKernel.WORDS);
        System.arraycopy(operation, 0, words, end, operation.length);
        height = Math.max(height, items);
    }

    PassList copy() {
        PassList copy = new PassList();
        copy.words = words.clone();
        copy.height = height;
        return copy;
    }

    int[] words() {
        return words;
    }

    int count() {
        return words.length / SamplingKernel.WORDS;
    }

    /** The size of the second dimension that serves all passes. */
    int height() {
        return height;
    }
}

package dev.lacuna.kernels.sampling;

/** The values that the missingness model reads: [features x capacity], samples side by side. */
final class CompletedValues {
    final float[] array;
    /** Whether observed values are read too. */
    final boolean whole;

    CompletedValues(int features, int capacity, boolean whole) {
        this.array = new float[features * capacity];
        this.whole = whole;
    }
}

package dev.lacuna.kernels.sampling;

/** The values that the missingness model reads: [samples x stride], the features first. */
final class CompletedValues {
    final float[] array;
    final int stride;

    CompletedValues(int samples, int stride) {
        this.array = new float[samples * stride];
        this.stride = stride;
    }
}

package dev.lacuna.models.baseline;

import dev.lacuna.kernels.Kernels;

/** The random numbers of one draw of one row; element i is the same whatever else was read. */
final class RowNoise {
    private static final int BLOCK = 4;

    private final long normalKey;
    private final long uniformKey;
    private final long stream;
    private final float[] buffer = new float[BLOCK];

    RowNoise(long normalKey, long uniformKey, long stream) {
        this.normalKey = normalKey;
        this.uniformKey = uniformKey;
        this.stream = stream;
    }

    double normal(long i) {
        Kernels.get().normal(normalKey, stream, i / BLOCK * BLOCK, buffer, 0, BLOCK);
        return buffer[(int) (i % BLOCK)];
    }

    /** Uniform on [0, 1). */
    double uniform(long i) {
        Kernels.get().uniform(uniformKey, stream, i / BLOCK * BLOCK, buffer, 0, BLOCK);
        return buffer[(int) (i % BLOCK)];
    }
}

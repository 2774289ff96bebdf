package dev.lacuna.models.baseline;

import dev.lacuna.kernels.Kernels;

/** One stream of the counter-based generator, read in order. */
final class UniformSequence {
    private static final int BUFFER = 256;

    private final long key;
    private final long stream;
    private final float[] buffer = new float[BUFFER];
    private long position;
    private int at = BUFFER;

    UniformSequence(long key, long stream) {
        this.key = key;
        this.stream = stream;
    }

    /** Uniform on [0, 1). */
    double next() {
        if (at == BUFFER) {
            Kernels.get().uniform(key, stream, position, buffer, 0, BUFFER);
            position += BUFFER;
            at = 0;
        }
        return buffer[at++];
    }

    /** Uniform on 0 to bound - 1; two draws, so that 48 bits stand behind a large bound. */
    int below(int bound) {
        return (int) ((next() + next() * 0x1p-24) * bound);
    }
}

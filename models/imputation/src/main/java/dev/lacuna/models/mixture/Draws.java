package dev.lacuna.models.mixture;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;

/** Random numbers named by (seed, purpose, stream): the same draw wherever and whenever it is asked for. Immutable. */
public final class Draws {
    private final long key;

    private Draws(long key) {
        this.key = key;
    }

    /** The draws of this purpose under this seed. */
    public static Draws of(long seed, String purpose) {
        return new Draws(Philox.key(seed, purpose));
    }

    /** Standard normals, elements 0.. of a stream. */
    public double[] normal(long stream, int count) {
        float[] f = new float[count];
        Kernels.get().normal(key, stream, 0, f, 0, count);
        return widen(f);
    }

    /** Uniforms on [0, 1), elements 0.. of a stream. */
    public double[] uniform(long stream, int count) {
        float[] f = new float[count];
        Kernels.get().uniform(key, stream, 0, f, 0, count);
        return widen(f);
    }

    private static double[] widen(float[] f) {
        double[] d = new double[f.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = f[i];
        }
        return d;
    }
}

package dev.lacuna.models.mixture;

import dev.lacuna.kernels.Kernels;

/** Random numbers named by (seed, purpose, stream): the same draw wherever and whenever it is asked for. Immutable. */
public final class Draws {
    private final long key;

    private Draws(long key) {
        this.key = key;
    }

    /** The draws of this purpose under this seed. */
    public static Draws of(long seed, String purpose) {
        long h = mix(seed + 0x9E3779B97F4A7C15L);
        for (int i = 0; i < purpose.length(); i++) {
            h = mix(h ^ purpose.charAt(i) + 0x9E3779B97F4A7C15L);
        }
        return new Draws(h);
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

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

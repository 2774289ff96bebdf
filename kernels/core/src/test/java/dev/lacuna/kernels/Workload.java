package dev.lacuna.kernels;

import java.util.SplittableRandom;

/** Inputs that the tests share, and the comparison of bits. */
final class Workload {

    /** Signed zeros, infinities, NaN, denormals, the edges of each function's range. */
    static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1e-40f, -1e-40f, 1f, -1f,
                0.5f, -0.5f,
        88.72283f, 88.72284f, 89.5f, -87.33655f, -87.5f, -103.9f, -103.98f, -104.5f, 20f, -20f, 30f, -30f, 41f, 1e30f, -1e30f,
        0x1.fffffep-1f, -0x1.fffffep-1f, 1e-8f, -1e-8f, 0.6666667f, 1.3333334f, 16777216f, -16777216f};

    private Workload() {}

    /** Numbers of many sizes, about one in sixteen special. */
    static float[] wild(SplittableRandom random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = switch (random.nextInt(16)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1, 2 -> Float.intBitsToFloat(random.nextInt());
                case 3, 4, 5 -> (float) (100 * (2 * random.nextDouble() - 1));
                default -> (float) (4 * (2 * random.nextDouble() - 1));
            };
        }
        return x;
    }

    /** Uniform on [-1, 1). */
    static float[] tame(SplittableRandom random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (2 * random.nextDouble() - 1);
        }
        return x;
    }

    /** The bits of each element, every NaN as the same one: a payload is not promised. */
    static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            bits[i] = Float.floatToIntBits(x[i]);
        }
        return bits;
    }

    static long hash(long hash, float[] x) {
        for (float v : x) {
            hash = Philox.mix(hash ^ Float.floatToIntBits(v));
        }
        return hash;
    }
}

package dev.lacuna.kernels;

/**
 * Two random words to two standard normal numbers: radius √(-2 log u) from one word, angle from the other.
 *
 * <p>u has 32 bits, from 2^-33 to 1, so radii reach 6.76; the angle has 25 bits. Basic operations only, in float.
 * Source: Box and Muller, "A note on the generation of random normal deviates", 1958.
 */
final class BoxMuller {

    /** An integer of up to 23 bits under this exponent is 2^23 plus itself. */
    static final int EXPONENT_23_BITS = 0x4B000000;
    static final float EXPONENT_23 = 0x1p23f;
    static final int QUADRANT_CENTRE = 0x20000000;
    /** Quadrant steps of 2^-22 · π/4. */
    static final float ANGLE_STEP = 0x1.921fb6p-23f;

    /** sin x = x + x³ (S0 + S1 x² + S2 x⁴) for |x| &lt;= π/4, to 3.7e-9 relative. */
    static final float S0 = -0x1.555546p-3f;
    static final float S1 = 0x1.11077ep-7f;
    static final float S2 = -0x1.9956b6p-13f;
    /** cos x = 1 - x²/2 + x⁴ (C0 + C1 x² + C2 x⁴) for |x| &lt;= π/4, to 1.1e-10. */
    static final float C0 = 0x1.55554ap-5f;
    static final float C1 = -0x1.6c0c1ap-10f;
    static final float C2 = 0x1.99e0ecp-16f;

    private BoxMuller() {}

    static float radius(int word) {
        float high = Float.intBitsToFloat(word >>> 16 | EXPONENT_23_BITS) - EXPONENT_23;
        float low = Float.intBitsToFloat(word & 0xFFFF | EXPONENT_23_BITS) - EXPONENT_23;
        float u = Math.fma(high, 0x1p-16f, Math.fma(low, 0x1p-32f, 0x1p-33f));
        int bits = Float.floatToRawIntBits(u);
        int e = bits - FloatMath.TWO_THIRDS_BITS >> 23;
        float n = Float.intBitsToFloat(e + FloatMath.ROUND_BITS) - FloatMath.ROUND;
        float log = FloatMath.logReduced(n, Float.intBitsToFloat(bits - (e << 23)) - 1f);
        return (float) Math.sqrt(log * -2f);
    }

    /** Writes radius · (cos, sin) of the word's angle to out[at] and out[at + 2]. */
    static void pair(float radius, int word, float[] out, int at) {
        int quadrant = word + QUADRANT_CENTRE >>> 30;
        int step = word - (quadrant << 30) >> 7;
        float x = (Float.intBitsToFloat(step + FloatMath.ROUND_BITS) - FloatMath.ROUND + 0.5f) * ANGLE_STEP;
        float z = x * x;
        float sine = Math.fma(Math.fma(Math.fma(S2, z, S1), z, S0), x * z, x);
        float cosine = Math.fma(Math.fma(Math.fma(C2, z, C1), z, C0), z * z, Math.fma(z, -0.5f, 1f));
        int s = Float.floatToRawIntBits(sine);
        int c = Float.floatToRawIntBits(cosine);
        int swap = (s ^ c) & -(quadrant & 1);
        out[at] = radius * Float.intBitsToFloat(c ^ swap ^ (quadrant + 1 & 2) << 30);
        out[at + 2] = radius * Float.intBitsToFloat(s ^ swap ^ (quadrant & 2) << 30);
    }
}

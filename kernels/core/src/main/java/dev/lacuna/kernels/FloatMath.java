package dev.lacuna.kernels;

/**
 * Elementary functions of one float, made of basic operations and fused multiply-add only, so that every JDK, provider and
 * SIMD width returns the same bits. They define what the loops of {@link Kernels} compute.
 *
 * <p>Coefficients are our own minimax fits (Lawson's iteration on 2,000 Chebyshev nodes, rounded to float one by one from the
 * lowest degree up); the error of each fit is given beside it. The accuracy of each function is measured by
 * {@code FloatMathAccuracyTest} against {@link StrictMath} in double (error below 1 ulp of a double, 2e-9 ulp of a float).
 * A NaN input gives a NaN whose payload is not promised.
 */
public final class FloatMath {

    /** 1.5 · 2^23: adding it rounds to an integer, which then stands in the low bits. A cast to int would be slow on JDK 17. */
    static final float ROUND = 0x1.8p23f;
    static final int ROUND_BITS = 0x4B400000;

    static final float LOG2_E = 0x1.715476p0f;
    /** log 2 = high + low; the high part has 15 bits, so that an exponent times it is exact. */
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** exp(r) = 1 + r + r² (E0 + E1 r + ... + E4 r⁴) for |r| &lt;= log(2) / 2; exp(r) - 1 to 1.4e-8 relative. */
    static final float E0 = 0.5f;
    static final float E1 = 0x1.5554b2p-3f;
    static final float E2 = 0x1.5554c8p-5f;
    static final float E3 = 0x1.12268p-7f;
    static final float E4 = 0x1.6d722cp-10f;

    /** log(1 + f) = f - f²/2 + f³ (L0 + ... + L7 f⁷) for |f| &lt;= 1/3, to 4.7e-9 relative. */
    static final float L0 = 0x1.555506p-2f;
    static final float L1 = -0x1.fffef6p-3f;
    static final float L2 = 0x1.99d05ep-3f;
    static final float L3 = -0x1.559d04p-3f;
    static final float L4 = 0x1.1ed3f2p-3f;
    static final float L5 = -0x1.f32312p-4f;
    static final float L6 = 0x1.1e75cp-3f;
    static final float L7 = -0x1.07e4a6p-3f;

    /** 2 artanh(s) = 2 s + s³ (A0 + ... + A3 s⁶) for 0 &lt;= s &lt;= 1/3, to 4.6e-9 relative. */
    static final float A0 = 0x1.5555p-1f;
    static final float A1 = 0x1.99d296p-2f;
    static final float A2 = 0x1.1eb4a4p-2f;
    static final float A3 = 0x1.1efe6cp-2f;

    /**
     * tanh(x / 2) = x (1 + T0 x² + T1 x⁴) / (2 + D0 x² + D1 x⁴ + D2 x⁶) so that tanh x comes out to 6.7e-9 relative up to the
     * limit, where it is 1 in float (exactly: 1 - 6.2e-8) and stays.
     */
    static final float T0 = 0x1.e82894p-6f;
    static final float T1 = 0x1.e12442p-14f;
    static final float D0 = 0x1.cf5f72p-3f;
    static final float D1 = 0x1.3cde52p-9f;
    static final float D2 = 0x1.4c89ecp-19f;
    static final float TANH_LIMIT = 8.65f;
    /** {@link #TANH_LIMIT} as an integer: of two floats of one sign the larger has the larger bits. */
    static final int TANH_LIMIT_BITS = 0x410A6666;
    static final int INFINITY_BITS = 0x7F800000;
    static final int SIZE_BITS = 0x7FFFFFFF;

    /** Above it exp is infinite; between 88.73 and this the scaling overflows by itself. */
    static final float EXP_OVERFLOW = 89f;
    /** Below it exp is less than half of the smallest float and returned as 0. */
    static final float EXP_UNDERFLOW = -104f;
    /** From here on 1 - exp(-a) is 1 in float (exp(-40) = 4e-18); keeps the scale factor a normal number. */
    static final float ONE_MINUS_EXP_LIMIT = 40f;

    /** Smallest exponent field of the reduced mantissa: m in [2/3, 4/3). */
    static final int TWO_THIRDS_BITS = 0x3F2AAAAB;
    static final int ONE_BITS = 0x3F800000;
    static final int SIGN_BIT = 0x80000000;
    /** Denormal inputs of log are scaled by 2^23 first. */
    static final float DENORMAL_SCALE = 0x1p23f;
    static final float DENORMAL_EXPONENT = -23f;

    static final float HALF_LOG_TWO_PI = 0x1.d67f1cp-1f;

    private FloatMath() {}

    /** e^x. At most 0.95 ulp, mean 0.26; infinite above 88.72, gradual underflow, 0 below -104. */
    public static float exp(float x) {
        float t = Math.fma(x, LOG2_E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(Math.fma(expTail(r), r, 1f), r, 1f);
        // Two factors 2^(n/2): the product overflows and underflows exactly where exp does, with one rounding.
        int bits = Float.floatToRawIntBits(t);
        int half = bits >> 1;
        float scaled = p * Float.intBitsToFloat((half << 23) + ONE_BITS) * Float.intBitsToFloat((bits - half << 23) + ONE_BITS);
        scaled = x > EXP_OVERFLOW ? Float.POSITIVE_INFINITY : scaled;
        return x < EXP_UNDERFLOW ? 0f : scaled;
    }

    private static float expTail(float r) {
        return Math.fma(Math.fma(Math.fma(Math.fma(E4, r, E3), r, E2), r, E1), r, E0);
    }

    /** Natural logarithm. At most 0.90 ulp, mean 0.26; log(±0) = -∞, NaN below 0, denormal inputs are exact inputs. */
    public static float log(float x) {
        boolean small = x < Float.MIN_NORMAL;
        float scaled = small ? x * DENORMAL_SCALE : x;
        int bits = Float.floatToRawIntBits(scaled);
        int e = bits - TWO_THIRDS_BITS >> 23;
        float n = Float.intBitsToFloat(e + ROUND_BITS) - ROUND + (small ? DENORMAL_EXPONENT : 0f);
        float y = logReduced(n, Float.intBitsToFloat(bits - (e << 23)) - 1f);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        return x < 0f ? Float.NaN : y;
    }

    /** n log 2 + log(1 + f). */
    static float logReduced(float n, float f) {
        float low = Math.fma(n, LN2_LOW, logTail(f) * (f * f));
        return Math.fma(n, LN2_HIGH, f + low);
    }

    /** (log(1 + f) - f) / f². */
    private static float logTail(float f) {
        float p = Math.fma(Math.fma(Math.fma(Math.fma(L7, f, L6), f, L5), f, L4), f, L3);
        p = Math.fma(Math.fma(Math.fma(p, f, L2), f, L1), f, L0);
        return Math.fma(p, f, -0.5f);
    }

    /** log(1 + x) without loss near 0. At most 0.95 ulp, mean 0.27; log1p(-1) = -∞, NaN below -1, log1p(±0) = ±0. */
    public static float log1p(float x) {
        float u = 1f + x;
        float back = u - 1f;
        float lost = (1f - (u - back)) + (x - back);
        int bits = Float.floatToRawIntBits(u);
        int e = bits - TWO_THIRDS_BITS >> 23;
        float n = Float.intBitsToFloat(e + ROUND_BITS) - ROUND;
        // 2^-e; 0 where e = 128, where nothing that was lost counts.
        float scale = Float.intBitsToFloat(Math.max(ONE_BITS - (e << 23), 0));
        float f = Float.intBitsToFloat(bits - (e << 23)) - 1f;
        // What 1 + x lost, over 1 + f; it is at most half an ulp, so three terms of 1 / (1 + f) do.
        float correction = lost * scale * Math.fma(f, f, 1f - f);
        float low = Math.fma(n, LN2_LOW, Math.fma(logTail(f), f * f, correction));
        float y = Math.fma(n, LN2_HIGH, f + low);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x == 0f ? x : y;
        y = x == -1f ? Float.NEGATIVE_INFINITY : y;
        return x < -1f ? Float.NaN : y;
    }

    /** 1 - exp(-a) for a &gt;= 0, to full relative accuracy near 0. */
    static float oneMinusExp(float a) {
        float y = a > ONE_MINUS_EXP_LIMIT ? -ONE_MINUS_EXP_LIMIT : -a;
        float t = Math.fma(y, LOG2_E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
        float w = Math.fma(expTail(r), r * r, r);
        float s = Float.intBitsToFloat((Float.floatToRawIntBits(t) << 23) + ONE_BITS);
        return Math.fma(-s, w, 1f - s);
    }

    /**
     * Hyperbolic tangent. At most 4.1 ulp (of all floats), mean 0.52 on [-10, 10] and 0.56 on [-1, 1]; odd, never beyond ±1,
     * tanh(±0) = ±0.
     *
     * <p>With t = n / d for tanh(x / 2) it is 2 t / (1 + t²): one division, and what is wrong with t near 1 does not count. Only
     * basic operations, minimum and maximum, so that C2 makes SIMD code of a plain loop: 0.4 to 0.5 ns an element, where steps on
     * bits took 2.2 to 2.6.
     */
    public static float tanh(float x) {
        float c = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
        float u = c * c;
        float n = Math.fma(c * u, Math.fma(T1, u, T0), c);
        float d = Math.fma(Math.fma(Math.fma(D2, u, D1), u, D0), u, 2f);
        float product = n * d;
        return (product + product) / Math.fma(d, d, n * n);
    }

    /** exp(x) for x &lt;= 0 (no check for overflow). */
    private static float expOfNegative(float x) {
        float t = Math.fma(x, LOG2_E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(Math.fma(expTail(r), r, 1f), r, 1f);
        int bits = Float.floatToRawIntBits(t);
        int half = bits >> 1;
        float scaled = p * Float.intBitsToFloat((half << 23) + ONE_BITS) * Float.intBitsToFloat((bits - half << 23) + ONE_BITS);
        return x < EXP_UNDERFLOW ? 0f : scaled;
    }

    /** 1 / (1 + exp(-x)). At most 2.45 ulp, mean 0.45 on [-5, 5]; gradual underflow for x below -87, 0 below -104. */
    public static float sigmoid(float x) {
        float e = expOfNegative(-Math.abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /** log(1 + exp(x)). At most 1.8 ulp, mean 0.35 on [-5, 5]; x itself for large x, exp(x) for very negative x. */
    public static float softplus(float x) {
        float e = expOfNegative(-Math.abs(x));
        float s = e / (2f + e);
        float z = s * s;
        float p = Math.fma(Math.fma(Math.fma(A3, z, A2), z, A1), z, A0);
        // log(1 + e) = 2 s + s z p, where 2 s = e - e s: the error of s is scaled by e, and small e stay exact.
        return Math.max(x, 0f) + Math.fma(s, Math.fma(p, z, -e), e);
    }

    /** max(x, 0), +0 for -0. */
    public static float relu(float x) {
        return Math.max(x, 0f);
    }

    /** -((x - mean) / std)² / 2 - log std - log(2π) / 2. */
    public static float gaussianLogDensity(float x, float mean, float std) {
        float z = (x - mean) / std;
        return Math.fma(z * -0.5f, z, -HALF_LOG_TWO_PI - log(std));
    }

    /** x a - softplus(a): the log-probability of x in {0, 1} under the logit a. */
    public static float bernoulliLogDensity(float x, float logit) {
        return Math.fma(x, logit, -softplus(logit));
    }
}

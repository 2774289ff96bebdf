package dev.lacuna.kernels;

/** The double exponential of log-weights, from basic operations only: the same bits on every JDK, provider and SIMD width. */
public final class DoubleMath {

    /** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits. */
    static final double ROUND = 0x1.8p52;
    static final double LOG2_E = 0x1.71547652b82fep0;
    /** log 2 = high + low; the high part has 32 bits, so that an exponent times it is exact. */
    static final double LN2_HIGH = 0x1.62e42feep-1;
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    static final long ONE_BITS = 0x3FF0000000000000L;

    /** exp(r) = 1 + r + r² (E0 + ... + E10 r¹⁰), |r| &lt;= log(2) / 2: our Chebyshev fit, 3.2e-19 relative. */
    static final double E0 = 0.5;
    static final double E1 = 0x1.5555555555557p-3;
    static final double E2 = 0x1.5555555555556p-5;
    static final double E3 = 0x1.11111111100cep-7;
    static final double E4 = 0x1.6c16c16c162ccp-10;
    static final double E5 = 0x1.a01a01abef415p-13;
    static final double E6 = 0x1.a01a01a6dcaffp-16;
    static final double E7 = 0x1.71de021a90822p-19;
    static final double E8 = 0x1.27e4db57442fbp-22;
    static final double E9 = 0x1.af4e196027428p-26;
    static final double E10 = 0x1.1f731ea5352cap-29;

    static final double EXP_OVERFLOW = 710;
    /** Below it exp is less than half of the smallest double. */
    static final double EXP_UNDERFLOW = -746;

    private DoubleMath() {}

    /** e^x. Below 1 ulp; infinite above 709.78, gradual underflow, 0 below -746; NaN gives NaN. */
    public static double exp(double x) {
        double t = Math.fma(x, LOG2_E, ROUND);
        double n = t - ROUND;
        double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        double q = Math.fma(Math.fma(Math.fma(E10, r, E9), r, E8), r, E7);
        q = Math.fma(Math.fma(Math.fma(Math.fma(q, r, E6), r, E5), r, E4), r, E3);
        q = Math.fma(Math.fma(Math.fma(q, r, E2), r, E1), r, E0);
        double p = Math.fma(q, r * r, r) + 1;
        long bits = Double.doubleToRawLongBits(t);
        long half = bits >> 1;
        double scaled = p * Double.longBitsToDouble((half << 52) + ONE_BITS)
                * Double.longBitsToDouble((bits - half << 52) + ONE_BITS);
        scaled = x > EXP_OVERFLOW ? Double.POSITIVE_INFINITY : scaled;
        return x < EXP_UNDERFLOW ? 0 : scaled;
    }
}

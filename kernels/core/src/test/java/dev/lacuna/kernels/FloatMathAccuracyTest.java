package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stated accuracy of each function in ulp of the float result. The reference is StrictMath in double: fdlibm's error stays
 * below 1 ulp of a double, and each formula below adds a few more, together under 1e-8 ulp of a float.
 */
class FloatMathAccuracyTest {

    private static final int SAMPLES = 400_000;

    interface FloatFunction {
        float apply(float x);
    }

    /** Uniform on [low, high], or uniform over the bit patterns between them. */
    record Range(float low, float high, boolean bits) {}

    record Case(String name, FloatFunction function, DoubleUnaryOperator reference, double maxUlp, double meanUlp,
            Range... ranges) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Range positiveBits = new Range(Float.MIN_VALUE, Float.MAX_VALUE, true);
        Range nearOne = new Range(0.5f, 2f, false);
        return Stream.of(
                new Case("exp", FloatMath::exp, StrictMath::exp, 0.95, 0.26, new Range(-103f, 88.7f, false), new Range(-1f, 1f,
                        false)),
                new Case("log", FloatMath::log, StrictMath::log, 0.90, 0.265, positiveBits, nearOne, new Range(0.9f, 1.1f,
                        false)),
                new Case("log1p", FloatMath::log1p, StrictMath::log1p, 0.95, 0.27, new Range(-0.99999f, 2f, false),
                        new Range(1e-30f, 1e30f, true)),
                new Case("tanh", FloatMath::tanh, StrictMath::tanh, 4.1, 0.57, new Range(-10f, 10f, false), new Range(-1f, 1f,
                        false),
                        new Range(1e-38f, 1f, true)),
                new Case("sigmoid", FloatMath::sigmoid, x -> x < 0
                        ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x)),
                        2.45, 0.46, new Range(-103f, 20f, false), new Range(-5f, 5f, false)),
                new Case("softplus", FloatMath::softplus, x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))),
                        1.80, 0.35,
                        new Range(-100f, 50f, false), new Range(-5f, 5f, false)),
                new Case("oneMinusExp", FloatMath::oneMinusExp, x -> -StrictMath.expm1(-x), 0.95, 0.12, new Range(0f, 40f, false),
                        new Range(1e-38f, 1f, true)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void function_overItsRange_keepsItsStatedUlp(Case c) {
        SplittableRandom random = new SplittableRandom(31);
        double worst = 0;
        float worstAt = 0;
        for (Range range : c.ranges()) {
            double total = 0;
            for (int i = 0; i < SAMPLES; i++) {
                float x;
                if (range.bits()) {
                    int from = Float.floatToIntBits(range.low());
                    x = Float.intBitsToFloat(from + random.nextInt(Float.floatToIntBits(range.high()) - from));
                } else {
                    x = (float) (range.low() + ((double) range.high() - range.low()) * random.nextDouble());
                }
                double exact = c.reference().applyAsDouble(x);
                double error = Math.abs(c.function().apply(x) - exact) / Math.ulp((float) exact);
                total += error;
                if (error > worst) {
                    worst = error;
                    worstAt = x;
                }
            }
            double mean = total / SAMPLES;
            assertTrue(mean <= c.meanUlp(), c.name() + ": mean " + mean + " ulp on " + range);
        }
        assertTrue(worst <= c.maxUlp(), c.name() + ": " + worst + " ulp at " + worstAt);
    }

    @Test
    void doubleExp_overItsRange_withinOneUlpOfStrictMath() {
        SplittableRandom random = new SplittableRandom(32);
        for (int i = 0; i < SAMPLES; i++) {
            double x = -745 + 1454 * random.nextDouble();
            double exact = StrictMath.exp(x);
            assertEquals(exact, DoubleMath.exp(x), Math.ulp(exact), "exp(" + x + ")");
        }
        assertEquals(Double.POSITIVE_INFINITY, DoubleMath.exp(710));
        assertEquals(0, DoubleMath.exp(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(DoubleMath.exp(Double.NaN)));
    }

    @Test
    void exp_atTheEdges_overflowsAndUnderflowsGradually() {
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(88.73f));
        assertTrue(FloatMath.exp(88.72f) < Float.POSITIVE_INFINITY);
        assertEquals(Float.MIN_VALUE, FloatMath.exp(-103.5f));
        assertEquals(0f, FloatMath.exp(-104.1f));
        assertEquals(0f, FloatMath.exp(Float.NEGATIVE_INFINITY));
        assertEquals(1f, FloatMath.exp(-0f));
    }

    @Test
    void logarithms_outsideTheirDomain_areNaNOrInfinite() {
        assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(0f));
        assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(-0f));
        assertTrue(Float.isNaN(FloatMath.log(-Float.MIN_VALUE)));
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.log(Float.POSITIVE_INFINITY));
        assertEquals((float) StrictMath.log(Float.MIN_VALUE), FloatMath.log(Float.MIN_VALUE));
        assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log1p(-1f));
        assertTrue(Float.isNaN(FloatMath.log1p(-1.0001f)));
        assertEquals(-0f, FloatMath.log1p(-0f));
        assertEquals(Float.MAX_VALUE > 1 ? 88.72284f : 0, FloatMath.log1p(Float.MAX_VALUE));
    }

    @Test
    void saturatingFunctions_farOut_reachTheirLimits() {
        assertEquals(1f, FloatMath.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1f, FloatMath.tanh(-50f));
        assertEquals(-0f, FloatMath.tanh(-0f));
        assertEquals(Float.MIN_VALUE, FloatMath.tanh(Float.MIN_VALUE));
        assertEquals(0f, FloatMath.sigmoid(Float.NEGATIVE_INFINITY));
        assertEquals(1f, FloatMath.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(12345f, FloatMath.softplus(12345f));
        assertEquals(0f, FloatMath.softplus(Float.NEGATIVE_INFINITY));
        assertEquals(FloatMath.exp(-90f), FloatMath.softplus(-90f));
    }

    @Test
    void everyFunction_ofNaN_isNaN() {
        cases().forEach(c -> assertTrue(Float.isNaN(c.function().apply(Float.NaN)), c.name()));
        assertTrue(Float.isNaN(FloatMath.relu(Float.NaN)));
    }

    /** A tanh beyond 1 would turn a gradient's sign; all floats from 4, where rounding may reach 1, to 10. */
    @Test
    void tanh_nearSaturation_neverExceedsOneNorFalls() {
        float previous = 0;
        for (int bits = Float.floatToIntBits(4f); bits <= Float.floatToIntBits(10f); bits++) {
            float y = FloatMath.tanh(Float.intBitsToFloat(bits));
            assertTrue(y <= 1f && y >= previous - 2 * Math.ulp(1f), "tanh(" + Float.intBitsToFloat(bits) + ") = " + y);
            previous = y;
        }
        assertEquals(1f, previous);
    }
}

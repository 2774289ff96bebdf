package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {

    private static final int COUNT = 1 << 20;
    private static final long KEY = Philox.key(41, "random numbers test");

    private final Kernels plain = Kernels.plain();

    /** The known-answer vectors that the authors of Philox publish with Random123. */
    @Test
    void philox_publishedVectors_match() {
        assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertBlock(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L, 0xd16cfe09, 0x94fdcceb, 0x5001e420,
                0x24126ea1);
    }

    private static void assertBlock(long key, long stream, long block, int... expected) {
        int[] words = new int[4];
        Philox.block(key, stream, block, words, 0);
        assertArrayEquals(expected, words);
    }

    @Test
    void key_differentPurposesAndSeeds_differ() {
        assertEquals(Philox.key(1, "noise"), Philox.key(1, "noise"));
        assertNotEquals(Philox.key(1, "noise"), Philox.key(2, "noise"));
        assertNotEquals(Philox.key(1, "noise"), Philox.key(1, "masks"));
        assertNotEquals(Philox.key(0, ""), 0);
    }

    @Test
    void uniform_ofABlock_isItsWordsIn24Bits() {
        float[] u = new float[4];
        int[] words = new int[4];
        plain.uniform(KEY, 3, 40, u, 0, 4);
        Philox.block(KEY, 3, 10, words, 0);
        for (int i = 0; i < 4; i++) {
            assertEquals((words[i] >>> 8) * 0x1p-24f, u[i]);
        }
    }

    @Test
    void sequence_cutAnywhere_isTheSameSequence() {
        float[] whole = new float[1000];
        plain.normal(KEY, 5, 0, whole, 0, whole.length);
        float[] parts = new float[1000];
        for (int from = 0, step = 4; from < 1000; from += step, step = step % 28 + 4) {
            plain.normal(KEY, 5, from, parts, from, Math.min(step, 1000 - from));
        }
        assertArrayEquals(whole, parts);
    }

    @Test
    void position_notAMultipleOfFour_isRefused() {
        for (Kernels kernels : new Kernels[] {plain, Kernels.vector().orElse(plain)}) {
            assertThrows(IllegalArgumentException.class, () -> kernels.normal(1, 1, 6, new float[4], 0, 4));
            assertThrows(IllegalArgumentException.class, () -> kernels.uniform(1, 1, -4, new float[4], 0, 4));
        }
    }

    @Test
    void uniform_largeSample_isUniform() {
        float[] u = new float[COUNT];
        plain.uniform(KEY, 1, 0, u, 0, COUNT);
        Arrays.sort(u);
        assertTrue(u[0] >= 0 && u[COUNT - 1] < 1);
        double distance = 0;
        for (int i = 0; i < COUNT; i++) {
            distance = Math.max(distance, Math.max(u[i] - (double) i / COUNT, (i + 1.0) / COUNT - u[i]));
        }
        assertTrue(distance < kolmogorovBound(), "distance " + distance);
    }

    /** Kolmogorov's distribution: sqrt(n) D exceeds 2.23 with probability 1e-4 (the seed is fixed: this never flickers). */
    private static double kolmogorovBound() {
        return 2.23 / Math.sqrt(COUNT);
    }

    /**
     * Bounds are five standard errors: of the mean 1, of the variance √2, of the third and fourth moments √15 and √96, over
     * √n.
     */
    @Test
    void normal_largeSample_hasNormalMomentsAndDistribution() {
        float[] z = new float[COUNT];
        plain.normal(KEY, 2, 0, z, 0, COUNT);
        double[] moments = new double[5];
        for (float v : z) {
            double power = 1;
            for (int p = 1; p <= 4; p++) {
                power *= v;
                moments[p] += power / COUNT;
            }
        }
        double error = 5 / Math.sqrt(COUNT);
        assertEquals(0, moments[1], error);
        assertEquals(1, moments[2], error * Math.sqrt(2));
        assertEquals(0, moments[3], error * Math.sqrt(15));
        assertEquals(3, moments[4], error * Math.sqrt(96));
        Arrays.sort(z);
        double distance = 0;
        for (int i = 0; i < COUNT; i++) {
            double p = normalCdf(z[i]);
            distance = Math.max(distance, Math.max(p - (double) i / COUNT, (i + 1.0) / COUNT - p));
        }
        assertTrue(distance < kolmogorovBound(), "distance " + distance);
    }

    @Test
    void normal_neighboursInABlock_areUncorrelated() {
        float[] z = new float[COUNT];
        plain.normal(KEY, 3, 0, z, 0, COUNT);
        for (int lag = 1; lag <= 4; lag++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i + lag < COUNT; i++) {
                sum += (double) z[i] * z[i + lag];
                squares += ((double) z[i] * z[i] - 1) * ((double) z[i + lag] * z[i + lag] - 1);
            }
            // Five standard errors: 1 and 2 over √n.
            assertEquals(0, sum / COUNT, 5 / Math.sqrt(COUNT), "lag " + lag);
            assertEquals(0, squares / COUNT, 10 / Math.sqrt(COUNT), "squares, lag " + lag);
        }
    }

    @Test
    void radius_smallestWord_reachesFarTails() {
        assertEquals(6.76, BoxMuller.radius(0), 0.01);
        assertEquals(0, Math.abs(BoxMuller.radius(-1)));
    }

    /** The pair of a word lies on the circle, at the word's share of the turn (25 bits, half a step of 1.9e-7 off at most). */
    @Test
    void pair_anyWord_isCosineAndSine() {
        float[] out = new float[3];
        for (long w = Integer.MIN_VALUE; w <= Integer.MAX_VALUE; w += 104_729) {
            BoxMuller.pair(1f, (int) w, out, 0);
            double angle = w * 0x1p-32 * 2 * Math.PI;
            assertEquals(StrictMath.cos(angle), out[0], 3e-7);
            assertEquals(StrictMath.sin(angle), out[2], 3e-7);
        }
    }

    /** Φ(x) by its continued fraction beyond 3 and its series inside, both to 1e-12. */
    private static double normalCdf(double x) {
        double t = Math.abs(x);
        double density = StrictMath.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
        double upper;
        if (t > 3) {
            double fraction = t;
            for (int i = 60; i > 0; i--) {
                fraction = t + i / fraction;
            }
            upper = density / fraction;
        } else {
            double term = t;
            double sum = t;
            for (int i = 1; i < 60; i++) {
                term *= t * t / (2 * i + 1);
                sum += term;
            }
            upper = 0.5 - density * sum;
        }
        return x > 0 ? 1 - upper : upper;
    }
}

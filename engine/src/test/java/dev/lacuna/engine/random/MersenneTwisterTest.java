package dev.lacuna.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expected numbers are those of NumPy's RandomState. */
class MersenneTwisterTest {

    @Test
    void word_seed0_isTheKnownSequence() {
        MersenneTwister random = new MersenneTwister(0);
        assertEquals(2357136044L, Integer.toUnsignedLong(random.word()));
        assertEquals(2546248239L, Integer.toUnsignedLong(random.word()));
        assertEquals(3071714933L, Integer.toUnsignedLong(random.word()));
    }

    @Test
    void word_after10000Draws_isTheReferenceValue() {
        // The C++ standard's check of mt19937: seed 5489, 10000th output.
        MersenneTwister random = new MersenneTwister(5489);
        int word = 0;
        for (int i = 0; i < 10_000; i++) {
            word = random.word();
        }
        assertEquals(4123659995L, Integer.toUnsignedLong(word));
    }

    @Test
    void uniform_seed0_isRandomSample() {
        MersenneTwister random = new MersenneTwister(0);
        assertEquals(0.5488135, random.uniform(), 5e-9);
        assertEquals(0.71518937, random.uniform(), 5e-9);
    }

    @Test
    void permutation_seed0_isNumpys() {
        assertArrayEquals(new int[] {2, 8, 4, 9, 1, 6, 7, 3, 0, 5}, new MersenneTwister(0).permutation(10));
    }

    @Test
    void bernoulli_bothSidesOfAHalf_usesOneUniform() {
        // 0.5488 > 1 - 0.4 is false; 0.7152 > 0.8 is false, so 1.
        MersenneTwister random = new MersenneTwister(0);
        assertEquals(false, random.bernoulli(0.4));
        assertEquals(true, random.bernoulli(0.8));
        assertEquals(0, new MersenneTwister(0).bounded(0));
    }
}

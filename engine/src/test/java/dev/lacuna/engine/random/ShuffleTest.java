package dev.lacuna.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {

    @Test
    void permutation_sameKeyAndStream_isTheSamePermutation() {
        int[] first = Shuffle.permutation(1000, 7, 3);
        assertArrayEquals(first, Shuffle.permutation(1000, 7, 3));
        assertFalse(Arrays.equals(first, Shuffle.permutation(1000, 7, 4)));
        assertFalse(Arrays.equals(first, Shuffle.permutation(1000, 8, 3)));
        assertArrayEquals(IntStream.range(0, 1000).toArray(), Arrays.stream(first).sorted().toArray());
    }

    @Test
    void permutation_smallSizes_work() {
        assertArrayEquals(new int[0], Shuffle.permutation(0, 1, 1));
        assertArrayEquals(new int[] {0}, Shuffle.permutation(1, 1, 1));
    }

    @Test
    void permutation_manyStreams_putsEachNumberEverywhereEquallyOften() {
        int n = 5;
        int draws = 20_000;
        int[][] counts = new int[n][n];
        for (int stream = 0; stream < draws; stream++) {
            int[] p = Shuffle.permutation(n, 11, stream);
            for (int i = 0; i < n; i++) {
                counts[i][p[i]]++;
            }
        }
        // Binomial(20000, 1/5): 5 standard deviations are 283; 25 counts, one seed.
        for (int[] row : counts) {
            for (int count : row) {
                assertTrue(Math.abs(count - draws / n) < 283, Integer.toString(count));
            }
        }
    }
}

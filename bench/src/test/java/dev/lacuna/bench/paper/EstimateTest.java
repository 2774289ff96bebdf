package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EstimateTest {

    /** Values 1, 2, 3: standard deviation 1, standard error 1 / sqrt(3); beside sqrt(2 / 3) the two add to 1. */
    @Test
    void twoStandardErrorsBeside_threeSeedsOrOne_addSquares() {
        assertEquals(2, Estimate.of(new double[] {1, 2, 3}).twoStandardErrorsBeside(Math.sqrt(2.0 / 3)), 1e-15);
        assertEquals(0.5, Estimate.of(new double[] {1}).twoStandardErrorsBeside(0.25));
    }
}

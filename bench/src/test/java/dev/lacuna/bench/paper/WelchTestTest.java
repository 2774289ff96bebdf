package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WelchTestTest {

    /** Tables of Student's t: 2.228139 at 10 degrees of freedom and 1.984 at 100 leave 5 % outside. */
    @Test
    void pValue_atTabulatedQuantiles_isTheirLevel() {
        WelchTest ten = WelchTest.of(2.228139, 0.5, 6, 0, 0.5, 6);
        assertEquals(10, ten.degrees(), 1e-12);
        assertEquals(0.05, ten.p(), 1e-6);
        assertEquals(0.05, WelchTest.of(1.983972, 0.5, 51, 0, 0.5, 51).p(), 1e-6);
    }
}

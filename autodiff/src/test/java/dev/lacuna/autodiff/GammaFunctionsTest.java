package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GammaFunctionsTest {
    /** Relative to max(1, |value|): a few roundings of double at 2e-16 each. */
    private static final double TOLERANCE = 2e-14;

    /** References: 30 digits, mpmath 1.3 (loggamma, digamma). */
    @ParameterizedTest
    @CsvSource({
        "0.001, 6.9071788853838536617, -1000.5755719318102797",
        "0.05, 2.9688792010517307685, -20.497844991299869257",
        "0.5, 0.57236494292470008707, -1.9635100260214234794",
        "1, 0.0, -0.57721566490153286061",
        "1.4616321449683623, -0.1214862905358496081, -9.2412655217294274792e-17",
        "2, 0.0, 0.42278433509846713939",
        "2.5, 0.28468287047291915963, 0.70315664064524318723",
        "3.75, 1.4868155785934170555, 1.1825373886117962286",
        "7, 6.5792512120101009951, 1.8727843350984671394",
        "11.999, 17.499865227646105739, 2.4425747743291192489",
        "12, 17.502307845873885839, 2.4426616799758120167",
        "25.5, 56.389167643719946744, 3.2189424728839197665",
        "100, 359.13420536957539878, 4.6001618527380874002",
        "12345.678, 103959.91990554605982, 9.4210208207417608775",
    })
    void gamma_positiveArguments_agreesWithReference(double x, double logGamma, double digamma) {
        assertEquals(logGamma, GammaFunctions.logGamma(x), TOLERANCE * Math.max(1, Math.abs(logGamma)));
        assertEquals(digamma, GammaFunctions.digamma(x), TOLERANCE * Math.max(1, Math.abs(digamma)));
    }
}

package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import org.junit.jupiter.api.Test;

/** Ascent in a box. */
class QuasiNewtonTest {
    private static final double[] FREE = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

    private static double valley(double[] x, double[] gradient) {
        double a = 1 - x[0];
        double b = x[1] - x[0] * x[0];
        gradient[0] = 2 * a + 400 * x[0] * b;
        gradient[1] = -200 * b;
        return -a * a - 100 * b * b;
    }

    @Test
    void curvedValley_isFollowedToItsEnd() {
        QuasiNewton.Result r = QuasiNewton.maximise(QuasiNewtonTest::valley, new double[] {-1.2, 1}, FREE, 1e-9, 500);
        assertEquals(QuasiNewton.Status.CONVERGED, r.status());
        assertArrayEquals(new double[] {1, 1}, r.x(), 1e-8);
    }

    @Test
    void maximumOutsideTheBox_endsOnItsFaceAndSaysSo() {
        QuasiNewton.Result r = QuasiNewton.maximise(QuasiNewtonTest::valley, new double[] {-0.2, 0}, new double[] {0.5, 3}, 1e-9,
                500);
        assertEquals(QuasiNewton.Status.CONVERGED, r.status());
        assertArrayEquals(new double[] {0.5, 0.25}, r.x(), 1e-7);
        assertArrayEquals(new boolean[] {true, false}, r.onBound());
    }

    @Test
    void linkedMechanism_longerSearch_neverEndsLower() {
        PartlyLabelled raw = Samples.entropy(300, 2, 2, 40).observed();
        Scaling scaling = Scaling.of(raw);
        PartlyLabelled sample = raw.standardised(scaling.centre(), scaling.scale());
        try (Workers workers = new Workers(1)) {
            Likelihood l = new Likelihood(new RowBlocks(sample), Covariances.UNEQUAL, 2, Mechanism.named("mixed:logent"),
                    workers);
            double[] x = l.coordinates.encode(LabelledMoments.start(sample, Covariances.UNEQUAL, 2, new double[2][]),
                    new double[] {1, 1, -2});
            double last = l.value(x);
            for (int iterations = 1; iterations < 25; iterations++) {
                double value = QuasiNewton.maximise(l::valueAndGradient, x, l.coordinates.bounds(300), 1e-9, iterations).value();
                assertTrue(value >= last, iterations + ": " + value + " after " + last);
                last = value;
            }
        }
    }

    @Test
    void objectiveThatIsNotFinite_atTheStart_isReported() {
        QuasiNewton.Result r = QuasiNewton.maximise((x, g) -> Double.NaN, new double[2], FREE, 1e-9, 10);
        assertEquals(QuasiNewton.Status.STALLED, r.status());
    }
}

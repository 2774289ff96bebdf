package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StudentTTest {

    /** 2e-7: the series is exact to 3e-8, the rest is rounding to float. */
    @Test
    void normaliser_manyDegrees_agreesWithLogGamma() {
        for (float v = 3; v < 3000; v *= 1.07f) {
            double exact = TwoPassReference.logGamma((v + 1.0) / 2) - TwoPassReference.logGamma(v / 2.0)
                    - 0.5 * Math.log(v * Math.PI);
            assertEquals(exact, Math.log(StudentT.normaliser(v)) + StudentT.tail(v), 2e-7, "v = " + v);
        }
    }

    /**
     * Quantiles of Student's t with 3 degrees of freedom from tables: .75 at 0.76489, .9 at 1.63774, .975 at 3.18245. 40,000
     * draws, four standard errors of a proportion.
     */
    @Test
    void fromNormals_threeDegrees_hasTheQuantiles() {
        int n = 40_000;
        float[] first = new float[n];
        float[] second = new float[n];
        Kernels.get().normal(1, 1, 0, first, 0, n);
        Kernels.get().normal(2, 1, 0, second, 0, n);
        float[] t = new float[n];
        for (int i = 0; i < n; i++) {
            t[i] = StudentT.fromNormals(first[i], second[i], 3);
        }
        Arrays.sort(t);
        double[][] quantiles = {{0.025, -3.18245}, {0.5, 0}, {0.75, 0.76489}, {0.9, 1.63774}, {0.975, 3.18245}};
        for (double[] quantile : quantiles) {
            int rank = Arrays.binarySearch(t, (float) quantile[1]);
            double below = (rank < 0 ? -rank - 1 : rank) / (double) n;
            assertEquals(quantile[0], below, 4 * Math.sqrt(quantile[0] * (1 - quantile[0]) / n), "quantile " + quantile[1]);
        }
    }

    @Test
    void fromNormals_manyDegrees_tendsToTheNormal() {
        assertEquals(1.3f, StudentT.fromNormals(1.3f, 0.4f, 1e7f), 1e-6f);
        assertTrue(Float.isFinite(StudentT.fromNormals(0, 0, 3)));
    }
}

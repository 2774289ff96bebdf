package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Forward and backward forms against the same formulas in double. */
class BackwardTest {

    /** A few float roundings of terms of this size: the inputs are of order 1 to 10. */
    private static final double TOLERANCE = 2e-6;

    private final Kernels plain = Kernels.plain();
    private final SplittableRandom random = new SplittableRandom(61);

    @Test
    void activationBackward_againstDouble_agrees() {
        float[] x = scaled(200, 6);
        float[] y = new float[200];
        float[] dy = scaled(200, 1);
        for (Activation f : Activation.values()) {
            plain.activate(f, x, 0, y, 0, 200);
            float[] dx = new float[200];
            plain.activationBackward(f, y, 0, dy, 0, dx, 0, 200, false);
            float[] twice = dx.clone();
            plain.activationBackward(f, y, 0, dy, 0, twice, 0, 200, true);
            for (int i = 0; i < 200; i++) {
                double t = StrictMath.tanh(x[i]);
                double s = 1 / (1 + StrictMath.exp(-x[i]));
                double slope = switch (f) {
                    case IDENTITY -> 1;
                    case TANH -> 1 - t * t;
                    case RELU -> x[i] > 0 ? 1 : 0;
                    case SIGMOID -> s * (1 - s);
                    case SOFTPLUS -> s;
                };
                assertEquals(slope * dy[i], dx[i], TOLERANCE, f.name());
                assertEquals(2 * dx[i], twice[i], TOLERANCE, f.name());
            }
        }
    }

    /** sigmoid(x) = 1 - exp(-y) would lose every digit where y is small; relative error here, not absolute. */
    @Test
    void softplusBackward_farLeft_keepsRelativeAccuracy() {
        float[] x = {-5, -10, -20, -60, -87};
        float[] y = new float[5];
        float[] dx = new float[5];
        plain.softplus(x, 0, y, 0, 5);
        plain.activationBackward(Activation.SOFTPLUS, y, 0, new float[] {1, 1, 1, 1, 1}, 0, dx, 0, 5, false);
        for (int i = 0; i < 5; i++) {
            double slope = 1 / (1 + StrictMath.exp(-x[i]));
            assertEquals(slope, dx[i], 5e-7 * slope);
        }
    }

    @Test
    void gaussianLogDensity_valueAndGradients_agreeWithDouble() {
        float[] x = scaled(100, 3);
        float[] mean = scaled(100, 3);
        float[] std = scaled(100, 1);
        float[] g = scaled(100, 1);
        for (int i = 0; i < 100; i++) {
            std[i] = Math.abs(std[i]) + 0.3f;
        }
        float[] value = new float[100];
        float[] dMean = new float[100];
        float[] dStd = new float[100];
        plain.gaussianLogDensity(x, 0, mean, 0, std, 0, value, 0, 100);
        plain.gaussianLogDensityBackward(x, 0, mean, 0, std, 0, g, 0, dMean, 0, dStd, 0, 100, false);
        for (int i = 0; i < 100; i++) {
            double s = std[i];
            double z = ((double) x[i] - mean[i]) / s;
            double expected = -z * z / 2 - StrictMath.log(s) - StrictMath.log(2 * Math.PI) / 2;
            assertEquals(expected, value[i], TOLERANCE * Math.max(1, Math.abs(expected)));
            assertEquals(g[i] * z / s, dMean[i], TOLERANCE * (1 + Math.abs(z / s)));
            assertEquals(g[i] * (z * z - 1) / s, dStd[i], TOLERANCE * (1 + z * z / s));
        }
    }

    @Test
    void bernoulliLogDensity_valueAndGradient_agreeWithDouble() {
        float[] logits = scaled(100, 8);
        float[] g = scaled(100, 1);
        float[] x = new float[100];
        for (int i = 0; i < 100; i++) {
            x[i] = i % 2;
        }
        float[] value = new float[100];
        float[] d = new float[100];
        plain.bernoulliLogDensity(x, 0, logits, 0, value, 0, 100);
        plain.bernoulliLogDensityBackward(x, 0, logits, 0, g, 0, d, 0, 100, false);
        for (int i = 0; i < 100; i++) {
            double a = logits[i];
            double softplus = Math.max(a, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
            assertEquals(x[i] * a - softplus, value[i], TOLERANCE);
            assertEquals(g[i] * (x[i] - 1 / (1 + StrictMath.exp(-a))), d[i], TOLERANCE);
        }
    }

    private float[] scaled(int length, float scale) {
        float[] x = Workload.tame(random, length);
        for (int i = 0; i < length; i++) {
            x[i] *= scale;
        }
        return x;
    }
}

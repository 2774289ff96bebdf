package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;

/** Simulated samples that several tests share. */
final class Samples {

    private Samples() {}

    /** Two classes at ±separation/2 on the first axis, unit covariance, equal weights. */
    static GaussianMixture canonical(double separation, int columns) {
        double[][] mean = new double[2][columns];
        mean[0][0] = separation / 2;
        mean[1][0] = -separation / 2;
        return GaussianMixture.of(Covariances.EQUAL, new double[] {0.5, 0.5}, mean, new double[][] {identity(columns)});
    }

    static double[] identity(int p) {
        double[] m = new double[p * p];
        for (int i = 0; i < p; i++) {
            m[i * p + i] = 1;
        }
        return m;
    }

    /** Log-entropy missingness, slope 3, 30 % missing. */
    static LabelSimulator.Draw entropy(int rows, double separation, int columns, long replicate) {
        double xi0 = TwoClassTheory.of(separation, 0.5).intercept(Covariate.LOG_ENTROPY, 3, 0.3);
        return LabelSimulator.of(canonical(separation, columns), Mechanism.named("logent"), new double[] {xi0, 3}).draw(rows,
                20251204, replicate);
    }

    /** Three classes in p columns with different covariances; labels missing at random. */
    static LabelSimulator.Draw threeClasses(int rows, int columns, long replicate) {
        double[][] mean = new double[3][columns];
        mean[1][0] = 2;
        mean[2][columns - 1] = 2.5;
        double[][] covariance = {identity(columns), identity(columns), identity(columns)};
        for (int i = 0; i < columns; i++) {
            covariance[1][i * columns + i] = 0.6;
            covariance[2][i * columns + i] = 1.3;
        }
        covariance[2][1] = 0.4;
        covariance[2][columns] = 0.4;
        return LabelSimulator.of(GaussianMixture.of(Covariances.UNEQUAL, new double[] {0.4, 0.35, 0.25}, mean, covariance),
                new Mechanism.Mcar(), new double[] {LogSpace.logit(0.5)}).draw(rows, 20251204, replicate);
    }
}

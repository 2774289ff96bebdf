package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.LogSpace;

/** Newton's method for a two-parameter logistic regression with a weak ridge; for starting values (spec 1.5 d). */
final class LogisticRegression {
    private static final double RIDGE = 1e-3;
    private static final int ITERATIONS = 50;

    private LogisticRegression() {}

    /** (intercept, slope) of response (0 or 1) on the covariate; rows where the covariate is not finite are left out. */
    static double[] fit(double[] covariate, boolean[] response) {
        double mean = 0;
        double squares = 0;
        int n = 0;
        for (double c : covariate) {
            if (Double.isFinite(c)) {
                n++;
                double d = c - mean;
                mean += d / n;
                squares += d * (c - mean);
            }
        }
        double sd = n > 1 && squares > 0 ? Math.sqrt(squares / n) : 1;
        double a = 0;
        double b = 0;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double ga = -RIDGE * a;
            double gb = -RIDGE * b;
            double haa = RIDGE;
            double hab = 0;
            double hbb = RIDGE;
            for (int j = 0; j < covariate.length; j++) {
                if (!Double.isFinite(covariate[j])) {
                    continue;
                }
                double c = (covariate[j] - mean) / sd;
                double q = LogSpace.sigmoid(a + b * c);
                double r = (response[j] ? 1 : 0) - q;
                double v = q * (1 - q);
                ga += r;
                gb += r * c;
                haa += v;
                hab += v * c;
                hbb += v * c * c;
            }
            double determinant = haa * hbb - hab * hab;
            double stepA = (hbb * ga - hab * gb) / determinant;
            double stepB = (haa * gb - hab * ga) / determinant;
            double cut = Math.min(1, 5 / Math.max(Math.abs(stepA), Math.abs(stepB)));
            a += cut * stepA;
            b += cut * stepB;
            if (Math.abs(stepA) + Math.abs(stepB) < 1e-10) {
                break;
            }
        }
        return new double[] {a - b * mean / sd, b / sd};
    }
}

package dev.lacuna.bench.paper;

import java.util.Arrays;
import java.util.Locale;

/** A mean over seeds with its standard error, NaN for one seed. */
record Estimate(double mean, double standardError) {

    static Estimate of(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return new Estimate(mean, Math.sqrt(squares / (values.length - 1) / values.length));
    }

    /** Of the difference from another mean with this standard error; one seed says nothing of its own spread. */
    double twoStandardErrorsBeside(double other) {
        return 2 * Math.hypot(other, Double.isNaN(standardError) ? 0 : standardError);
    }

    @Override
    public String toString() {
        return Double.isNaN(standardError) ? String.format(Locale.ROOT, "%.4f", mean)
                : String.format(Locale.ROOT, "%.4f ± %.4f", mean, standardError);
    }
}

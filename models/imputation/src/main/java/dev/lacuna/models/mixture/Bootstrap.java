package dev.lacuna.models.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Standard errors by refitting resampled tables: rows drawn with replacement within labelled and unlabelled rows, or whole tables
 * drawn from the fitted model. Works where the observed information does not, and costs a fit for each replicate.
 */
public final class Bootstrap {

    private Bootstrap() {}

    /** Where the replicates come from. */
    public enum Kind { ROWS, MODEL }

    /**
     * Spread of the estimates over the replicates.
     *
     * @param weights standard errors of the class weights [classes]
     * @param means of the means [classes x columns]
     * @param mechanism of the mechanism's unconstrained parameters
     * @param failures replicates whose fit ended in an error or without convergence, left out of the spread; one line each
     */
    public record Result(int replicates, double[] weights, double[][] means, double[] mechanism, List<String> failures) {}

    /** Refits {@code settings} on {@code replicates} resampled tables. */
    public static Result run(InformativeLabels settings, FittedMixture fitted, PartlyLabelled sample, Kind kind, int replicates,
            long seed) {
        int g = fitted.mixture().classes();
        int p = fitted.mixture().columns();
        List<double[]> estimates = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int b = 0; b < replicates; b++) {
            PartlyLabelled table = kind == Kind.MODEL ? LabelSimulator.of(fitted).draw(sample.rows(), seed, b).observed()
                    : sample.select(resample(sample, Draws.of(seed, "mixture bootstrap").uniform(b, sample.rows())));
            try {
                FittedMixture again = settings.fit(table);
                FitStatus status = again.report().status();
                if (!again.mechanism().equals(fitted.mechanism()) || status == FitStatus.SPURIOUS || status == FitStatus.STALLED
                        || status == FitStatus.ITERATION_LIMIT) {
                    failures.add("replicate " + b + ": " + status + ", mechanism " + again.mechanism().name());
                    continue;
                }
                estimates.add(flat(again, g, p));
            } catch (IllegalArgumentException e) {
                failures.add("replicate " + b + ": " + e.getMessage());
            }
        }
        if (estimates.size() < 2) {
            throw new IllegalStateException("only " + estimates.size() + " of " + replicates + " bootstrap fits succeeded: "
                    + failures);
        }
        double[] error = deviations(estimates);
        double[][] means = new double[g][];
        for (int k = 0; k < g; k++) {
            means[k] = Arrays.copyOfRange(error, g + k * p, g + (k + 1) * p);
        }
        return new Result(estimates.size(), Arrays.copyOf(error, g), means, Arrays.copyOfRange(error, g + g * p, error.length),
                List.copyOf(failures));
    }

    private static int[] resample(PartlyLabelled sample, double[] u) {
        int missing = sample.missing();
        int[] labelled = new int[sample.rows() - missing];
        int[] unlabelled = new int[missing];
        int a = 0;
        int b = 0;
        for (int j = 0; j < sample.rows(); j++) {
            if (sample.label(j) >= 0) {
                labelled[a++] = j;
            } else {
                unlabelled[b++] = j;
            }
        }
        int[] index = new int[sample.rows()];
        for (int j = 0; j < index.length; j++) {
            index[j] = j < a ? labelled[(int) (u[j] * a)] : unlabelled[(int) (u[j] * b)];
        }
        return index;
    }

    private static double[] flat(FittedMixture f, int g, int p) {
        double[] mechanism = f.mechanismParameters();
        double[] out = new double[g + g * p + mechanism.length];
        for (int k = 0; k < g; k++) {
            out[k] = f.mixture().weight(k);
            System.arraycopy(f.mixture().mean(k), 0, out, g + k * p, p);
        }
        System.arraycopy(mechanism, 0, out, g + g * p, mechanism.length);
        return out;
    }

    private static double[] deviations(List<double[]> estimates) {
        int d = estimates.get(0).length;
        double[] mean = new double[d];
        double[] squares = new double[d];
        int n = 0;
        for (double[] e : estimates) {
            n++;
            for (int i = 0; i < d; i++) {
                double delta = e[i] - mean[i];
                mean[i] += delta / n;
                squares[i] += delta * (e[i] - mean[i]);
            }
        }
        for (int i = 0; i < d; i++) {
            squares[i] = Math.sqrt(squares[i] / (n - 1));
        }
        return squares;
    }
}

package dev.lacuna.models.mixture;

import java.util.List;

/**
 * What happened in a fit; nothing that went wrong is left out.
 *
 * @param status how the best search ended
 * @param iterations steps of the best search, all phases
 * @param logLikelihood joint log-likelihood of features, labels and missingness, in the units of the features
 * @param ignorableLogLikelihood L_ig of equation (1.2) at the same estimate; not comparable with the joint value
 * @param parameters free numbers, those of the mechanism included
 * @param gradientNorm largest free gradient entry divided by the rows
 * @param smallestEigenvalues of each covariance, standardised features
 * @param boundary names of the coordinates that ended on a bound; standard errors are then not valid
 * @param starts every start and what it reached
 * @param spread best minus worst finished log-likelihood over the starts
 * @param warnings in plain words; empty when all is well
 */
public record FitReport(FitStatus status, int iterations, double logLikelihood, double ignorableLogLikelihood, int parameters,
        int rows, int missing, double gradientNorm, List<Double> smallestEigenvalues, List<String> boundary, List<Start> starts,
        double spread, List<String> warnings) {

    /** One start: its name, the log-likelihood it reached, and whether it was followed to the end. */
    public record Start(String name, double logLikelihood, boolean finished, String note) {}

    public FitReport {
        smallestEigenvalues = List.copyOf(smallestEigenvalues);
        boundary = List.copyOf(boundary);
        starts = List.copyOf(starts);
        warnings = List.copyOf(warnings);
    }

    /** -2 L + k log n. */
    public double bic() {
        return -2 * logLikelihood + parameters * StrictMath.log(rows);
    }

    /** -2 L + 2 k. */
    public double aic() {
        return -2 * logLikelihood + 2 * parameters;
    }
}

package dev.lacuna.models.mixture;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How sure a fit is, and what the pattern of missing labels was worth.
 *
 * @param parameters estimates in the units of the table with their standard errors
 * @param observedInformationPositive whether minus the Hessian was positive definite; standard errors are NaN where not
 * @param completeInformation I_CC [d*d] of all rows in the coordinates of {@code coordinateNames}, standardised features
 * @param labelLoss D [d*d]
 * @param missingnessGain I_M [d*d]; J = I_CC - D + I_M
 * @param coordinateNames of these matrices
 * @param meanEfficiency tr(I_CC⁻¹ J) / d: average information kept, 1 for complete labels
 * @param classificationEfficiency asymptotic relative efficiency of the rule against complete labels, at the estimate: two
 *        classes with a
 *        shared covariance and a mechanism of one integral only
 * @param notes caveats in plain words
 */
public record InformationReport(List<Parameter> parameters, boolean observedInformationPositive, double[] completeInformation,
        double[] labelLoss, double[] missingnessGain, List<String> coordinateNames, double meanEfficiency,
        OptionalDouble classificationEfficiency, List<String> notes) {

    /**
     * One estimate.
     *
     * @param standardError from the observed information
     * @param robustError from the sandwich H⁻¹ (Σ s sᵀ) H⁻¹, right also where the model is not
     */
    public record Parameter(String name, double value, double standardError, double robustError) {}

    public InformationReport {
        parameters = List.copyOf(parameters);
        coordinateNames = List.copyOf(coordinateNames);
        notes = List.copyOf(notes);
    }

    /** n_eff = n · ARE: how many completely labelled rows would classify as well; empty where the efficiency is. */
    public OptionalDouble equivalentCompleteRows(int rows) {
        return classificationEfficiency.isPresent() ? OptionalDouble.of(rows * classificationEfficiency.getAsDouble())
                : OptionalDouble.empty();
    }
}

package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.Arrays;

/**
 * EM one step at a time, from the labelled-moments start: for watching it and for measuring it. {@link InformativeLabels} is the
 * way to fit. Close it to end its threads.
 */
public final class EmIteration implements AutoCloseable {
    private final Workers workers;
    private final Likelihood likelihood;
    private double[] x;
    private final double[] gradient;

    /** EM on standardised features; the mechanism is completely random or class-dependent, whose M-step is closed form. */
    public EmIteration(PartlyLabelled sample, Covariances structure, int classes, Mechanism mechanism, int threads) {
        if (!ExpectationMaximisation.applies(mechanism)) {
            throw new IllegalArgumentException("mechanism '" + mechanism.name()
                    + "' has no closed-form EM step; allowed: mcar, mnar");
        }
        Checks.sample(sample, classes, FitOptions.DEFAULT);
        Scaling scaling = Scaling.of(sample);
        PartlyLabelled standardised = sample.standardised(scaling.centre(), scaling.scale());
        workers = new Workers(threads);
        likelihood = new Likelihood(new RowBlocks(standardised), structure, classes, mechanism, workers);
        double[] start = new double[mechanism.parameters(classes)];
        Arrays.fill(start, LogSpace.logit((sample.missing() + 0.5) / (sample.rows() + 1.0)));
        x = likelihood.coordinates.encode(LabelledMoments.start(standardised, structure, classes, new double[classes][]), start);
        gradient = new double[x.length];
    }

    /** One E-step and M-step; returns the joint log-likelihood, standardised features, before the step. */
    public double step() {
        WeightedSums sums = likelihood.expectation(x);
        double value = sums.logLikelihood;
        double[] next = ExpectationMaximisation.step(likelihood, x, sums);
        if (next.length == 0) {
            throw new ArithmeticException("a class died or its covariance became singular");
        }
        x = next;
        return value;
    }

    /** One evaluation of log-likelihood and gradient at the current point, what a quasi-Newton step costs. */
    public double evaluate() {
        return likelihood.valueAndGradient(x, gradient);
    }

    @Override public void close() {
        workers.close();
    }
}

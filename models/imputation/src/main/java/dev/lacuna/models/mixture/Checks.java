package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.ArrayList;
import java.util.List;

/** What a fit asks of its input, each with an error that says what was given and what to do. */
final class Checks {

    private Checks() {}

    static void sample(PartlyLabelled sample, int classes, FitOptions options) {
        if (classes < 2) {
            throw new IllegalArgumentException("classification needs at least 2 classes; given " + classes
                    + (sample.largestLabelPlusOne() == 1
                            ? " (every label present is class 0; name more classes, with anchors, if there are any)"
                    : sample.missing() == sample.rows() ? " (every label is missing; say how many classes there are)" : ""));
        }
        if (sample.largestLabelPlusOne() > classes) {
            throw new IllegalArgumentException("label " + (sample.largestLabelPlusOne() - 1) + " does not fit " + classes
                    + " classes; allowed: 0.." + (classes - 1));
        }
        if (!options.anchors().isEmpty() && options.anchors().size() != classes) {
            throw new IllegalArgumentException("given " + options.anchors().size() + " anchor means; needs one for each of the "
                    + classes + " classes");
        }
        for (double[] anchor : options.anchors()) {
            if (anchor.length != sample.columns()) {
                throw new IllegalArgumentException("an anchor mean has " + anchor.length + " entries; the sample has "
                        + sample.columns() + " columns");
            }
        }
        int[] counts = sample.labelCounts(classes);
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0 && options.anchors().isEmpty() && !options.allowUnlabelledClasses()) {
                throw new IllegalArgumentException("class " + k
                        + " has no labelled row, so nothing ties it to its number; give anchor "
                        + "means, or allow classes without labels (they are then clusters in arbitrary order)");
            }
        }
        if (sample.rows() <= classes) {
            throw new IllegalArgumentException(sample.rows() + " rows cannot determine " + classes + " classes");
        }
    }

    static void mechanism(Mechanism mechanism, int classes, PartlyLabelled sample) {
        if (mechanism.link().filter(c -> c == Covariate.SQUARED_LOG_ODDS).isPresent() && classes != 2) {
            throw new IllegalArgumentException("the covariate d2 is the squared log-odds of two classes; there are " + classes
                    + ": use logent, ent, gini or margin");
        }
        if (mechanism instanceof Mechanism.Mixed m && m.source() == Source.RECORDED && !sample.sourcesRecorded()) {
            throw new IllegalArgumentException("mechanism '" + mechanism.name()
                    + "' needs the recorded source of every missing label; "
                    + "use PartlyLabelled.withSource, or the latent form 'mixed:" + m.covariate().shortName() + "'");
        }
    }

    static FitOptions standardiseAnchors(FitOptions o, Scaling scaling) {
        List<double[]> out = new ArrayList<>();
        for (double[] anchor : o.anchors()) {
            double[] a = anchor.clone();
            for (int c = 0; c < a.length; c++) {
                a[c] = (a[c] - scaling.centre()[c]) / scaling.scale()[c];
            }
            out.add(a);
        }
        return new FitOptions(o.randomStarts(), o.maxIterations(), o.gradientTolerance(), o.seed(), o.threads(), out,
                o.allowUnlabelledClasses());
    }
}

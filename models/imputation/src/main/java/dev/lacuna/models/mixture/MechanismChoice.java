package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Mechanisms compared by the joint likelihood of features, labels and missingness (spec 4.2, 4.3).
 *
 * @param rows one for each mechanism and covariance structure, smallest BIC first
 * @param tests likelihood-ratio tests between nested mechanisms with the same covariance structure
 */
public record MechanismChoice(List<Row> rows, List<Test> tests) {
    /** On the BIC scale, differences below this are not worth more than a mention (Kass and Raftery 1995). */
    private static final double WEAK = 2;
    private static final double STRONG = 10;
    private static final double LEVEL = 0.05;

    /** One fit with its criteria; {@code icl} is BIC - 2 Σ_{missing} log max τ. */
    public record Row(String mechanism, Covariances covariances, double logLikelihood, int parameters, double aic, double bic,
            double icl,
            FittedMixture fitted) {

        static Row of(FittedMixture fitted, PartlyLabelled sample) {
            double certainty = 0;
            for (int j = 0; j < sample.rows(); j++) {
                if (sample.label(j) < 0) {
                    double top = 0;
                    for (double p : fitted.probabilities(sample.row(j))) {
                        top = Math.max(top, p);
                    }
                    certainty += StrictMath.log(top);
                }
            }
            FitReport r = fitted.report();
            return new Row(fitted.mechanism().name(), fitted.mixture().structure(), r.logLikelihood(), r.parameters(), r.aic(),
                    r.bic(),
                    r.bic() - 2 * certainty, fitted);
        }
    }

    /**
     * A likelihood-ratio test.
     *
     * @param boundary whether the null hypothesis lies on the edge: the statistic then is half a chi-square, half zero
     */
    public record Test(String question, Covariances covariances, double statistic, int degrees, boolean boundary,
            double pValue) {}

    public MechanismChoice {
        rows = List.copyOf(rows);
        tests = List.copyOf(tests);
    }

    /** The mechanisms worth comparing on any table: random, the links, a chance share beside them, and class-dependent ones. */
    public static List<Mechanism> standard(int classes) {
        List<Mechanism> list = new ArrayList<>(List.of(new Mechanism.Mcar(), new Mechanism.Mar(Covariate.LOG_ENTROPY),
                new Mechanism.Mar(Covariate.ENTROPY)));
        if (classes == 2) {
            list.add(new Mechanism.Mar(Covariate.SQUARED_LOG_ODDS));
        }
        list.add(Mechanism.named("mixed:logent"));
        list.add(new Mechanism.ClassDependent());
        list.add(new Mechanism.ClassAndCovariate(Covariate.LOG_ENTROPY));
        return list;
    }

    static MechanismChoice of(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingDouble(Row::bic));
        List<Test> tests = new ArrayList<>();
        for (Row small : rows) {
            for (Row large : rows) {
                if (small.covariances == large.covariances) {
                    test(small, large).ifPresent(tests::add);
                }
            }
        }
        return new MechanismChoice(sorted, tests);
    }

    /** Nested pairs: MCAR in MAR, MCAR in class-dependent, MAR and class-dependent in both, MAR in mixed. */
    private static Optional<Test> test(Row small, Row large) {
        Mechanism a = small.fitted.mechanism();
        Mechanism b = large.fitted.mechanism();
        int classes = small.fitted.mixture().classes();
        boolean sameLink = a.link().isPresent() && a.link().equals(b.link());
        String question;
        boolean boundary = false;
        if (a instanceof Mechanism.Mcar && (b instanceof Mechanism.Mar || b instanceof Mechanism.ClassDependent)) {
            question = "do missing labels depend on " + (b instanceof Mechanism.Mar m ? m.covariate().shortName() : "the class")
                    + "?";
        } else if (a instanceof Mechanism.Mar && b instanceof Mechanism.ClassAndCovariate && sameLink) {
            question = "beyond " + a.name() + ", do they depend on the class?";
        } else if (a instanceof Mechanism.ClassDependent && b instanceof Mechanism.ClassAndCovariate) {
            question = "beyond the class, do they depend on " + b.link().orElseThrow().shortName() + "?";
        } else if (a instanceof Mechanism.Mar && b instanceof Mechanism.Mixed && sameLink) {
            question = "beyond " + a.name() + ", are some lost by chance?";
            boundary = true;
        } else {
            return Optional.empty();
        }
        int degrees = b.parameters(classes) - a.parameters(classes);
        double statistic = Math.max(0, 2 * (large.logLikelihood - small.logLikelihood));
        double p = Tails.upperTail(statistic, degrees);
        return Optional.of(new Test(question, small.covariances, statistic, degrees, boundary, boundary && statistic > 0 ? p / 2
                : p));
    }

    /** The row with the smallest BIC among fits without trouble; among all where every fit had some. */
    public Row best() {
        return rows.stream().filter(r -> usable(r.fitted.report().status())).findFirst().orElse(rows.get(0));
    }

    private static boolean usable(FitStatus status) {
        return status == FitStatus.CONVERGED || status == FitStatus.CLOSED_FORM || status == FitStatus.BOUNDARY
                || status == FitStatus.SEPARATED;
    }

    /** What the comparison says, for people, with what it cannot say. */
    public String verdict() {
        Row best = best();
        StringBuilder text = new StringBuilder();
        Optional<Row> random = rows.stream().filter(r -> r.fitted.mechanism() instanceof Mechanism.Mcar)
                .min(Comparator.comparingDouble(Row::bic));
        boolean bestRandom = best.fitted.mechanism() instanceof Mechanism.Mcar;
        boolean narrow = rows.stream()
                .anyMatch(r -> r != best && usable(r.fitted.report().status()) && r.bic - best.bic < WEAK);
        if (bestRandom && narrow) {
            text.append("These data hardly say whether labels are missing for a reason: the smallest BIC belongs to labels "
                    + "missing completely at random, by a narrow margin. ");
        } else if (bestRandom) {
            text.append("Nothing in these data says that labels are missing for a reason: the smallest BIC belongs to "
                    + "labels missing completely at random. ");
        } else {
            double lead = random.map(r -> r.bic - best.bic).orElse(Double.NaN);
            String strength = lead > STRONG ? "strong" : lead > WEAK ? "some" : "weak";
            text.append(String.format(Locale.ROOT,
                    "There is %s evidence that labels are missing for a reason: mechanism '%s' (%s covariances) has "
                    + "a BIC smaller by %.1f than labels missing completely at random. ", strength, best.mechanism,
                    best.covariances.name().toLowerCase(Locale.ROOT).replace('_', ' '), lead));
        }
        rows.stream().filter(r -> r != best && usable(r.fitted.report().status())).findFirst().ifPresent(next -> {
            if (next.bic - best.bic < WEAK) {
                text.append(String.format(Locale.ROOT, "The runner-up '%s' (%s) is as good (BIC larger by %.1f): report both. ",
                        next.mechanism,
                        next.covariances.name().toLowerCase(Locale.ROOT), next.bic - best.bic));
            }
        });
        for (Test t : tests) {
            if (t.covariances == best.covariances && t.pValue < LEVEL && t.question.startsWith("beyond")) {
                text.append(String.format(Locale.ROOT, "Test: %s Yes (p = %.2g). ", t.question, t.pValue));
            }
        }
        if (best.fitted.report().status() == FitStatus.SEPARATED) {
            text.append("The mechanism's slope is held by a weak penalty because the covariate separates the missing labels. ");
        }
        text.append("Caveat: no data can prove that labels depend on the unseen class itself. Every such model has a twin "
                + "without that dependence and the same fit to what was observed; the choice between them leans on the "
                + "normal shape of the classes.");
        return text.toString();
    }
}

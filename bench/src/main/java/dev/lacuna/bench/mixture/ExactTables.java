package dev.lacuna.bench.mixture;

import static dev.lacuna.bench.mixture.MixtureExperiments.format;
import static dev.lacuna.bench.mixture.MixtureExperiments.head;
import static dev.lacuna.bench.mixture.MixtureExperiments.row;

import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import java.util.Optional;

/** The tables of exact asymptotic relative efficiency: full fit, in brackets the ignorable one. */
final class ExactTables {
    private static final double[] RATES = {.10, .30, .50, .70, .80, .90, .95, .99};

    private ExactTables() {}

    static void print() {
        head("log-entropy, slope 3, equal priors", columns("Delta"));
        for (double separation : new double[] {.5, 1, 1.5, 2, 2.5, 3, 4}) {
            both(Covariate.LOG_ENTROPY, 3, separation);
        }
        head("other links, equal priors (full fit)", columns("covariate, slope, Delta"));
        links(Covariate.LOG_ENTROPY, 1, 1, 2, 3);
        links(Covariate.ENTROPY, 5, 1, 2, 3, 4);
        links(Covariate.SQUARED_LOG_ODDS, -.5, 1, 2, 3);
        links(Covariate.SQUARED_LOG_ODDS, -.1, 1, 2, 3);
        links(Covariate.LOG_ENTROPY, -3, 1, 2, 3);
        links(Covariate.LOG_ENTROPY, -1, 1, 2, 3);
        links(Covariate.GINI, 5, 1, 2, 3);
        links(Covariate.MARGIN, 5, 1, 2, 3);
        head("missing completely at random", columns("Delta"));
        for (double separation : new double[] {1, 2, 3}) {
            Object[] cells = new Object[RATES.length + 1];
            cells[0] = separation;
            for (int i = 0; i < RATES.length; i++) {
                cells[i + 1] = format("%.4f", TwoClassTheory.of(separation, .5).efficiency(Missingness.atRandom(RATES[i]),
                        1).ignorable());
            }
            row(cells);
        }
        head("critical slope (efficiency 1)", columns("covariate, Delta"));
        for (double separation : new double[] {.5, 1, 1.5, 2, 2.5, 3, 4}) {
            critical(Covariate.LOG_ENTROPY, separation);
        }
        for (Covariate c : new Covariate[] {Covariate.SQUARED_LOG_ODDS, Covariate.ENTROPY}) {
            for (double separation : new double[] {1, 2, 3}) {
                critical(c, separation);
            }
        }
        head("unequal priors, log-entropy, slope 3, rate .3 (full fit)", "prior", "Delta", "p = 1", "p = 2", "p = 5");
        for (double prior : new double[] {.3, .1}) {
            for (double separation : new double[] {1, 2, 3}) {
                TwoClassTheory theory = TwoClassTheory.of(separation, prior);
                Missingness m = Missingness.linked(Covariate.LOG_ENTROPY, 3, .3);
                row(prior, separation, format("%.3f", theory.efficiency(m, 1).full()), format("%.3f", theory.efficiency(m,
                        2).full()),
                        format("%.3f", theory.efficiency(m, 5).full()));
            }
        }
    }

    private static Object[] columns(String first) {
        Object[] cells = new Object[RATES.length + 1];
        cells[0] = first;
        for (int i = 0; i < RATES.length; i++) {
            cells[i + 1] = format("%.2f", RATES[i]);
        }
        return cells;
    }

    private static void both(Covariate covariate, double slope, double separation) {
        Object[] cells = new Object[RATES.length + 1];
        cells[0] = separation;
        for (int i = 0; i < RATES.length; i++) {
            Efficiency e = TwoClassTheory.of(separation, .5).efficiency(Missingness.linked(covariate, slope, RATES[i]), 1);
            cells[i + 1] = format("%.3f (%.3f)", e.full(), e.ignorable());
        }
        row(cells);
    }

    private static void links(Covariate covariate, double slope, double... separations) {
        for (double separation : separations) {
            Object[] cells = new Object[RATES.length + 1];
            cells[0] = covariate.shortName() + ", " + slope + ", " + separation;
            for (int i = 0; i < RATES.length; i++) {
                cells[i + 1] = format("%.3f", TwoClassTheory.of(separation, .5)
                        .efficiency(Missingness.linked(covariate, slope, RATES[i]), 1).full());
            }
            row(cells);
        }
    }

    private static void critical(Covariate covariate, double separation) {
        Object[] cells = new Object[RATES.length + 1];
        cells[0] = covariate.shortName() + ", " + separation;
        for (int i = 0; i < RATES.length; i++) {
            Optional<Double> slope = TwoClassTheory.of(separation, .5).criticalSlope(covariate, RATES[i], 1, 400);
            cells[i + 1] = slope.map(s -> format("%.3f", s)).orElse("none below 400");
        }
        row(cells);
    }
}

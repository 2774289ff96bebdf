package dev.lacuna.bench.mixture;

import static dev.lacuna.bench.mixture.MixtureExperiments.SEED;
import static dev.lacuna.bench.mixture.MixtureExperiments.format;
import static dev.lacuna.bench.mixture.MixtureExperiments.head;
import static dev.lacuna.bench.mixture.MixtureExperiments.row;

import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.InformativeLabels;
import dev.lacuna.models.mixture.LabelSimulator;
import dev.lacuna.models.mixture.RelativeEfficiency;
import dev.lacuna.models.mixture.RelativeEfficiency.Method;
import dev.lacuna.models.mixture.RelativeEfficiency.Outcome;
import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.ArrayList;
import java.util.List;

/** Experiments E1, E2 and E4: two classes in the plane, unit covariance, equal priors. */
final class SimulatedTables {
    private static final int COLUMNS = 2;

    private SimulatedTables() {}

    static GaussianMixture canonical(double separation) {
        return GaussianMixture.of(Covariances.EQUAL, new double[] {.5, .5},
                new double[][] {{separation / 2, 0}, {-separation / 2, 0}}, new double[][] {{1, 0, 0, 1}});
    }

    static InformativeLabels settings(String mechanism) {
        return InformativeLabels.builder().mechanism(Mechanism.named(mechanism)).randomStarts(0).build();
    }

    private static Method full(String mechanism) {
        return RelativeEfficiency.fitted("full", settings(mechanism));
    }

    private static Method ignorable() {
        return RelativeEfficiency.fitted("ignorable", settings("mcar"));
    }

    private static String cell(Outcome o) {
        return format("%.3f (%.3f)", o.efficiency(), o.efficiencyError());
    }

    private static String z(double simulated, double error, double exact) {
        return format("%+.1f", (simulated - exact) / error);
    }

    static void efficiency(int replicates, int threads) {
        int rows = 1000;
        head("E1: relative efficiency against complete labels, n = " + rows + ", p = 2, rate .3, " + replicates
                + " replicates, seed " + SEED
                + "; Monte Carlo error in brackets", "mechanism", "Delta", "exact full", "simulated full", "z", "exact ignorable",
                "simulated ignorable", "z", "thinned at random", "labelled only", "self-training", "excess x1e3 complete",
                        "excess x1e3 full",
                "full beats complete", "failures");
        for (double[] s : new double[][] {{1, 3}, {2, 3}, {3, 3}, {2, -.5}, {1, -.5}}) {
            Covariate covariate = s[1] > 0 ? Covariate.LOG_ENTROPY : Covariate.SQUARED_LOG_ODDS;
            Efficiency exact = TwoClassTheory.of(s[0], .5).efficiency(Missingness.linked(covariate, s[1], .3), COLUMNS);
            LabelSimulator simulator = LabelSimulator.of(canonical(s[0]), new Mechanism.Mar(covariate),
                    new double[] {exact.intercept(), s[1]});
            List<Outcome> o = RelativeEfficiency.run(canonical(s[0]), simulator, List.of(RelativeEfficiency.complete(),
                    full(covariate.shortName()), ignorable(), RelativeEfficiency.thinned(settings("mcar")),
                            RelativeEfficiency.labelledOnly(),
                    RelativeEfficiency.selfTraining()), rows, replicates, SEED, threads);
            row(covariate.shortName() + " " + s[1], s[0], format("%.3f", exact.full()), cell(o.get(1)),
                    z(o.get(1).efficiency(), o.get(1).efficiencyError(), exact.full()), format("%.3f", exact.ignorable()),
                            cell(o.get(2)),
                    z(o.get(2).efficiency(), o.get(2).efficiencyError(), exact.ignorable()), cell(o.get(3)), cell(o.get(4)),
                            cell(o.get(5)),
                    format("%.3f", 1e3 * o.get(0).meanExcess()), format("%.3f", 1e3 * o.get(1).meanExcess()),
                    format("%.2f", o.get(1).beatsComplete()), o.get(1).failures());
        }
    }

    static void scarcity(int replicates, int threads) {
        head("E2: relative efficiency against the labelled share, Delta = 2, n = 1000, p = 2, log-entropy, " + replicates
                + " replicates, seed " + SEED, "slope", "labelled", "exact full", "simulated full", "z", "exact ignorable",
                "simulated ignorable", "labelled only", "failures");
        for (double slope : new double[] {3, 1, 5}) {
            for (double rate : new double[] {.5, .7, .8, .9, .95, .98, .99}) {
                Efficiency exact = TwoClassTheory.of(2, .5).efficiency(Missingness.linked(Covariate.LOG_ENTROPY, slope, rate),
                        COLUMNS);
                LabelSimulator simulator = LabelSimulator.of(canonical(2), Mechanism.named("logent"),
                        new double[] {exact.intercept(), slope});
                List<Outcome> o = RelativeEfficiency.run(canonical(2), simulator, List.of(RelativeEfficiency.complete(),
                        full("logent"),
                        ignorable(), RelativeEfficiency.labelledOnly()), 1000, replicates, SEED, threads);
                row(slope, format("%.0f %%", 100 * (1 - rate)), format("%.3f", exact.full()), cell(o.get(1)),
                        z(o.get(1).efficiency(), o.get(1).efficiencyError(), exact.full()), format("%.3f", exact.ignorable()),
                                cell(o.get(2)),
                        cell(o.get(3)), o.get(1).failures());
            }
        }
    }

    static void paradox(int replicates, int threads) {
        head("E2: slope above which partial labels beat complete ones (log-entropy, exact)", "labelled", "Delta 1", "Delta 2",
                "Delta 3");
        for (double rate : new double[] {.1, .3, .5, .7, .8, .9, .95, .98, .99}) {
            List<Object> cells = new ArrayList<>(List.of(format("%.0f %%", 100 * (1 - rate))));
            for (double separation : new double[] {1, 2, 3}) {
                cells.add(TwoClassTheory.of(separation, .5).criticalSlope(Covariate.LOG_ENTROPY, rate, COLUMNS, 400)
                        .map(s -> format("%.3f", s)).orElse("none"));
            }
            row(cells.toArray());
        }
        head("E2: mixed sources, Delta = 2, n = 1000, rate .3, slope 3, " + replicates + " replicates, seed " + SEED, "alpha",
                "exact recorded", "simulated recorded", "z", "exact latent", "simulated latent", "z", "failures");
        for (double alpha : new double[] {0, .1, .2, .3}) {
            Missingness m = Missingness.linked(Covariate.LOG_ENTROPY, 3, .3);
            TwoClassTheory theory = TwoClassTheory.of(2, .5);
            Efficiency recorded = theory.efficiency(m.mixedWith(alpha, Source.RECORDED), COLUMNS);
            Efficiency latent = theory.efficiency(m.mixedWith(alpha, Source.LATENT), COLUMNS);
            double[] parameters = {recorded.intercept(), 3, LogSpace.logit(alpha)};
            LabelSimulator simulator = LabelSimulator.of(canonical(2), new Mechanism.Mixed(Covariate.LOG_ENTROPY,
                    Source.RECORDED), parameters);
            List<Outcome> o = RelativeEfficiency.run(canonical(2), simulator, List.of(RelativeEfficiency.complete(),
                    full("mixed-recorded:logent"), full("mixed:logent")), 1000, replicates, SEED, threads);
            row(alpha, format("%.3f", recorded.full()), cell(o.get(1)), z(o.get(1).efficiency(), o.get(1).efficiencyError(),
                    recorded.full()),
                    format("%.3f", latent.full()), cell(o.get(2)), z(o.get(2).efficiency(), o.get(2).efficiencyError(),
                            latent.full()),
                    o.get(1).failures() + o.get(2).failures());
        }
    }

    static void entropy(int replicates, int threads) {
        head("E4: does minimum entropy help? Delta = 2, n = 500, rate .3, log-entropy, mean excess x1e3 (Monte Carlo error), "
                + replicates
                + " replicates, seed " + SEED, "slope", "complete", "ignorable", "full", "entropy .1", "entropy .3", "entropy 1",
                "entropy -.3 (maximum)", "self-training", "exact full", "simulated full");
        for (double slope : new double[] {3, -3}) {
            Efficiency exact = TwoClassTheory.of(2, .5).efficiency(Missingness.linked(Covariate.LOG_ENTROPY, slope, .3), COLUMNS);
            LabelSimulator simulator = LabelSimulator.of(canonical(2), Mechanism.named("logent"),
                    new double[] {exact.intercept(), slope});
            List<Outcome> o = RelativeEfficiency.run(canonical(2), simulator, List.of(RelativeEfficiency.complete(), ignorable(),
                    full("logent"), RelativeEfficiency.entropyMinimisation(.1), RelativeEfficiency.entropyMinimisation(.3),
                    RelativeEfficiency.entropyMinimisation(1), RelativeEfficiency.entropyMinimisation(-.3),
                    RelativeEfficiency.selfTraining()), 500, replicates, SEED, threads);
            List<Object> cells = new ArrayList<>(List.of(slope));
            for (Outcome outcome : o) {
                cells.add(format("%.3f (%.3f)", 1e3 * outcome.meanExcess(), 1e3 * outcome.excessError()));
            }
            cells.add(format("%.3f", exact.full()));
            cells.add(cell(o.get(2)));
            row(cells.toArray());
        }
    }
}

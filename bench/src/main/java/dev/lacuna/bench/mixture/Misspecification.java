package dev.lacuna.bench.mixture;

import static dev.lacuna.bench.mixture.MixtureExperiments.SEED;
import static dev.lacuna.bench.mixture.MixtureExperiments.format;
import static dev.lacuna.bench.mixture.MixtureExperiments.head;
import static dev.lacuna.bench.mixture.MixtureExperiments.row;

import dev.lacuna.models.mixture.Baselines;
import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.InformativeLabels;
import dev.lacuna.models.mixture.LabelSimulator;
import dev.lacuna.models.mixture.MechanismChoice;
import dev.lacuna.models.mixture.RelativeEfficiency;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every mechanism fitted to every mechanism's data (spec 4.4): excess error, tests, and what BIC picks. p = 2, Delta = 2, n =
 * 500.
 */
final class Misspecification {
    private static final int ROWS = 500;
    private static final String[] FITS = {"mcar", "logent", "mnar", "mnar+logent", "mixed:logent"};
    private static final String[] QUESTIONS = {"depend on logent", "depend on the class",
            "beyond logent, do they depend on the class",
        "beyond the class", "lost by chance"};

    private Misspecification() {}

    private record Design(String name, Mechanism mechanism, double[] parameters, String right) {}

    /** One replicate: excess errors (complete, labelled only, fits...), the mechanism of smallest BIC, rejections at 5 %. */
    private record Replicate(double[] excess, String pick, double pickExcess, boolean[] rejected) {}

    static void print(int replicates, int threads) {
        double xi0 = TwoClassTheory.of(2, .5).intercept(Covariate.LOG_ENTROPY, 3, .3);
        double mild = TwoClassTheory.of(2, .5).intercept(Covariate.LOG_ENTROPY, 2, .3);
        List<Design> designs = List.of(new Design("MCAR .5", new Mechanism.Mcar(), new double[] {0}, "mcar"),
                new Design("MAR-logent slope 3", Mechanism.named("logent"), new double[] {xi0, 3}, "logent"),
                new Design("MNAR (.8, .3)", new Mechanism.ClassDependent(), new double[] {LogSpace.logit(.8),
                        LogSpace.logit(.3)}, "mnar"),
                new Design("MIXED .2 + .3", Mechanism.named("mixed:logent"), new double[] {xi0, 3, LogSpace.logit(.2)},
                        "mixed:logent"),
                new Design("MNAR+MAR (+-1, 2)", Mechanism.named("mnar+logent"), new double[] {mild + 1, mild - 1, 2},
                        "mnar+logent"));
        GaussianMixture truth = SimulatedTables.canonical(2);
        List<Object[]> picks = new ArrayList<>();
        head("misspecification: mean excess error x1e3 (Monte Carlo error), n = 500, " + replicates + " replicates, seed " + SEED,
                "data / fit", "complete", "labelled only", "ignorable", "logent", "mnar", "mnar+logent", "mixed",
                        "picked by BIC");
        for (int d = 0; d < designs.size(); d++) {
            Design design = designs.get(d);
            List<Replicate> all = run(design, truth, replicates, threads, SEED + 1000L * d);
            List<Object> cells = new ArrayList<>(List.of(design.name));
            for (int m = 0; m < FITS.length + 2; m++) {
                int column = m;
                cells.add(cell(all.stream().mapToDouble(r -> r.excess[column]).toArray()));
            }
            cells.add(cell(all.stream().mapToDouble(Replicate::pickExcess).toArray()));
            row(cells.toArray());
            picks.add(picks(design, all));
        }
        head("rejections at 5 % and the smallest BIC", "data", "T1 MAR", "T1 MNAR", "T2", "T3", "T4", "BIC picks", "right");
        picks.forEach(MixtureExperiments::row);
    }

    private static Object[] picks(Design design, List<Replicate> all) {
        Map<String, Integer> count = new LinkedHashMap<>();
        all.forEach(r -> count.merge(r.pick, 1, Integer::sum));
        Object[] cells = new Object[QUESTIONS.length + 3];
        cells[0] = design.name;
        for (int q = 0; q < QUESTIONS.length; q++) {
            int question = q;
            cells[q + 1] = format("%.3f", all.stream().filter(r -> r.rejected[question]).count() / (double) all.size());
        }
        cells[QUESTIONS.length + 1] = count;
        cells[QUESTIONS.length + 2] = format("%.1f %%", 100.0 * count.getOrDefault(design.right, 0) / all.size());
        return cells;
    }

    private static String cell(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return format("%.3f (%.3f)", 1e3 * mean, 1e3 * Math.sqrt(squares / (values.length - 1) / values.length));
    }

    private static List<Replicate> run(Design design, GaussianMixture truth, int replicates, int threads, long seed) {
        LabelSimulator simulator = LabelSimulator.of(truth, design.mechanism, design.parameters);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Replicate>> futures = new ArrayList<>();
            for (int r = 0; r < replicates; r++) {
                int replicate = r;
                futures.add(pool.submit(() -> replicate(truth, simulator.draw(ROWS, seed, replicate))));
            }
            List<Replicate> out = new ArrayList<>();
            for (Future<Replicate> f : futures) {
                out.add(f.get());
            }
            return out;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    private static Replicate replicate(GaussianMixture truth, LabelSimulator.Draw draw) {
        double bayes = RelativeEfficiency.error(truth, truth.discriminant());
        double[] excess = new double[FITS.length + 2];
        excess[0] = RelativeEfficiency.error(truth, RelativeEfficiency.complete().fit().apply(draw).discriminant()) - bayes;
        excess[1] = RelativeEfficiency.error(truth, Baselines.labelledOnly(draw.observed(), Covariances.EQUAL,
                2).discriminant()) - bayes;
        List<Mechanism> mechanisms = new ArrayList<>();
        for (String f : FITS) {
            mechanisms.add(Mechanism.named(f));
        }
        MechanismChoice choice = InformativeLabels.builder().randomStarts(1).build()
                .compare(draw.observed(), mechanisms, List.of(Covariances.EQUAL));
        for (MechanismChoice.Row r : choice.rows()) {
            int at = Arrays.asList(FITS).indexOf(r.mechanism());
            excess[at + 2] = RelativeEfficiency.error(truth, r.fitted().mixture().discriminant()) - bayes;
        }
        boolean[] rejected = new boolean[QUESTIONS.length];
        for (int q = 0; q < QUESTIONS.length; q++) {
            for (MechanismChoice.Test t : choice.tests()) {
                rejected[q] |= t.question().contains(QUESTIONS[q]) && t.pValue() < 0.05
                        && !(q == 1 && t.question().startsWith("beyond"));
            }
        }
        String pick = choice.best().mechanism();
        return new Replicate(excess, pick, excess[Arrays.asList(FITS).indexOf(pick) + 2], rejected);
    }
}

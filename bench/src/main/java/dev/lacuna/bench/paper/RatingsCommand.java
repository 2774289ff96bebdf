package dev.lacuna.bench.paper;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The protocols of GINA's Yahoo and Eedi experiments on tables that are free: restaurant ratings, and simulated answers whose
 * truth is known. The debiased error is the mean over columns of each column's mean squared error, so a popular column counts no
 * more than another (section 6.3). The paper's numbers belong to other data; its level changes on Eedi are printed for their
 * signs only.
 */
@Command(name = "ratings", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Ratings and answers: debiased error, and the level change of questions that a model chooses.")
final class RatingsCommand implements Callable<Integer> {
    private static final long STEPS = 5_000;
    private static final int SAMPLES = 1_000;
    private static final int STUDENTS = 1_000;
    private static final int QUESTIONS = 40;
    private static final int ASKED_STUDENTS = 50;
    private static final int ASKED_QUESTIONS = 5;
    private static final int ASKING_SAMPLES = 100;
    private static final String SIZES = "latent=10 samples=5 batch=100 learning-rate=0.001 activation=relu encoder-layers=50"
            + " decoder-layers=20,50 log-variance-clamp=10 ";
    private static final String SET = "set-embedding=10 set-width=50 ";

    private record Method(String name, String model, String settings, boolean asks) {}

    /**
     * Small sets of answers are asked about, so encoders of sets train with dropout; the reward reads encoder and decoder alone.
     */
    private static final List<Method> METHODS = List.of(
            new Method("PVAE", "pvae", SIZES + SET + "bound=elbo dropout=0.9 dropout-scores=all", true),
            new Method("not-MIWAE", "notmiwae", SIZES + SET + "encoder=set dropout=0.9 missingness=shared-slope", true),
            new Method("GNR", "gnr", SIZES + "encoder-input=x-and-observed", false),
            new Method("GINA", "gina", SIZES + SET + "encoder=set dropout=0.9 dropout-scores=all missingness=linear-xz"
                    + " missingness-weight=0.5", true),
            new Method("chained equations", "chained", "", false), new Method("column means", "mean", "", false));

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the data sets; the simulation needs none")
    private Path data;

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Results results = run.results();
        run.header(out, String.format(Locale.ROOT, "Ratings: %d steps, %d samples; level change over %d questions to each of %d"
                + " new students; the paper on Eedi: GINA +0.945 / -0.353, not-MIWAE +0.062 / -0.073, PVAE +0.131 / -0.101",
                run.steps(STEPS), run.samples(SAMPLES), ASKED_QUESTIONS, ASKED_STUDENTS));
        out.println("| set | method | debiased MSE | plain MSE | level change after right / wrong | Welch p | seconds |");
        out.println("|---|---|---|---|---|---|---|");
        for (String set : List.of("simulated", "restaurants")) {
            if (!run.wantsSet(set)) continue;
            if (set.equals("restaurants") && data == null) throw new IOException("set restaurants needs --data");
            for (Method method : METHODS) {
                if (run.wantsMethod(method.name())) row(set, method, results, out);
            }
        }
        return 0;
    }

    private void row(String set, Method method, Results results, PrintWriter out) throws IOException {
        boolean deep = method.settings().startsWith(SIZES);
        String settings = method.settings() + (deep ? " steps=" + run.steps(STEPS) : "");
        List<Cell> cells = new ArrayList<>();
        for (long seed : run.seeds) {
            Cell cell = new Cell("ratings", set, method.name(), settings + " rows=" + run.rows + " impute-samples="
                    + run.samples(SAMPLES), seed);
            Optional<Ratings> ratings = set.equals("restaurants")
                    ? Optional.of(Ratings.read(data.resolve("restaurant_consumer"), seed)) : Optional.empty();
            results.of(cell, () -> ratings.map(r -> restaurants(r, method, settings, seed))
                    .orElseGet(() -> simulated(method, settings, seed)));
            cells.add(cell);
        }
        out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s | %.0f |%n", set, method.name(),
                Estimate.of(results.of(cells, "debiased")), Estimate.of(results.of(cells, "plain")),
                set.equals("simulated") && method.asks() ? levels(results, cells) : "- | -",
                Arrays.stream(results.of(cells, Results.SECONDS)).sum());
        out.flush();
    }

    private Map<String, Double> restaurants(Ratings ratings, Method method, String settings, long seed) {
        Imputation imputation = fit(method, settings, ratings.table(), seed).impute(ratings.table(),
                options(run.samples(SAMPLES), seed));
        Errors errors = new Errors();
        for (int place = 0; place < ratings.held().length; place++) {
            double[] filled = Columns.numbers(imputation.completed().column(ratings.firstPlace() + place));
            errors.column(ratings.held()[place], filled);
        }
        return errors.values();
    }

    /** Every unanswered question of the training students is scored against the answer that was hidden. */
    private Map<String, Double> simulated(Method method, String settings, long seed) {
        int students = Math.min(run.rows, STUDENTS);
        ItemResponses all = ItemResponses.of(students + ASKED_STUDENTS, QUESTIONS, seed);
        Table training = all.holed().rows(0, students);
        ImputationModel model = fit(method, settings, training, seed);
        Imputation imputation = model.impute(training, options(run.samples(SAMPLES), seed));
        Errors errors = new Errors();
        for (int q = 1; q <= QUESTIONS; q++) {
            double[] truth = new double[students];
            double[] right = new double[students];
            for (int s = 0; s < students; s++) {
                truth[s] = training.column(q).observed(s) ? Double.NaN : all.complete().column(q).number(s);
                double sure = imputation.uncertainty(s, q);
                right[s] = imputation.completed().column(q).number(s) > 0 ? sure : 1 - sure;
            }
            errors.column(truth, right);
        }
        Map<String, Double> values = errors.values();
        if (method.asks()) {
            values.putAll(new LevelChange(training).ask(model, all.complete().rows(students, students + ASKED_STUDENTS),
                    ASKED_QUESTIONS, ASKING_SAMPLES, seed));
        }
        return values;
    }

    private ImputationModel fit(Method method, String settings, Table table, long seed) {
        Map<String, String> given = Fits.settings(settings);
        return Models.imputer(method.model(), given).fit(table, FitOptions.defaults().withSeed(seed).withThreads(run.threads));
    }

    private ImputeOptions options(int samples, long seed) {
        return ImputeOptions.defaults().withSamples(samples).withSeed(seed).withThreads(run.threads);
    }

    /** Steps of all seeds pooled. */
    private static String levels(Results results, List<Cell> cells) {
        double[] mean = new double[2];
        double[] squaredError = new double[2];
        double[] n = new double[2];
        for (int group = 0; group < 2; group++) {
            n[group] = Arrays.stream(results.of(cells, "n" + group)).sum();
            mean[group] = Arrays.stream(results.of(cells, "sum" + group)).sum() / n[group];
            double squares = Arrays.stream(results.of(cells, "squares" + group)).sum();
            squaredError[group] = (squares / n[group] - mean[group] * mean[group]) / (n[group] - 1);
        }
        WelchTest test = WelchTest.of(mean[1], squaredError[1], n[1], mean[0], squaredError[0], n[0]);
        return String.format(Locale.ROOT, "%+.3f ± %.3f / %+.3f ± %.3f | %.2g", mean[1], Math.sqrt(squaredError[1]), mean[0],
                Math.sqrt(squaredError[0]), test.p());
    }

    /** Squared errors by column. */
    private static final class Errors {
        private double sumOfMeans;
        private int columns;
        private double squares;
        private int cells;

        /** @param truth NaN where there is nothing to score */
        void column(double[] truth, double[] filled) {
            double sum = 0;
            int count = 0;
            for (int row = 0; row < truth.length; row++) {
                if (Double.isNaN(truth[row])) continue;
                sum += (truth[row] - filled[row]) * (truth[row] - filled[row]);
                count++;
            }
            if (count == 0) return;
            sumOfMeans += sum / count;
            columns++;
            squares += sum;
            cells += count;
        }

        Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("debiased", sumOfMeans / columns);
            values.put("plain", squares / cells);
            return values;
        }
    }
}

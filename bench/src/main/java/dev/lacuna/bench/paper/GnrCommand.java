package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.SyntheticData.Normals;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.latent.MissingnessReconstruction;
import dev.lacuna.models.latent.MissingnessReconstruction.Weighing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * GNR's weight alpha over mechanisms: errors, and how well it reconstructs which cells are missing, beside the base rate. The
 * paper's tables were not at hand, so there is no number of theirs; for the toy, the rank-one factor model that fits by
 * quadrature, the exact maximum-likelihood value is printed. Known sizes of the paper: K = 20, L = 1000, Adam 1e-3, 10,000 steps;
 * the rest is not-MIWAE's.
 */
@Command(name = "gnr", mixinStandardHelpOptions = true, sortOptions = false,
        description = "GNR: mechanisms P1 to P5, sweep of alpha, three accuracies of reconstructed missingness.")
final class GnrCommand implements Callable<Integer> {
    private static final long STEPS = 10_000;
    private static final int SAMPLES = 1_000;
    /** Draws of a reconstruction, which runs on the training tape. */
    private static final int RECONSTRUCTION_SAMPLES = 100;
    private static final String TOY = "toy";
    private static final int TOY_ROWS = 1000;
    private static final double LOADING = 0.9;
    private static final String TRAINING = "standardise=no samples=20 batch=16 learning-rate=0.001 ";
    private static final String DEEP = TRAINING + "encoder-layers=128,128 decoder-layers=128,128 activation=tanh ";
    private static final String LINEAR = TRAINING + "encoder-layers=128,128 decoder-layers=none std=shared activation=tanh ";

    private record Method(String name, String model, String settings) {
        boolean baseline() {
            return model.equals("mean") || model.equals("chained");
        }
    }

    private static final List<Method> METHODS = List.of(new Method("GNR alpha=0", "gnr", "missingness-weight=0"),
            new Method("GNR alpha=1", "gnr", "missingness-weight=1"), new Method("GNR alpha=3", "gnr", "missingness-weight=3"),
            new Method("GNR alpha=10", "gnr", "missingness-weight=10"),
            new Method("GNR alpha=10/rate", "gnr", "missingness-weight=10 alpha-mode=per-missing-rate"),
            new Method("not-MIWAE self-masking known", "notmiwae", "missingness=self-known"),
            new Method("chained equations", "chained", "standardise=no"),
            new Method("mean", "mean", ""));

    /**
     * Exact maximum likelihood on the toy by quadrature, n = 1000, mean of three seeds: RMSE for alpha 0, 1, 10, 10/rate, and
     * mean.
     */
    private static final Map<GnrMechanism, Map<String, Double>> EXACT = Map.of(
            new GnrMechanism.Latent(-3, 0), exact(.560, .509, .598, .827, 1.441),
            new GnrMechanism.Logistic(3, 0), exact(.732, .626, .590, .611, 1.528),
            new GnrMechanism.Above(1, 0), exact(.910, .750, .595, .535, 1.678));

    @Option(names = "--data", paramLabel = "DIR", description = "folder of the data sets; the toy needs none")
    private Path data;

    @Option(names = "--mechanisms", split = ",", paramLabel = "NAMES", description = "what hides cells: " + GnrMechanism.NAMES
            + "; default one of each family and mcar")
    private List<String> mechanismNames = List.of();

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<GnrMechanism> mechanisms = mechanisms();
        Results results = run.results();
        run.header(out, String.format(Locale.ROOT, "GNR: %d steps, %d samples; the toy with linear decoder, H = 1. Accuracy of"
                + " P(observed) on full weights / weights without the missingness term / complete rows; base: each column's"
                + " majority",
                run.steps(STEPS),
                run.samples(SAMPLES)));
        out.println("| set | mechanism | method | RMSE | exact | difference | bias | ESS | accuracy full / data / complete |"
                + " base | seconds |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        if (run.wantsSet(TOY, Set.of(TOY, "red"))) set(TOY, TOY_ROWS, mechanisms, results, out);
        for (PublishedNotMiwae.Set set : PublishedNotMiwae.SETS) {
            if (run.wantsSet(set.name(), Set.of(TOY, "red"))) set(set.name(), 0, mechanisms, results, out);
        }
        return 0;
    }

    private List<GnrMechanism> mechanisms() {
        if (mechanismNames.isEmpty()) return GnrMechanism.USUAL;
        try {
            return mechanismNames.stream().flatMap(name -> GnrMechanism.named(name).stream()).distinct().toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage(), unknown);
        }
    }

    private void set(String name, int toyRows, List<GnrMechanism> mechanisms, Results results, PrintWriter out)
            throws IOException {
        Map<Long, Complete> complete = new LinkedHashMap<>();
        for (long seed : run.seeds) complete.put(seed, toyRows > 0 ? toy(Math.min(run.rows, toyRows), seed) : read(name, seed));
        for (GnrMechanism mechanism : mechanisms) {
            for (Method method : METHODS) {
                if (!run.wantsMethod(method.name())) continue;
                String settings = settings(method, name, complete.get(run.seeds.get(0)).values().length);
                List<Cell> cells = new ArrayList<>();
                for (long seed : run.seeds) {
                    Cell cell = new Cell("gnr", name, mechanism + " " + method.name(), settings + " rows=" + run.rows
                            + " impute-samples=" + run.samples(SAMPLES), seed);
                    results.of(cell, () -> measure(method, settings, complete.get(seed), mechanism, seed));
                    cells.add(cell);
                }
                print(out, name, mechanism, method, cells, results);
            }
        }
    }

    private String settings(Method method, String set, int columns) {
        if (method.baseline()) return method.settings();
        boolean toy = set.equals(TOY);
        return (toy ? LINEAR + "latent=1" : DEEP + "latent=" + (columns - 1)) + " steps=" + run.steps(STEPS) + " "
                + method.settings();
    }

    private Map<String, Double> measure(Method method, String settings, Complete complete, GnrMechanism mechanism, long seed) {
        GnrMechanism.Holed rows = mechanism.hide(complete.values(), complete.cause(), seed);
        double[][] holed = rows.holed();
        ImputationModel model = Fits.fit(method.model(), settings, holed, seed, run.threads);
        Table table = Columns.table(holed);
        Imputation imputation = model.impute(table,
                ImputeOptions.defaults().withSamples(run.samples(SAMPLES)).withSeed(seed).withThreads(run.threads));
        HoleErrors errors = HoleErrors.of(rows.complete(), holed, Columns.values(imputation.completed()));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("rmse", errors.rmse());
        values.put("bias", errors.bias());
        values.put("mae", errors.absolute());
        if (method.baseline()) return values;
        double[] sizes = IntStream.range(0, table.rows()).mapToDouble(imputation::effectiveSampleSize)
                .filter(size -> !Double.isNaN(size)).toArray();
        values.put("ess", Columns.median(sizes));
        MissingnessReconstruction full = MissingnessReconstruction.of(model, table, Weighing.POSTERIOR, RECONSTRUCTION_SAMPLES,
                seed);
        values.put("posterior", full.accuracy());
        values.put("data-only", MissingnessReconstruction.of(model, table, Weighing.DATA_ONLY, RECONSTRUCTION_SAMPLES,
                seed).accuracy());
        values.put("complete", MissingnessReconstruction.ofComplete(model, Columns.table(rows.complete()), table,
                RECONSTRUCTION_SAMPLES, seed).accuracy());
        values.put("base", full.majorityAccuracy());
        return values;
    }

    private void print(PrintWriter out, String set, GnrMechanism mechanism, Method method, List<Cell> cells, Results results) {
        Estimate ours = Estimate.of(results.of(cells, "rmse"));
        Double exact = set.equals(TOY) ? EXACT.getOrDefault(mechanism, Map.of()).get(method.name()) : null;
        String theirs = exact == null ? "- | -" : String.format(Locale.ROOT, "%.3f | %+.3f", exact, ours.mean() - exact);
        String missingness = method.baseline() ? "- | - | -" : String.format(Locale.ROOT, "%.0f | %.3f / %.3f / %.3f | %.3f",
                mean(results, cells, "ess"), mean(results, cells, "posterior"), mean(results, cells, "data-only"),
                mean(results, cells, "complete"), mean(results, cells, "base"));
        out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s | %+.3f | %s | %.0f |%n", set, mechanism, method.name(), ours, theirs,
                mean(results, cells, "bias"), missingness, mean(results, cells, Results.SECONDS) * cells.size());
        out.flush();
    }

    private static double mean(Results results, List<Cell> cells, String name) {
        return Arrays.stream(results.of(cells, name)).average().orElseThrow();
    }

    private static Map<String, Double> exact(double zero, double one, double ten, double perRate, double mean) {
        return Map.of("GNR alpha=0", zero, "GNR alpha=1", one, "GNR alpha=10", ten, "GNR alpha=10/rate", perRate, "mean", mean);
    }

    /** @param cause what drives P4, one number a row */
    private record Complete(double[][] values, double[] cause) {}

    /** z ~ N(0, 1), x = 0.9 z + sqrt(0.19) e, four columns. */
    private static Complete toy(int rows, long seed) {
        Normals normals = new Normals(seed);
        double[] cause = normals.next(rows);
        double[][] values = new double[4][];
        for (int c = 0; c < 4; c++) {
            values[c] = normals.next(rows);
            for (int row = 0; row < rows; row++) {
                values[c][row] = LOADING * cause[row] + Math.sqrt(1 - LOADING * LOADING) * values[c][row];
            }
        }
        return new Complete(values, cause);
    }

    /** A standardised table. Its generator is not known: P4's z is a random direction through the columns, standardised. */
    private Complete read(String name, long seed) throws IOException {
        PublishedNotMiwae.Set set = PublishedNotMiwae.SETS.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        double[][] values = UciProtocol.of(Columns.firstRows(Columns.read(data.resolve(set.file()), set.columns()),
                run.rows)).truth();
        double[] direction = new Normals(seed).next(values.length);
        double[] cause = new double[values[0].length];
        for (int c = 0; c < values.length; c++) {
            for (int row = 0; row < cause.length; row++) cause[row] += direction[c] * values[c][row];
        }
        return new Complete(values, UciProtocol.of(new double[][] {cause}).truth()[0]);
    }
}

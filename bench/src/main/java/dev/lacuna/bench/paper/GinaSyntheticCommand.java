package dev.lacuna.bench.paper;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import dev.lacuna.models.Setting;
import dev.lacuna.models.latent.Generation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * GINA's synthetic experiment with numbers in place of pictures. Sizes are the paper's (B.1): H = 5, encoder 10, 10 on [x, r],
 * decoder 10, tanh, log sigma = -2, K = 5, batch 100, Adam 1e-3, 20,000 steps; methods differ in prior and missingness model
 * alone. The paper prints no number: its claim is the order GINA, not-MIWAE, PVAE.
 */
@Command(name = "gina-synthetic", mixinStandardHelpOptions = true, sortOptions = false,
        description = "GINA's synthetic data A, B and C: how far generated points are from the truth, relative to complete rows.")
final class GinaSyntheticCommand implements Callable<Integer> {
    private static final long STEPS = 20_000;
    private static final int SAMPLES = 1_000;
    private static final int GENERATIONS = 10;
    private static final String[] DISTANCES = {"mmd2", "sw2", "kl"};
    private static final String SHARED = "standardise=no latent=5 samples=5 batch=100 learning-rate=0.001"
            + " encoder-input=x-and-observed encoder-layers=10,10 decoder-layers=10 activation=tanh log-variance-clamp=20"
            + " std=0.1353352832366127";

    /** @param trainedOn what the model is fitted to */
    private record Method(String name, String model, String settings, Function<SyntheticData, double[][]> trainedOn) {
        Method(String name, String model, String settings) {
            this(name, model, settings, SyntheticData::holed);
        }
    }

    /**
     * The published text names an "i-NotMIWAE" without results; the fourth row is that reading: GINA's prior, holes from x alone.
     */
    private static final List<Method> METHODS = List.of(new Method("PVAE", "miwae", ""),
            new Method("not-MIWAE", "notmiwae", "missingness=mlp missingness-layers=10"),
            new Method("GINA", "gina", "auxiliary=x1 missingness=mlp-xz missingness-layers=10"),
            new Method("GINA, holes from x alone", "gina", "auxiliary=x1 missingness=mlp missingness-layers=10"));

    /**
     * How low a score can get: the same decoders that saw every cell, and thresholds of each column by its own value, which is
     * the truth on A.
     */
    private static final List<Method> BOUNDS = List.of(
            new Method("complete table, PVAE", "miwae", "", SyntheticData::complete),
            new Method("complete table, prior of GINA", "gina", "auxiliary=x1 missingness-weight=0 missingness=linear",
                    SyntheticData::complete),
            new Method("not-MIWAE, own thresholds", "notmiwae", "missingness=self-known"),
            new Method("GINA, own thresholds", "gina", "auxiliary=x1 missingness=self-known"));

    @Option(names = "--picture", paramLabel = "PREFIX", description = "also draws PREFIX-A.svg, ...: true and generated"
            + " densities, first seed")
    private String picture;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting of every method that has it, in place of the"
            + " paper's")
    private Map<String, String> changed = new LinkedHashMap<>();

    @Option(names = "--bounds", description = "also what the decoders reach with every cell, and with each column's own threshold")
    private boolean bounds;

    @Option(names = "--slope", paramLabel = "S", description = "soft thresholds in place of hard ones: missing with probability"
            + " sigmoid(S score)")
    private double slope = Double.POSITIVE_INFINITY;

    @Option(names = "--from-truth", description = "start where training on the complete table ended, not at random")
    private boolean fromTruth;

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Results results = run.results();
        run.header(out, String.format(Locale.ROOT, "GINA, synthetic data: %d steps, %d generations, fixed sigma exp(-2); scores"
                + " relative to complete rows (1) and the complete table (0); changed: %s; slope of the thresholds %s%s",
                run.steps(STEPS), GENERATIONS, changed, slope, fromTruth ? "; started from the truth" : ""));
        out.println("| set | method | relative MMD² | relative SW2 | relative KL | mean x2, x3 off by | sd off by | RMSE of"
                + " holes | seconds |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        for (SyntheticData.Name name : SyntheticData.Name.values()) {
            if (run.wantsSet(name.name())) set(name, results, out);
        }
        return 0;
    }

    private void set(SyntheticData.Name name, Results results, PrintWriter out) throws IOException {
        SyntheticData data = SyntheticData.of(name, slope);
        DensityScores scores = DensityScores.against(plane(data.fresh()));
        Map<String, Double> floor = distances(scores, plane(data.complete()));
        Map<String, Double> completeRows = distances(scores, completeRows(data));
        List<DensityPicture.Panel> panels = new ArrayList<>();
        panels.add(new DensityPicture.Panel("truth", scores.density(plane(data.fresh()))));
        panels.add(new DensityPicture.Panel("complete rows", scores.density(completeRows(data))));
        Map<String, double[]> relative = new LinkedHashMap<>();
        for (Method method : methods()) {
            if (!run.wantsMethod(method.name())) continue;
            List<Cell> cells = new ArrayList<>();
            for (long seed : run.seeds) cells.add(cell(name, data, scores, method, seed, results));
            StringBuilder line = new StringBuilder("| " + name + " | " + method.name() + " | ");
            for (String distance : DISTANCES) {
                double[] values = results.of(cells, distance);
                for (int i = 0; i < values.length; i++) {
                    values[i] = (values[i] - floor.get(distance)) / (completeRows.get(distance) - floor.get(distance));
                }
                if (distance.equals("mmd2")) relative.put(method.name(), values);
                line.append(Estimate.of(values)).append(" | ");
            }
            for (String moment : List.of("mean", "sd")) {
                line.append(String.format(Locale.ROOT, "%.3f, %.3f | ", Estimate.of(results.of(cells, moment + "2")).mean(),
                        Estimate.of(results.of(cells, moment + "3")).mean()));
            }
            out.printf(Locale.ROOT, "%s%s | %.0f |%n", line, Estimate.of(results.of(cells, "rmse")),
                    Estimate.of(results.of(cells, Results.SECONDS)).mean() * cells.size());
            out.flush();
            if (picture != null) {
                panels.add(new DensityPicture.Panel(method.name(),
                        scores.density(generated(fit(data, method, run.seeds.get(0)), data, 0))));
            }
        }
        if (relative.keySet().containsAll(List.of("PVAE", "not-MIWAE", "GINA"))) {
            long ordered = IntStream.range(0, run.seeds.size()).filter(i -> relative.get("GINA")[i] < relative.get("not-MIWAE")[i]
                    && relative.get("not-MIWAE")[i] < relative.get("PVAE")[i]).count();
            out.printf("%n%s: MMD² in the paper's order GINA < not-MIWAE < PVAE with %d of %d seeds%n%n", name, ordered,
                    run.seeds.size());
        }
        if (picture != null) DensityPicture.write(Path.of(picture + "-" + name + ".svg"), panels);
    }

    private Cell cell(SyntheticData.Name name, SyntheticData data, DensityScores scores, Method method, long seed,
            Results results) {
        String given = settings(method) + " impute-samples=" + run.samples(SAMPLES);
        if (slope < Double.POSITIVE_INFINITY) given += " slope=" + slope;
        if (fromTruth) given += " from-truth";
        Cell cell = new Cell("gina-synthetic", name.name(), method.name(), given, seed);
        results.of(cell, () -> measure(data, scores, method, seed));
        return cell;
    }

    private Map<String, Double> measure(SyntheticData data, DensityScores scores, Method method, long seed) {
        ImputationModel model = fit(data, method, seed);
        double[][] truth = plane(data.fresh());
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int g = 0; g < GENERATIONS; g++) {
            double[][] points = generated(model, data, g);
            distances(scores, points).forEach((key, value) -> sums.merge(key, value / GENERATIONS, Double::sum));
            for (int d = 0; d < 2; d++) {
                sums.merge("mean" + (d + 2), Math.abs(Columns.mean(points[d]) - Columns.mean(truth[d])) / GENERATIONS,
                        Double::sum);
                sums.merge("sd" + (d + 2), Math.abs(Columns.deviation(points[d]) - Columns.deviation(truth[d])) / GENERATIONS,
                        Double::sum);
                sums.merge("above" + (d + 2), Arrays.stream(points[d]).map(x -> x > 0 ? 1 : 0).average().orElseThrow()
                        / GENERATIONS, Double::sum);
            }
        }
        double[][] completed = Fits.completed(model, data.holed(), run.samples(SAMPLES), seed, run.threads);
        sums.put("loss", Double.parseDouble(model.provenance().get("final loss")));
        sums.put("rmse", new UciProtocol(data.complete(), data.holed()).rmse(completed));
        return sums;
    }

    private ImputationModel fit(SyntheticData data, Method method, long seed) {
        if (fromTruth) {
            ImputationModel truth = Fits.fit(method.model(), settings(method), data.complete(), seed, run.threads);
            return StartedFromTruth.fit(truth, Models.imputer(method.model(), Fits.settings(settings(method))),
                    method.trainedOn().apply(data), seed, run.threads);
        }
        return Fits.fit(method.model(), settings(method), method.trainedOn().apply(data), seed, run.threads);
    }

    private List<Method> methods() {
        return bounds ? Stream.concat(METHODS.stream(), BOUNDS.stream()).toList() : METHODS;
    }

    /** The paper's settings with {@link #changed} ones behind them, which win. */
    private String settings(Method method) {
        String all = (SHARED + " steps=" + run.steps(STEPS) + " " + method.settings()).strip();
        for (Setting setting : Models.kind(method.model()).settings()) {
            String value = changed.get(setting.name());
            if (value != null) all += " " + setting.name() + "=" + value;
        }
        return all;
    }

    private double[][] generated(ImputationModel model, SyntheticData data, long generation) {
        Table rows = Generation.rows(model, Columns.table(data.holed()), generation, run.threads);
        return plane(Columns.values(rows));
    }

    private static Map<String, Double> distances(DensityScores scores, double[][] points) {
        Map<String, Double> distances = new LinkedHashMap<>();
        distances.put("mmd2", scores.squaredDiscrepancy(points));
        distances.put("sw2", scores.slicedWasserstein(points));
        distances.put("kl", scores.divergence(points));
        return distances;
    }

    /** The columns that may be missing. */
    static double[][] plane(double[][] columns) {
        return new double[][] {columns[1], columns[2]};
    }

    static double[][] completeRows(SyntheticData data) {
        double[][] plane = plane(data.holed());
        return Columns.rows(plane, IntStream.range(0, plane[0].length)
                .filter(row -> !Double.isNaN(plane[0][row] + plane[1][row])).toArray());
    }

    static double[][] meanFilled(double[][] holed) {
        double[][] filled = Columns.copy(holed);
        for (double[] column : filled) {
            double mean = Columns.mean(column);
            for (int row = 0; row < column.length; row++) column[row] = Double.isNaN(column[row]) ? mean : column[row];
        }
        return filled;
    }
}

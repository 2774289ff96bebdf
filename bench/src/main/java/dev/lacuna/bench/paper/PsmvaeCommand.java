package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.PatternSetProtocol.Mechanism;
import dev.lacuna.bench.paper.PatternSetProtocol.Truth;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import dev.lacuna.models.PatternSets;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** PSMVAE's tables 2 and 4 (root mean squared errors) and 3 (pattern-set accuracy), ours beside the paper's. */
@Command(name = "psmvae", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"PSMVAE's tables 2, 3 and 4, ours beside the paper's, with mean, chained equations and zero.",
            "Scores are on the training split. The paper's MNAR cells are comparable under the paper-style truth only."})
final class PsmvaeCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder of the data sets, one subfolder each")
    private Path data;

    @Option(names = "--sets", split = ",", paramLabel = "NAMES",
            description = "adult, letter, wine, breast, credit, spam (default wine)")
    private List<String> sets = List.of("wine");

    @Option(names = "--mechanisms", split = ",", paramLabel = "NAMES", description = "MCAR, MNAR1VAR (default MCAR)")
    private List<Mechanism> mechanisms = List.of(Mechanism.MCAR);

    @Option(names = "--models", split = ",", paramLabel = "NAMES",
            description = "psmvae, psmvae-a, psmvae-nomask (default psmvae)")
    private List<String> models = List.of("psmvae");

    @Option(names = "--references", split = ",", paramLabel = "NAMES", description = "baselines beside them (default mean,chained;"
            + " chained takes half a minute a seed on spam)")
    private List<String> references = List.of("mean", "chained");

    @Option(names = "--seeds", split = ",", paramLabel = "NUMBERS",
            description = "of split and holes, and of the model (default 0 to 4)")
    private List<Integer> seeds = List.of(0, 1, 2, 3, 4);

    @Option(names = "--epochs", paramLabel = "N", description = "of as many steps as the rows have batches,"
            + " the last one short (default ${DEFAULT-VALUE})")
    private int epochs = 1000;

    @Option(names = "--samples", paramLabel = "L", description = "importance samples of each category (default ${DEFAULT-VALUE};"
            + " ten categories of 1000 are the paper's K = 10,000)")
    private int samples = 1000;

    @Option(names = "--results", paramLabel = "FILE", description = "CSV that keeps each finished cell; a rerun skips what is"
            + " there")
    private Path results;

    @Option(names = "--threads", paramLabel = "N", description = "default ${DEFAULT-VALUE}")
    private int threads = 1;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "settings of the model, as for lacuna fit")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--table3", description = "pattern-set accuracy in place of errors: two categories, 20 %% missing")
    private boolean accuracy;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Results kept = Results.open(Optional.ofNullable(results), RunOptions.machine(threads));
        out.printf(Locale.ROOT, "%d epochs, seeds %s, %d samples a category, %s%n%n", epochs, seeds, samples, settings);
        out.println(accuracy ? "| table | holes | method | ours | paper | difference | seconds |"
                : "| table | missing | holes | method | truth | ours | paper | difference | seconds |");
        out.println(accuracy ? "|---|---|---|---|---|---|---|" : "|---|---|---|---|---|---|---|---|---|");
        for (String name : sets) {
            PublishedPsmvae.Set set = PublishedPsmvae.set(name);
            double[][] raw = Columns.read(data.resolve(set.file()), set.columns());
            if (accuracy) {
                patternSets(set, raw, kept, out);
            } else {
                for (Mechanism mechanism : mechanisms) errors(set, raw, mechanism, kept, out);
            }
        }
        return 0;
    }

    private void errors(PublishedPsmvae.Set set, double[][] raw, Mechanism mechanism, Results results, PrintWriter out) {
        Map<String, List<Map<String, Double>>> all = new LinkedHashMap<>();
        for (int seed : seeds) {
            PatternSetProtocol protocol = PatternSetProtocol.of(raw, mechanism, set.rate(), seed);
            double[][] holed = protocol.standardised();
            for (String reference : references) {
                Map<String, String> scaled = reference.equals("chained") ? Map.of("standardise", "no") : Map.of();
                Cell cell = new Cell("psmvae", set.name(), reference, "holes=" + mechanism, seed);
                all.computeIfAbsent(reference, key -> new ArrayList<>()).add(results.of(cell,
                        () -> scores(protocol, Fits.completed(reference, scaled, holed, seed))));
            }
            for (String model : models) {
                for (Filling filling : Filling.values()) {
                    all.computeIfAbsent(model + filling.label(samples), key -> new ArrayList<>())
                            .add(fitted(set.name(), model, protocol, filling, mechanism, seed, results));
                }
            }
        }
        all.forEach((method, bySeed) -> {
            for (Truth truth : Truth.values()) {
                double paper = set.paper(method.split(" a category")[0].replaceAll("K = \\d{2,}", "K"), mechanism, truth);
                String where = String.format(Locale.ROOT, "%s | %.0f %% | %s | %s | %s", set.name(), 100 * set.rate(), mechanism,
                        method, name(truth));
                line(out, where, values(bySeed, name(truth)), paper, seconds(bySeed));
            }
        });
    }

    /** How a trained network fills holes. */
    private enum Filling {
        ONE_SAMPLE(Map.of("estimate", "category")),
        /** The published code's last version. */
        ONE_SAMPLE_OBSERVED_HEAD(Map.of("estimate", "category", "head", "observed")),
        WEIGHTED(Map.of("estimate", "importance"));

        final Map<String, String> settings;

        Filling(Map<String, String> settings) {
            this.settings = settings;
        }

        String label(int samples) {
            return switch (this) {
                case ONE_SAMPLE -> ", K = 1";
                case ONE_SAMPLE_OBSERVED_HEAD -> ", K = 1 of the observed head";
                case WEIGHTED -> ", K = " + samples + " a category";
            };
        }
    }

    /** One training run and its scores by every filling; those of {@code filling} are returned. */
    private Map<String, Double> fitted(String set, String model, PatternSetProtocol protocol, Filling filling, Mechanism mechanism,
            int seed, Results results) {
        String given = "holes=" + mechanism + " epochs=" + epochs + " samples=" + samples + " " + settings;
        Map<String, Double> run = results.of(new Cell("psmvae", set, model, given, seed), () -> {
            Table table = Columns.table(protocol.standardised());
            ImputationModel fitted = fit(model, table, seed, settings);
            Map<String, Double> values = new LinkedHashMap<>();
            for (Filling each : Filling.values()) {
                int count = each == Filling.WEIGHTED ? samples : 1;
                ImputeOptions options = ImputeOptions.defaults().withSeed(seed).withThreads(threads).withSamples(count);
                double[][] completed = Columns.values(withSettings(fitted, each.settings).impute(table, options).completed());
                scores(protocol, completed).forEach((truth, score) -> values.put(each + "-" + truth, score));
            }
            return values;
        });
        Map<String, Double> chosen = new LinkedHashMap<>();
        for (Truth truth : Truth.values()) chosen.put(name(truth), run.get(filling + "-" + name(truth)));
        chosen.put(Results.SECONDS, run.get(Results.SECONDS));
        return chosen;
    }

    private static Map<String, Double> scores(PatternSetProtocol protocol, double[][] completed) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Truth truth : Truth.values()) scores.put(name(truth), protocol.rmse(completed, truth));
        return scores;
    }

    private static String name(Truth truth) {
        return truth == Truth.CORRECT ? "correct" : "paper-style";
    }

    /** The same trained networks, filling holes in another way. */
    private static ImputationModel withSettings(ImputationModel fitted, Map<String, String> changed) {
        try {
            Path file = Files.createTempFile("psmvae", ".lacuna");
            try {
                fitted.save(file);
                return Models.load(file, changed);
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ImputationModel fit(String model, Table table, int seed, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(given);
        int batch = Math.min(table.rows(), Integer.parseInt(given.getOrDefault("batch", "200")));
        all.putIfAbsent("steps", Long.toString((long) epochs * ((table.rows() + batch - 1) / batch)));
        return Models.imputer(model, all).fit(table, FitOptions.defaults().withSeed(seed).withThreads(threads));
    }

    private void patternSets(PublishedPsmvae.Set set, double[][] raw, Results results, PrintWriter out) {
        Map<String, String> two = new LinkedHashMap<>(settings);
        two.put("categories", "2");
        for (Mechanism mechanism : List.of(Mechanism.MNAR1VAR, Mechanism.MNAR1VAR_MCAR)) {
            double[] majority = new double[seeds.size()];
            double[] rule = new double[seeds.size()];
            Map<String, List<Map<String, Double>>> ours = new LinkedHashMap<>();
            for (int i = 0; i < majority.length; i++) {
                int seed = seeds.get(i);
                PatternSetProtocol protocol = PatternSetProtocol.of(raw, mechanism, PublishedPsmvae.TABLE_3_RATE, seed);
                majority[i] = PatternSetAccuracy.ofMajority(protocol);
                rule[i] = PatternSetAccuracy.ofMissing(protocol);
                for (String model : models) {
                    Cell cell = new Cell("psmvae-table3", set.name(), model, "holes=" + mechanism + " epochs=" + epochs + " " + two,
                            seed);
                    ours.computeIfAbsent(model, key -> new ArrayList<>())
                            .add(results.of(cell, () -> Map.of("accuracy", accuracy(protocol, model, seed, two))));
                }
            }
            String where = set.name() + " | " + mechanism + " | ";
            line(out, where + "majority class", majority, Double.NaN, 0);
            line(out, where + "the masked column is missing", rule, Double.NaN, 0);
            ours.forEach((model, bySeed) -> line(out, where + model, values(bySeed, "accuracy"), set.accuracy(model, mechanism),
                    seconds(bySeed)));
        }
    }

    private double accuracy(PatternSetProtocol protocol, String model, int seed, Map<String, String> given) {
        Table table = Columns.table(protocol.standardised());
        PatternSets sets = fit(model, table, seed, given).patterns(table).orElseThrow();
        boolean[] second = new boolean[sets.rows()];
        for (int row = 0; row < second.length; row++) second[row] = sets.likeliest(row) == 1;
        return PatternSetAccuracy.of(protocol, second);
    }

    private static double[] values(List<Map<String, Double>> bySeed, String name) {
        return bySeed.stream().mapToDouble(values -> values.get(name)).toArray();
    }

    private static double seconds(List<Map<String, Double>> bySeed) {
        return bySeed.stream().mapToDouble(values -> values.get(Results.SECONDS)).sum();
    }

    private static void line(PrintWriter out, String where, double[] values, double paper, double seconds) {
        double mean = 0;
        for (double value : values) mean += value / values.length;
        double squares = 0;
        for (double value : values) squares += (value - mean) * (value - mean);
        String spread = values.length > 1 ? String.format(Locale.ROOT, " ± %.4f", Math.sqrt(squares / (values.length - 1))) : "";
        String theirs = Double.isNaN(paper) ? "-" : String.format(Locale.ROOT, "%.4f", paper);
        String difference = Double.isNaN(paper) ? "-" : String.format(Locale.ROOT, "%+.4f", mean - paper);
        out.printf(Locale.ROOT, "| %s | %.4f%s | %s | %s | %.1f |%n", where, mean, spread, theirs, difference, seconds);
        out.flush();
    }
}

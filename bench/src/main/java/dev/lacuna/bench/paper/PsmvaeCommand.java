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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @Option(names = "--seeds", split = ",", paramLabel = "NUMBERS",
            description = "of split and holes, and of the model (default 0 to 4)")
    private List<Integer> seeds = List.of(0, 1, 2, 3, 4);

    @Option(names = "--epochs", paramLabel = "N", description = "of as many steps as the rows have batches,"
            + " the last one short (default ${DEFAULT-VALUE})")
    private int epochs = 1000;

    @Option(names = "--samples", paramLabel = "L", description = "importance samples of each category (default ${DEFAULT-VALUE};"
            + " ten categories of 1000 are the paper's K = 10,000)")
    private int samples = 1000;

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
        out.printf(Locale.ROOT, "%d epochs, seeds %s, %d samples a category, %s%n%n", epochs, seeds, samples, settings);
        out.println(accuracy ? "| table | holes | method | ours | paper | difference | seconds |"
                : "| table | missing | holes | method | truth | ours | paper | difference | seconds |");
        out.println(accuracy ? "|---|---|---|---|---|---|---|" : "|---|---|---|---|---|---|---|---|---|");
        for (String name : sets) {
            PublishedPsmvae.Set set = PublishedPsmvae.set(name);
            double[][] raw = Columns.read(data.resolve(set.file()), set.columns());
            if (accuracy) {
                patternSets(set, raw, out);
            } else {
                for (Mechanism mechanism : mechanisms) errors(set, raw, mechanism, out);
            }
        }
        return 0;
    }

    /** A method's scores against both truths, one for each seed. */
    private static final class Scores {
        final List<double[]> bySeed = new ArrayList<>();
        double seconds;

        void add(PatternSetProtocol protocol, double[][] completed) {
            bySeed.add(new double[] {protocol.rmse(completed, Truth.CORRECT), protocol.rmse(completed, Truth.PAPER_STYLE)});
        }

        double[] of(Truth truth) {
            return bySeed.stream().mapToDouble(scores -> scores[truth.ordinal()]).toArray();
        }
    }

    private void errors(PublishedPsmvae.Set set, double[][] raw, Mechanism mechanism, PrintWriter out) throws IOException {
        Map<String, Scores> all = new LinkedHashMap<>();
        for (int seed : seeds) {
            PatternSetProtocol protocol = PatternSetProtocol.of(raw, mechanism, set.rate(), seed);
            double[][] holed = protocol.standardised();
            Table table = Columns.table(holed);
            for (String reference : List.of("mean", "chained")) {
                long start = System.nanoTime();
                Map<String, String> scaled = reference.equals("chained") ? Map.of("standardise", "no") : Map.of();
                Scores scores = all.computeIfAbsent(reference, key -> new Scores());
                scores.add(protocol, Fits.completed(reference, scaled, holed, seed));
                scores.seconds += seconds(start);
            }
            for (String model : models) {
                long start = System.nanoTime();
                ImputationModel fitted = fit(model, table, seed, settings);
                double training = seconds(start);
                score(all, model + ", K = 1", Map.of("estimate", "category"), 1, fitted, training, protocol, table, seed);
                score(all, model + ", K = " + samples + " a category", Map.of("estimate", "importance"), samples, fitted,
                        training, protocol, table, seed);
            }
        }
        all.forEach((method, scores) -> {
            for (Truth truth : Truth.values()) {
                double paper = set.paper(method.split(" a category")[0].replaceAll("K = \\d{2,}", "K"), mechanism, truth);
                String where = String.format(Locale.ROOT, "%s | %.0f %% | %s | %s | %s", set.name(), 100 * set.rate(), mechanism,
                        method, truth == Truth.CORRECT ? "correct" : "paper-style");
                line(out, where, scores.of(truth), paper, scores.seconds);
            }
        });
    }

    private void score(Map<String, Scores> all, String method, Map<String, String> estimate, int count, ImputationModel fitted,
            double training, PatternSetProtocol protocol, Table table, int seed) throws IOException {
        Scores scores = all.computeIfAbsent(method, key -> new Scores());
        long start = System.nanoTime();
        ImputeOptions options = ImputeOptions.defaults().withSeed(seed).withThreads(threads).withSamples(count);
        scores.add(protocol, Columns.values(withSettings(fitted, estimate).impute(table, options).completed()));
        scores.seconds += training + seconds(start);
    }

    /** The same trained networks, filling holes in another way. */
    private static ImputationModel withSettings(ImputationModel fitted, Map<String, String> changed) throws IOException {
        Path file = Files.createTempFile("psmvae", ".lacuna");
        try {
            fitted.save(file);
            return Models.load(file, changed);
        } finally {
            Files.delete(file);
        }
    }

    private ImputationModel fit(String model, Table table, int seed, Map<String, String> given) {
        Map<String, String> all = new LinkedHashMap<>(given);
        int batch = Math.min(table.rows(), Integer.parseInt(given.getOrDefault("batch", "200")));
        all.putIfAbsent("steps", Long.toString((long) epochs * ((table.rows() + batch - 1) / batch)));
        return Models.imputer(model, all).fit(table, FitOptions.defaults().withSeed(seed).withThreads(threads));
    }

    private void patternSets(PublishedPsmvae.Set set, double[][] raw, PrintWriter out) {
        Map<String, String> two = new LinkedHashMap<>(settings);
        two.put("categories", "2");
        for (Mechanism mechanism : List.of(Mechanism.MNAR1VAR, Mechanism.MNAR1VAR_MCAR)) {
            double[] majority = new double[seeds.size()];
            double[] rule = new double[seeds.size()];
            Map<String, double[]> ours = new LinkedHashMap<>();
            Map<String, Double> seconds = new LinkedHashMap<>();
            for (int i = 0; i < majority.length; i++) {
                PatternSetProtocol protocol = PatternSetProtocol.of(raw, mechanism, PublishedPsmvae.TABLE_3_RATE, seeds.get(i));
                majority[i] = PatternSetAccuracy.ofMajority(protocol);
                rule[i] = PatternSetAccuracy.ofMissing(protocol);
                Table table = Columns.table(protocol.standardised());
                for (String model : models) {
                    long start = System.nanoTime();
                    ImputationModel fitted = fit(model, table, seeds.get(i), two);
                    PatternSets sets = fitted.patterns(table).orElseThrow();
                    boolean[] second = new boolean[sets.rows()];
                    for (int row = 0; row < second.length; row++) second[row] = sets.likeliest(row) == 1;
                    ours.computeIfAbsent(model, key -> new double[seeds.size()])[i] = PatternSetAccuracy.of(protocol, second);
                    seconds.merge(model, seconds(start), Double::sum);
                }
            }
            String where = set.name() + " | " + mechanism + " | ";
            line(out, where + "majority class", majority, Double.NaN, 0);
            line(out, where + "the masked column is missing", rule, Double.NaN, 0);
            ours.forEach((model, values) -> line(out, where + model, values, set.accuracy(model, mechanism), seconds.get(model)));
        }
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

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}

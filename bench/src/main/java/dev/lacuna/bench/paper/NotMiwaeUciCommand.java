package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.PublishedNotMiwae.Row;
import dev.lacuna.models.ImputationModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * not-MIWAE's Table 1, ours beside the paper's, with GNR, GINA and baselines on the same protocol. Sizes are the paper's
 * (appendix A.1 and its published code): H = D - 1, encoder and decoder 2 x 128 tanh, encoder on zero-filled x alone (GNR and
 * GINA also read which cells are observed), K = 20, batch 16, Adam 1e-3, 100,000 steps, 10,000 importance samples. "Allowed" is
 * two standard errors of the difference of the two means and the rounding of the paper's.
 */
@Command(name = "notmiwae-uci", mixinStandardHelpOptions = true, sortOptions = false,
        description = "not-MIWAE's Table 1: six UCI tables, all rows, ours beside the paper's.")
final class NotMiwaeUciCommand implements Callable<Integer> {
    private static final String EXPERIMENT = "notmiwae-uci";
    private static final long STEPS = 100_000;
    private static final int SAMPLES = 10_000;
    /** Half a unit of the last digit that the paper prints. */
    private static final double ROUNDING = 0.005;
    /**
     * PSMVAE keeps its own sizes: samples are drawn in each of ten categories, and a batch is 200 rows, twelve of not-MIWAE's.
     */
    private static final int PSMVAE_CATEGORIES = 10;
    private static final int PSMVAE_FEWER_STEPS = 10;
    private static final String DEEP = "standardise=no encoder-layers=128,128 activation=tanh log-variance-clamp=10 samples=20"
            + " batch=16 learning-rate=0.001";
    private static final Set<String> BASELINES = Set.of("mean", "chained", "forest", "neighbours");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder of the data sets, one subfolder each")
    private Path data;

    @Option(names = "--ppca-mixing", paramLabel = "sample|mean", description = "what the missingness model of PPCA reads at a"
            + " hole: the notebook of the published code takes the mean, its class a draw (default ${DEFAULT-VALUE})")
    private String ppcaMixing = "sample";

    @Mixin
    private RunOptions run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Results results = run.results();
        run.header(out, String.format(Locale.ROOT, "not-MIWAE, Table 1: RMSE of hidden cells in standard deviations; %d steps,"
                + " %d samples, PPCA mixes by %s, floor 0.001 on deviations (the paper: none)", run.steps(STEPS),
                run.samples(SAMPLES), ppcaMixing));
        out.println("| set | method | seeds | ours | paper | difference | allowed | within | seconds |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        for (PublishedNotMiwae.Set set : PublishedNotMiwae.SETS) {
            if (!run.wantsSet(set.name())) continue;
            UciProtocol protocol = UciProtocol.of(Columns.firstRows(Columns.read(data.resolve(set.file()), set.columns()),
                    run.rows));
            for (Row row : PublishedNotMiwae.ROWS) {
                if (run.wantsMethod(row.method())) print(out, set, row, measure(results, set, row, protocol), results);
            }
            if (run.wantsMethod("zero")) reference(out, set, "zero, the complete mean", protocol.rmseOfZero());
            if (run.wantsMethod("oracle")) reference(out, set, "oracle constants", protocol.rmseOfOracleConstants());
        }
        return 0;
    }

    private List<Cell> measure(Results results, PublishedNotMiwae.Set set, Row row, UciProtocol protocol) {
        List<Cell> cells = new ArrayList<>();
        boolean baseline = BASELINES.contains(row.model());
        int samples = run.samples(SAMPLES) / (row.model().startsWith("psmvae") ? PSMVAE_CATEGORIES : 1);
        String settings = baseline ? row.settings() : deep(row, set.columns());
        for (long seed : baseline ? run.seeds.subList(0, 1) : run.seeds) {
            Cell cell = new Cell(EXPERIMENT, set.name(), row.method(), settings + " rows=" + protocol.truth()[0].length
                    + " impute-samples=" + samples, seed);
            results.of(cell, () -> {
                ImputationModel model = Fits.fit(row.model(), settings, protocol.holed(), seed, run.threads);
                return Map.of("rmse", protocol.rmse(Fits.completed(model, protocol.holed(), samples, seed, run.threads)));
            });
            cells.add(cell);
        }
        return cells;
    }

    private String deep(Row row, int columns) {
        if (row.model().startsWith("psmvae")) return row.settings() + " steps=" + run.steps(STEPS) / PSMVAE_FEWER_STEPS;
        String settings = DEEP + " latent=" + (columns - 1) + " steps=" + run.steps(STEPS) + " " + row.settings();
        if (!row.settings().contains("decoder-layers")) settings += " decoder-layers=128,128 std=each std-floor=0.001";
        else if (row.model().equals("notmiwae")) settings += " mixing=" + ppcaMixing;
        return settings;
    }

    private static void print(PrintWriter out, PublishedNotMiwae.Set set, Row row, List<Cell> cells, Results results) {
        Estimate ours = Estimate.of(results.of(cells, "rmse"));
        double seconds = Estimate.of(results.of(cells, Results.SECONDS)).mean() * cells.size();
        String paper = "-";
        String difference = "- | - | -";
        if (row.errors().length > 0) {
            double published = row.errors()[set.place()];
            double theirError = row.standardErrors().length > 0 ? row.standardErrors()[set.place()] : 0;
            paper = String.format(Locale.ROOT, "%.2f", published);
            if (row.standardErrors().length > 0) paper += String.format(Locale.ROOT, " ± %.2f", theirError);
            double miss = ours.mean() - published;
            double allowed = ours.twoStandardErrorsBeside(theirError) + ROUNDING;
            difference = String.format(Locale.ROOT, "%+.4f | %.4f | %s", miss, allowed, Math.abs(miss) <= allowed ? "yes" : "no");
        }
        out.printf(Locale.ROOT, "| %s | %s | %d | %s | %s | %s | %.0f |%n", set.name(), row.method(), cells.size(), ours, paper,
                difference, seconds);
        out.flush();
    }

    private static void reference(PrintWriter out, PublishedNotMiwae.Set set, String method, double error) {
        out.printf(Locale.ROOT, "| %s | %s | - | %.4f | - | - | - | - | 0 |%n", set.name(), method, error);
    }
}

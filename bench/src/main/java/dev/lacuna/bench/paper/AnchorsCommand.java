package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.PatternSetProtocol.Mechanism;
import dev.lacuna.bench.paper.PatternSetProtocol.Truth;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The baselines on the papers' two protocols: if these agree, masks, splits, scaling, rounding and metric do. */
@Command(name = "anchors", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Mean, chained equations and their kin on not-MIWAE's and PSMVAE's protocols, ours beside the papers'.")
final class AnchorsCommand implements Callable<Integer> {
    private static final int SEEDS = 5;
    private static final double UNKNOWN = Double.NaN;
    private static final Map<String, String> SCALED = Map.of("standardise", "no");

    /** A table of not-MIWAE's Table 1 with the paper's mean, MICE and missForest, and the recomputed anchors where known. */
    private record UciTable(String name, String file, int columns, double mean, double chained, double forest, double zero,
            double oracle) {}

    private static final UciTable[] UCI = {
        new UciTable("red", "wine_quality/winequality_red.csv", 11, 1.8383, 1.6806, 1.64, 1.3527, 1.0126),
        new UciTable("white", "wine_quality/winequality_white.csv", 11, 1.7393, 1.4116, 1.63, 1.2413, .9236),
        new UciTable("breast", "breast_wdbc/breast_wdbc.csv", 30, 1.8198, .9458, 1.57, 1.3074, .9109),
        new UciTable("banknote", "banknote/banknote.csv", 4, 1.73, 1.41, 1.28, UNKNOWN, UNKNOWN),
        new UciTable("concrete", "concrete/concrete.csv", 8, 1.85, 1.70, 1.76, UNKNOWN, UNKNOWN),
        new UciTable("yeast", "yeast/yeast.csv", 8, 1.69, 1.72, 1.66, UNKNOWN, UNKNOWN)};

    /** A table of PSMVAE's Tables 2 and 4; {MCAR, MNAR} against the correct truth, then the paper-style one. */
    private record PsmvaeTable(String name, String file, int columns, double rate, double[] mean, double[] chained,
            double[] draw) {}

    private static final PsmvaeTable[] PSMVAE = {
        new PsmvaeTable("wine", "wine_quality/winequality_psmvae.csv", 13, .2, new double[] {.1766, .1695, .1766, .1591},
                new double[] {.0881, .0829, .0881, .0782}, new double[] {.1265, .1106, .1264, .1074}),
        new PsmvaeTable("letter", "letter/letter.csv", 16, .2, new double[] {.1560, .2050, .1560, .1938},
                new double[] {.1168, .1321, .1168, .1235}, new double[] {.1576, .1715, .1576, .1664}),
        new PsmvaeTable("adult", "adult/adult_psmvae.csv", 12, .2, new double[] {.2510, .6905, .2511, .6676},
                new double[] {.2383, .6101, .2383, .5880}, new double[] {UNKNOWN, UNKNOWN, .3166, .6100}),
        new PsmvaeTable("breast", "breast_wdbc/breast_wdbc.csv", 30, .8, new double[] {.1505, .2019, .1496, .1546},
                new double[] {.1352, .0490, .1344, .1446}, new double[] {.1412, .0562, .1419, .1527}),
        new PsmvaeTable("credit", "credit_default/credit_default.csv", 23, .8, new double[] {.1642, .1876, .1643, .1643},
                new double[] {.1659, .1012, .1660, .1097}, new double[] {.1963, .1066, .1961, .1200}),
        new PsmvaeTable("spam", "spam/spam.csv", 57, .8, new double[] {.0601, .0988, .0601, .0927},
                new double[] {.0622, .0905, .0620, .0887}, new double[] {UNKNOWN, UNKNOWN, .0804, .1000})};

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "folder of the data sets, one subfolder each")
    private Path data;

    @Option(names = "--only", paramLabel = "NAME", description = "only the tables of this name")
    private String only;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("not-MIWAE's protocol, RMSE on the standardised scale"
                + " (paper: recomputed anchors where the paper's table rounds)");
        out.println();
        out.println("| table | method | ours | paper | difference | seconds |");
        out.println("|---|---|---|---|---|---|");
        for (UciTable table : UCI) {
            if (only == null || only.equals(table.name())) uci(table, out);
        }
        out.println();
        out.println("PSMVAE's protocol, RMSE on the min-max scale, means of seeds 0 to 4");
        out.println();
        out.println("| table | method | truth | mechanism | ours | paper | difference | seconds |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (PsmvaeTable table : PSMVAE) {
            if (only == null || only.equals(table.name())) psmvae(table, out);
        }
        return 0;
    }

    private void uci(UciTable table, PrintWriter out) throws IOException {
        UciProtocol protocol = UciProtocol.of(Columns.read(data.resolve(table.file()), table.columns()));
        uciRow(table, "mean", Map.of(), table.mean(), protocol, out);
        uciRow(table, "chained", SCALED, table.chained(), protocol, out);
        uciRow(table, "forest", Map.of(), table.forest(), protocol, out);
        uciRow(table, "neighbours", Map.of(), UNKNOWN, protocol, out);
        line(out, table.name(), "zero", protocol.rmseOfZero(), table.zero(), 0);
        line(out, table.name(), "oracle constant", protocol.rmseOfOracleConstants(), table.oracle(), 0);
    }

    private static void uciRow(UciTable table, String model, Map<String, String> settings, double paper, UciProtocol protocol,
            PrintWriter out) {
        long start = System.nanoTime();
        double ours = protocol.rmse(Fits.completed(model, settings, protocol.holed(), 0));
        line(out, table.name(), model, ours, paper, seconds(start));
    }

    private void psmvae(PsmvaeTable table, PrintWriter out) throws IOException {
        double[][] raw = Columns.read(data.resolve(table.file()), table.columns());
        Mechanism[] mechanisms = {Mechanism.MCAR, Mechanism.MNAR1VAR};
        for (int m = 0; m < mechanisms.length; m++) {
            double[][] scores = new double[3][2];
            double[] seconds = new double[3];
            for (int seed = 0; seed < SEEDS; seed++) {
                PatternSetProtocol protocol = PatternSetProtocol.of(raw, mechanisms[m], table.rate(), seed);
                double[][] holed = protocol.standardised();
                long start = System.nanoTime();
                add(scores[0], protocol, Fits.completed("mean", Map.of(), holed, seed));
                seconds[0] += seconds(start);
                start = System.nanoTime();
                ImputationModel chained = Fits.fit("chained", SCALED, holed, seed);
                Table holedTable = Columns.table(holed);
                add(scores[1], protocol, Columns.values(chained.impute(holedTable).completed()));
                seconds[1] += seconds(start);
                start = System.nanoTime();
                ImputeOptions options = ImputeOptions.defaults().withSeed(seed);
                add(scores[2], protocol, Columns.values(chained.draw(holedTable, 1, options).get(0)));
                seconds[2] += seconds(start);
            }
            for (int truth = 0; truth < 2; truth++) {
                String where = (truth == 0 ? "correct" : "paper-style") + " | " + mechanisms[m];
                int at = 2 * truth + m;
                line(out, table.name(), "mean | " + where, scores[0][truth] / SEEDS, table.mean()[at], seconds[0]);
                line(out, table.name(), "chained | " + where, scores[1][truth] / SEEDS, table.chained()[at], seconds[1]);
                line(out, table.name(), "chained, one draw | " + where, scores[2][truth] / SEEDS, table.draw()[at], seconds[2]);
            }
        }
    }

    private static void add(double[] scores, PatternSetProtocol protocol, double[][] completed) {
        scores[0] += protocol.rmse(completed, Truth.CORRECT);
        scores[1] += protocol.rmse(completed, Truth.PAPER_STYLE);
    }

    private static void line(PrintWriter out, String table, String method, double ours, double paper, double seconds) {
        String theirs = Double.isNaN(paper) ? "-" : String.format(Locale.ROOT, "%.4f", paper);
        String difference = Double.isNaN(paper) ? "-" : String.format(Locale.ROOT, "%+.4f", ours - paper);
        out.printf(Locale.ROOT, "| %s | %s | %.4f | %s | %s | %.1f |%n", table, method, ours, theirs, difference, seconds);
        out.flush();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}

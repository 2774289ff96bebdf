package dev.lacuna.models.baseline;

import dev.lacuna.kernels.Philox;
import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The baselines' entries in the catalogue of models. */
public final class Baselines {
    private static final String AT_RANDOM = "holes at random, given the observed cells of the row";

    private Baselines() {}

    /** In order of how much they look at: chained, forest, neighbours, mean, zero. */
    public static List<ModelKind> kinds() {
        return List.of(
                kind("chained", AT_RANDOM + "; columns depend on each other linearly",
                        "the baseline to beat: quick, steady, honest draws; also for few rows",
                        List.of(
                                new Setting("rounds", "whole number", "10", "1 to 1000",
                                        "at most so many rounds through the columns"),
                                new Setting("tolerance", "number", "0.001", "0 to 1",
                                        "rounds end when no row moves by more, relative to the largest value"),
                                new Setting("predictors", "whole number", "100", "1 to 1000",
                                        "a column is regressed on at most so many features, the most correlated ones"),
                                new Setting("standardise", "choice", "yes", "yes | no",
                                        "no: the numbers are on one scale already")),
                        Baselines::chained, ChainedMethod::read),
                kind("forest", AT_RANDOM + "; any shape of dependence",
                        "numbers and categories that interact, some thousand rows; in the manner of missForest",
                        List.of(
                                new Setting("trees", "whole number", "50", "1 to 1000", "trees for each column"),
                                new Setting("tries", "whole number", "0", "0 to 1000",
                                        "columns tried at each node; 0: all, of many a third"),
                                new Setting("leaf", "whole number", "5", "1 to 1000", "least rows of a leaf"),
                                new Setting("sample", "whole number", "5000", "10 to 10000000",
                                        "most rows that a tree is grown on"),
                                new Setting("rounds", "whole number", "10", "1 to 100",
                                        "at most so many rounds through the columns")),
                        Baselines::forest, ForestMethod::read),
                kind("neighbours", AT_RANDOM + "; like rows have like values",
                        "values that must look like real ones: fills from the nearest rows",
                        List.of(
                                new Setting("k", "whole number", "5", "1 to 1000", "nearest rows to look at"),
                                new Setting("donors", "whole number", "20000", "1 to 10000000",
                                        "rows kept as donors; of a longer table, rows drawn by the seed")),
                        Baselines::neighbours, NeighbourMethod::read),
                kind("mean", "holes at random, whatever the row", "a reference: what knowing nothing of the row gives",
                        List.of(), settings -> (cells, run, facts) -> ColumnFill.fit(cells, false), ColumnFill::read),
                kind("zero", "nothing", "a reference: fills 0 and each category's first level",
                        List.of(), settings -> (cells, run, facts) -> ColumnFill.fit(cells, true), ColumnFill::read));
    }

    private static ModelKind kind(String name, String assumes, String whenToChoose, List<Setting> settings,
            Function<Settings, BaselineImputer.Fitting> fitting, Function<NumberReader, Method> reader) {
        return new ModelKind(name, assumes, whenToChoose, settings,
                given -> new BaselineImputer(name, given, fitting.apply(given)), file -> BaselineModel.load(file, reader));
    }

    private static BaselineImputer.Fitting chained(Settings settings) {
        int wanted = (int) settings.whole("rounds", 1, 1000);
        double tolerance = settings.number("tolerance", 0, 1);
        int predictors = (int) settings.whole("predictors", 1, 1000);
        boolean standardise = settings.yes("standardise");
        return (cells, run, facts) -> {
            int rounds = run.mostRounds(wanted);
            long noiseKey = Philox.key(run.seed(), "chained equations");
            Features features = standardise ? Features.standardising(cells.values(), cells.levels())
                    : Features.numbersAsGiven(cells.values(), cells.levels());
            ChainedEquations.Result mean = ChainedEquations.fit(features, cells.values(),
                    new ChainedEquations.Options(rounds, tolerance, false, predictors, noiseKey), run.workers(),
                    round -> run.finished(round, 2 * rounds));
            ChainedEquations.Result sampled = ChainedEquations.fit(features, cells.values(),
                    new ChainedEquations.Options(rounds, tolerance, true, predictors, noiseKey), run.workers(),
                    round -> run.finished(rounds + round, 2 * rounds));
            facts.put("rounds", Integer.toString(mean.roundsRun()));
            facts.put("converged", mean.converged() ? "yes" : "no");
            return ChainedMethod.of(features, mean, sampled);
        };
    }

    private static BaselineImputer.Fitting forest(Settings settings) {
        int wanted = (int) settings.whole("rounds", 1, 100);
        Forest.Options options = new Forest.Options((int) settings.whole("trees", 1, 1000),
                (int) settings.whole("tries", 0, 1000),
                (int) settings.whole("leaf", 1, 1000), (int) settings.whole("sample", 10, 10_000_000));
        return (cells, run, facts) -> {
            int rounds = run.mostRounds(wanted);
            ForestChain.Result result = ForestChain.fit(cells.values(), cells.levels(), options, rounds,
                    Philox.key(run.seed(), "forest"), run.workers(), round -> run.finished(round, rounds));
            facts.put("rounds", Integer.toString(result.rounds()));
            facts.put("outOfBagError", Arrays.stream(result.outOfBagError()).mapToObj(e -> String.format(Locale.ROOT, "%.4f", e))
                    .collect(Collectors.joining(" ")));
            return new ForestMethod(cells.levels(), result.order(), Math.max(1, result.rounds()), result.forests(),
                    ColumnFill.fit(cells, false));
        };
    }

    private static BaselineImputer.Fitting neighbours(Settings settings) {
        int k = (int) settings.whole("k", 1, 1000);
        int most = (int) settings.whole("donors", 1, 10_000_000);
        return (cells, run, facts) -> {
            int rows = cells.values().length == 0 ? 0 : cells.values()[0].length;
            int[] donors = donors(rows, most, Philox.key(run.seed(), "donors"));
            facts.put("donors", Integer.toString(donors.length));
            return new NeighbourMethod(k, cells.levels(), Neighbours.of(cells.values(), cells.levels(), donors),
                    ColumnFill.fit(cells, false));
        };
    }

    /** All rows, or {@code most} of them drawn without repeats, in table order. */
    private static int[] donors(int rows, int most, long key) {
        int[] all = IntStream.range(0, rows).toArray();
        if (rows <= most) return all;
        UniformSequence random = new UniformSequence(key, 0);
        for (int i = 0; i < most; i++) {
            int other = i + random.below(rows - i);
            int row = all[i];
            all[i] = all[other];
            all[other] = row;
        }
        return Arrays.stream(all, 0, most).sorted().toArray();
    }
}

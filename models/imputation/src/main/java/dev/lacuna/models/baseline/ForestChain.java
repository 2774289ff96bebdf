package dev.lacuna.models.baseline;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * missForest (Stekhoven and Bühlmann 2012) with extremely randomised trees: missing cells start at the mean or the commonest
 * level, each column in turn (fewest missing first) is predicted by a forest grown on its observed rows, and rounds stop when
 * the completed cells begin to move more than in the round before; that earlier round is kept.
 */
final class ForestChain {

    private ForestChain() {}

    /**
     * @param forests [columns] of the kept round; those of columns without missing cells are grown on its completed table
     * @param cells [columns][rows] completed
     * @param rounds the kept round, counted from 1
     * @param outOfBagError [columns]: for a number the root mean squared out-of-bag error over the column's deviation, for a
     * category     the share of out-of-bag votes that are wrong
     */
    record Result(Forest[] forests, double[][] cells, int[] order, int rounds, double[] outOfBagError) {}

    /** @param goOn asked with the number of each finished round; no other round follows a no */
    static Result fit(double[][] holed, int[] levels, Forest.Options options, int maxRounds, long noiseKey, Workers workers,
            IntPredicate goOn) {
        int columns = levels.length;
        int rows = columns == 0 ? 0 : holed[0].length;
        int[][] observed = new int[columns][];
        int[][] missing = new int[columns][];
        double[][] cells = new double[columns][];
        for (int column = 0; column < columns; column++) {
            split(holed[column], rows, column, observed, missing);
            cells[column] = holed[column].clone();
            double start = ColumnSummary.of(holed[column], levels[column]).mean();
            for (int row : missing[column]) cells[column][row] = start;
        }
        int[] order = ChainedEquations.fewestMissingFirst(missing);
        boolean anythingMissing = Arrays.stream(missing).anyMatch(list -> list.length > 0);

        Forest[] kept = new Forest[columns];
        double[][] keptCells = cells;
        int keptRound = 0;
        double[] lastMoves = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int round = 1; anythingMissing && round <= maxRounds; round++) {
            double[][] next = copy(cells);
            Forest[] forests = new Forest[columns];
            for (int column : order) {
                if (missing[column].length == 0) continue;
                forests[column] = Forest.grow(next, levels, column, observed[column], options, noiseKey,
                        (long) round * columns + column, workers);
                predict(forests[column], next, levels, column, missing[column], workers);
            }
            double[] moves = moves(cells, next, levels, missing);
            if (grew(moves, lastMoves)) break;
            lastMoves = moves;
            kept = forests;
            keptCells = next;
            keptRound = round;
            cells = next;
            if (!goOn.test(round)) break;
        }
        double[] errors = new double[columns];
        for (int column : order) {
            long stream = (long) (missing[column].length == 0 ? 0 : keptRound) * columns + column;
            if (kept[column] == null) {
                kept[column] = Forest.grow(keptCells, levels, column, observed[column], options, noiseKey, stream, workers);
            }
            errors[column] = outOfBagError(kept[column], keptCells, levels, column, observed[column], options, noiseKey, stream,
                    workers);
        }
        return new Result(kept, keptCells, order, keptRound, errors);
    }

    private static void split(double[] holed, int rows, int column, int[][] observed, int[][] missing) {
        int[] seen = new int[rows];
        int[] holes = new int[rows];
        int seenCount = 0;
        int holeCount = 0;
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(holed[row])) holes[holeCount++] = row;
            else seen[seenCount++] = row;
        }
        observed[column] = Arrays.copyOf(seen, seenCount);
        missing[column] = Arrays.copyOf(holes, holeCount);
    }

    private static double[][] copy(double[][] cells) {
        double[][] copy = new double[cells.length][];
        for (int column = 0; column < cells.length; column++) copy[column] = cells[column].clone();
        return copy;
    }

    private static void predict(Forest forest, double[][] cells, int[] levels, int column, int[] missing, Workers workers) {
        double[] answers = new double[missing.length];
        workers.runBlocks(missing.length, 256, (from, to) -> {
            double[] row = new double[levels.length];
            double[] votes = new double[Math.max(1, levels[column])];
            for (int i = from; i < to; i++) {
                for (int c = 0; c < row.length; c++) row[c] = cells[c][missing[i]];
                answers[i] = answer(forest, row, levels, column, votes);
            }
        });
        for (int i = 0; i < missing.length; i++) cells[column][missing[i]] = answers[i];
    }

    /** The best single guess of a forest: mean, or the level with the most votes. */
    static double answer(Forest forest, double[] row, int[] levels, int column, double[] votes) {
        if (levels[column] == 0) return forest.mean(row, levels);
        forest.votes(row, levels, votes);
        return ColumnSummary.likeliest(votes, levels[column]);
    }

    /**
     * missForest's two differences: Σ(new - old)² / Σ new² over missing numbers, and the share of missing levels that changed.
     */
    private static double[] moves(double[][] before, double[][] after, int[] levels, int[][] missing) {
        double squares = 0;
        double scale = 0;
        double changed = 0;
        double count = 0;
        for (int column = 0; column < levels.length; column++) {
            for (int row : missing[column]) {
                double old = before[column][row];
                double now = after[column][row];
                if (levels[column] == 0) {
                    squares += (now - old) * (now - old);
                    scale += now * now;
                } else {
                    changed += now == old ? 0 : 1;
                    count++;
                }
            }
        }
        return new double[] {scale == 0 ? Double.NaN : squares / scale, count == 0 ? Double.NaN : changed / count};
    }

    /** Every kind of column that has missing cells moved at least as much as the round before. */
    private static boolean grew(double[] moves, double[] before) {
        boolean numbers = Double.isNaN(moves[0]) || moves[0] >= before[0];
        boolean categories = Double.isNaN(moves[1]) || moves[1] >= before[1];
        return numbers && categories;
    }

    private static double outOfBagError(Forest forest, double[][] cells, int[] levels, int column, int[] observed,
            Forest.Options options, long noiseKey, long stream, Workers workers) {
        int rows = cells[column].length;
        boolean[][] out = new boolean[forest.trees().length][];
        workers.run(out.length, t -> out[t] = Forest.outOfBag(rows, observed, options, noiseKey, stream, t));
        double[] wrong = new double[observed.length];
        workers.runBlocks(observed.length, 256, (from, to) -> {
            double[] row = new double[levels.length];
            for (int i = from; i < to; i++) {
                for (int c = 0; c < row.length; c++) row[c] = cells[c][observed[i]];
                wrong[i] = outOfBagMiss(forest, row, levels, column, out, observed[i]);
            }
        });
        double sum = 0;
        int counted = 0;
        for (double miss : wrong) {
            if (Double.isNaN(miss)) continue;
            sum += miss;
            counted++;
        }
        if (counted == 0) return Double.NaN;
        if (levels[column] > 0) return sum / counted;
        double[] truth = new double[observed.length];
        for (int i = 0; i < truth.length; i++) truth[i] = cells[column][observed[i]];
        double deviation = ColumnSummary.ofNumbers(truth).deviation();
        return Math.sqrt(sum / counted) / (deviation > 0 ? deviation : 1);
    }

    /** Squared error of the trees that have not seen the row, or the share of their votes that are wrong; NaN if all have. */
    private static double outOfBagMiss(Forest forest, double[] row, int[] levels, int column, boolean[][] out, int index) {
        double truth = row[column];
        double sum = 0;
        int trees = 0;
        for (int t = 0; t < out.length; t++) {
            if (!out[t][index]) continue;
            Tree tree = forest.trees()[t];
            double answer = tree.answer(tree.leaf(row, levels));
            sum += levels[column] == 0 ? answer : answer == truth ? 0 : 1;
            trees++;
        }
        if (trees == 0) return Double.NaN;
        double mean = sum / trees;
        return levels[column] == 0 ? (mean - truth) * (mean - truth) : mean;
    }
}

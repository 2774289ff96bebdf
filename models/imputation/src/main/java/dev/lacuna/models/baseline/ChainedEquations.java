package dev.lacuna.models.baseline;

import dev.lacuna.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Chained equations: each column is regressed on all others in turn, its missing cells are predicted or drawn, and the rounds go
 * on until the cells stand still.
 *
 * <p>van Buuren and Groothuis-Oudshoorn (2011), in the form that scikit-learn's IterativeImputer made common: missing cells start
 * at the column's mean, columns follow in the order of their missing counts (fewest first), numbers by {@link BayesianRidge}, at
 * most ten rounds, and rounds end when no row has moved by more than the tolerance. With {@code sample} each missing cell is a
 * draw from its predictive distribution and all rounds are run. Categories are regressed by {@link SoftmaxRidge}; in the mean
 * form their features hold probabilities, in the sampled form one drawn level (the weights' own uncertainty is not drawn).
 */
final class ChainedEquations {
    private static final int FIRST_SOFTMAX_STEPS = 40;
    private static final int LATER_SOFTMAX_STEPS = 15;
    private static final int BLOCK_ROWS = 256;

    private final Features features;
    private final Options options;
    private final double[][] cells;
    private final double[][] values;
    private final int rows;
    private final int[][] observedRows;
    private final int[][] missingRows;
    private final int[] order;
    private final double[] starts;
    private final Workers workers;
    private final Moments moments;
    private final int[][] predictors;

    /**
     * @param tolerance relative to the largest observed absolute feature
     * @param maxPredictors more features than this and a column is regressed on those that correlate most with it
     * @param noiseKey names the draws of the sampled form
     */
    record Options(int maxRounds, double tolerance, boolean sample, int maxPredictors, long noiseKey) {}

    /**
     * @param rounds [rounds][columns]: every regression of every round in the mean form, only the last round's in the sampled
     * form
     * @param starts [features]: what a missing cell starts at
     * @param values [features][rows]: the completed features
     */
    record Result(int[] order, int[][] predictors, double[] starts, List<Regression[]> rounds, double[][] values, int roundsRun,
            boolean converged) {}

    private ChainedEquations(Features features, double[][] cells, Options options, Workers workers) {
        this.features = features;
        this.cells = cells;
        this.options = options;
        this.workers = workers;
        this.rows = cells.length == 0 ? 0 : cells[0].length;
        int columns = features.columns();
        this.observedRows = new int[columns][];
        this.missingRows = new int[columns][];
        this.values = new double[features.width()][rows];
        this.starts = new double[features.width()];
        for (int column = 0; column < columns; column++) splitAndStart(column);
        this.order = fewestMissingFirst(missingRows);
        this.moments = new Moments(values, rows, workers);
        this.predictors = choosePredictors();
    }

    /**
     * @param cells [columns][rows]: numbers or indices of levels, NaN where missing; every column has an observed cell
     * @param goOn asked with the number of each finished round; no other round follows a no
     */
    static Result fit(Features features, double[][] cells, Options options, Workers workers,
            IntPredicate goOn) {
        return new ChainedEquations(features, cells, options, workers).run(goOn);
    }

    private Result run(IntPredicate goOn) {
        int columns = features.columns();
        double threshold = options.tolerance() * largestObserved();
        List<Regression[]> rounds = new ArrayList<>();
        Regression[] last = new Regression[columns];
        boolean anythingMissing = Arrays.stream(missingRows).anyMatch(list -> list.length > 0);
        boolean converged = !anythingMissing;
        int round = 0;
        while (!converged && round < options.maxRounds()) {
            double[] moved = new double[rows];
            Regression[] fitted = new Regression[columns];
            for (int column : order) {
                if (missingRows[column].length == 0) continue;
                fitted[column] = regress(column, last[column]);
                replaceMissing(column, fitted[column], round, moved);
                moments.refresh(features.block(column).start(), features.block(column).length());
            }
            if (options.sample()) rounds.clear();
            else if (!rounds.isEmpty()) dropCovariances(rounds.get(rounds.size() - 1));
            rounds.add(fitted);
            last = fitted;
            round++;
            double largest = 0;
            for (double row : moved) largest = Math.max(largest, row);
            converged = !options.sample() && largest < threshold;
            if (!goOn.test(round)) break;
        }
        if (rounds.isEmpty()) rounds.add(new Regression[columns]);
        Regression[] settled = new Regression[columns];
        for (int column = 0; column < columns; column++) {
            if (missingRows[column].length == 0) settled[column] = regress(column, null);
        }
        for (Regression[] fitted : rounds) {
            for (int column = 0; column < columns; column++) {
                if (settled[column] != null) fitted[column] = settled[column];
            }
        }
        return new Result(order, predictors, starts, rounds, values, round, converged);
    }

    /** Only the last round says how sure it is; p² numbers a column in each round before would be waste. */
    private static void dropCovariances(Regression[] fitted) {
        for (int column = 0; column < fitted.length; column++) {
            if (fitted[column] instanceof Regression.OfNumber number) {
                fitted[column] = new Regression.OfNumber(number.ridge().withoutCovariance());
            }
        }
    }

    private void splitAndStart(int column) {
        Features.Block block = features.block(column);
        int[] observed = new int[rows];
        int[] missing = new int[rows];
        int seen = 0;
        int holes = 0;
        for (int row = 0; row < rows; row++) {
            if (Double.isNaN(cells[column][row])) missing[holes++] = row;
            else observed[seen++] = row;
        }
        observedRows[column] = Arrays.copyOf(observed, seen);
        missingRows[column] = Arrays.copyOf(missing, holes);
        for (int f = 0; f < block.length(); f++) {
            double[] feature = values[block.start() + f];
            double sum = 0;
            for (int row : observedRows[column]) {
                feature[row] = features.encode(column, f, cells[column][row]);
                sum += feature[row];
            }
            starts[block.start() + f] = sum / seen;
            for (int row : missingRows[column]) feature[row] = sum / seen;
        }
    }

    static int[] fewestMissingFirst(int[][] missingRows) {
        Integer[] columns = new Integer[missingRows.length];
        for (int i = 0; i < columns.length; i++) columns[i] = i;
        Arrays.sort(columns, Comparator.comparingInt(column -> missingRows[column].length));
        int[] order = new int[columns.length];
        for (int i = 0; i < order.length; i++) order[i] = columns[i];
        return order;
    }

    private double largestObserved() {
        double largest = 0;
        for (int column = 0; column < features.columns(); column++) {
            Features.Block block = features.block(column);
            for (int f = 0; f < block.length(); f++) {
                for (int row : observedRows[column]) largest = Math.max(largest, Math.abs(values[block.start() + f][row]));
            }
        }
        return largest;
    }

    /** The features of all other columns, or the most correlated of them. */
    private int[][] choosePredictors() {
        int[][] chosen = new int[features.columns()][];
        double[] all = moments.over(observedRows.length == 0 ? new int[0] : observedRows[0], new int[0]);
        int width = moments.width();
        for (int column = 0; column < chosen.length; column++) {
            Features.Block block = features.block(column);
            List<Integer> others = new ArrayList<>();
            for (int f = 0; f < features.width(); f++) {
                if (!block.holds(f)) others.add(f);
            }
            if (others.size() > options.maxPredictors()) {
                double[] strength = new double[features.width()];
                for (int f : others) {
                    for (int t = block.start(); t < block.start() + block.length(); t++) {
                        strength[f] = Math.max(strength[f], squaredCorrelation(all, width, f, t));
                    }
                }
                others.sort(Comparator.comparingDouble((Integer f) -> -strength[f]).thenComparingInt(f -> f));
                others = others.subList(0, options.maxPredictors());
            }
            chosen[column] = others.stream().mapToInt(Integer::intValue).sorted().toArray();
        }
        return chosen;
    }

    private double squaredCorrelation(double[] all, int width, int f, int t) {
        double meanF = all[f * width + width - 1] / rows;
        double meanT = all[t * width + width - 1] / rows;
        double covariance = all[f * width + t] - rows * meanF * meanT;
        double variances = (all[f * width + f] - rows * meanF * meanF) * (all[t * width + t] - rows * meanT * meanT);
        return variances > 0 ? covariance * covariance / variances : 0;
    }

    private Regression regress(int column, Regression before) {
        Features.Block block = features.block(column);
        double[] over = moments.over(observedRows[column], missingRows[column]);
        return block.isNumber() ? regressNumber(column, over) : regressClass(column, over, before);
    }

    private Regression regressNumber(int column, double[] over) {
        int width = moments.width();
        int target = features.block(column).start();
        int[] from = predictors[column];
        int count = observedRows[column].length;
        double[] means = new double[from.length];
        for (int p = 0; p < from.length; p++) means[p] = over[from[p] * width + width - 1] / count;
        double targetMean = over[target * width + width - 1] / count;
        double[] gram = new double[from.length * from.length];
        double[] cross = new double[from.length];
        for (int p = 0; p < from.length; p++) {
            for (int q = 0; q < from.length; q++) {
                gram[p * from.length + q] = over[from[p] * width + from[q]] - count * means[p] * means[q];
            }
            cross[p] = over[from[p] * width + target] - count * means[p] * targetMean;
        }
        double squares = Math.max(0, over[target * width + target] - count * targetMean * targetMean);
        return new Regression.OfNumber(BayesianRidge.fit(gram, cross, squares, count, means, targetMean));
    }

    private Regression regressClass(int column, double[] over, Regression before) {
        int width = moments.width();
        int[] from = predictors[column];
        int side = from.length + 1;
        double[] own = new double[side * side];
        for (int p = 0; p < side; p++) {
            int f = p < from.length ? from[p] : width - 1;
            for (int q = 0; q < side; q++) own[p * side + q] = over[f * width + (q < from.length ? from[q] : width - 1)];
        }
        double[][] columns = new double[from.length][];
        for (int p = 0; p < from.length; p++) columns[p] = values[from[p]];
        int[] labels = new int[observedRows[column].length];
        for (int i = 0; i < labels.length; i++) labels[i] = (int) cells[column][observedRows[column][i]];
        SoftmaxRidge start = before instanceof Regression.OfClass known
                ? known.softmax() : SoftmaxRidge.start(from.length, features.block(column).levels());
        return new Regression.OfClass(start.improve(Moments.gather(columns, observedRows[column], workers), own, labels,
                labels.length, before == null ? FIRST_SOFTMAX_STEPS : LATER_SOFTMAX_STEPS, workers));
    }

    /** Predicts or draws the column's missing cells and adds how far each row's features moved to {@code moved}. */
    private void replaceMissing(int column, Regression regression, int round, double[] moved) {
        Features.Block block = features.block(column);
        int[] from = predictors[column];
        int[] missing = missingRows[column];
        long stream = (long) round * features.columns() + column;
        workers.runBlocks(missing.length, BLOCK_ROWS, (first, end) -> {
            double[] x = new double[from.length];
            double[] shares = new double[Math.max(2, block.levels())];
            float[] noise = new float[(end - first + 3) / 4 * 4];
            if (options.sample()) {
                if (block.isNumber()) Kernels.get().normal(options.noiseKey(), stream, first, noise, 0, end - first);
                else Kernels.get().uniform(options.noiseKey(), stream, first, noise, 0, end - first);
            }
            for (int i = first; i < end; i++) {
                int row = missing[i];
                for (int p = 0; p < from.length; p++) x[p] = values[from[p]][row];
                if (regression instanceof Regression.OfNumber number) {
                    double value = number.ridge().predict(x);
                    if (options.sample()) value += noise[i - first] * number.ridge().predictiveDeviation(x);
                    moved[row] += Math.abs(value - values[block.start()][row]);
                    values[block.start()][row] = value;
                } else if (regression instanceof Regression.OfClass classes) {
                    classes.softmax().probabilities(x, shares, 0);
                    if (options.sample()) drawOne(shares, block.levels(), noise[i - first]);
                    for (int f = 0; f < block.length(); f++) {
                        double value = features.encodeShare(column, f, shares);
                        moved[row] += Math.abs(value - values[block.start() + f][row]);
                        values[block.start() + f][row] = value;
                    }
                }
            }
        });
    }

    /** Replaces probabilities by the one-hot level at {@code uniform} of their running sum; returns that level. */
    static int drawOne(double[] shares, int levels, double uniform) {
        double sum = 0;
        int drawn = levels - 1;
        for (int level = 0; level < levels; level++) {
            sum += shares[level];
            if (uniform < sum) {
                drawn = level;
                break;
            }
        }
        Arrays.fill(shares, 0, levels, 0);
        shares[drawn] = 1;
        return drawn;
    }
}

package dev.lacuna.models.baseline;

import java.util.ArrayList;
import java.util.List;

/**
 * The regressions of {@link ChainedEquations}. A row is completed by replaying every round of the mean form, which gives a row of
 * the training table what fitting gave it. A draw goes on from there with the last regressions of the sampled form: one
 * predictive draw for each missing cell in turn, several rounds, a Gibbs sampler with the conditionals held fixed.
 */
record ChainedMethod(Features features, int[] order, int[][] predictors, double[] starts, List<Regression[]> rounds,
        Regression[] sampled) implements Method {
    private static final int DRAW_ROUNDS = 10;

    static ChainedMethod of(Features features, ChainedEquations.Result mean, ChainedEquations.Result sampled) {
        return new ChainedMethod(features, mean.order(), mean.predictors(), mean.starts(), mean.rounds(),
                sampled.rounds().get(sampled.rounds().size() - 1));
    }

    static ChainedMethod read(NumberReader in) {
        Features features = Features.read(in);
        int[] order = in.nextInts(features.columns());
        int[][] predictors = new int[features.columns()][];
        for (int column = 0; column < predictors.length; column++) predictors[column] = in.nextInts(in.nextInt());
        double[] starts = in.next(features.width());
        List<Regression[]> rounds = new ArrayList<>();
        for (int left = in.nextInt(); left > 0; left--) rounds.add(readRound(in, features, predictors));
        return new ChainedMethod(features, order, predictors, starts, rounds, readRound(in, features, predictors));
    }

    private static Regression[] readRound(NumberReader in, Features features, int[][] predictors) {
        Regression[] round = new Regression[features.columns()];
        for (int column = 0; column < round.length; column++) {
            round[column] = Regression.read(in, features.block(column), predictors[column].length);
        }
        return round;
    }

    @Override
    public void write(NumberWriter out) {
        features.write(out);
        out.add(order);
        for (int[] from : predictors) out.add(from.length).add(from);
        out.add(starts).add(rounds.size());
        for (Regression[] round : rounds) {
            for (Regression regression : round) regression.write(out);
        }
        for (Regression regression : sampled) regression.write(out);
    }

    @Override
    public void complete(double[] row, double[] uncertainty) {
        double[] shares = new double[mostLevels()];
        double[] values = start(row);
        for (Regression[] round : rounds) {
            for (int column : order) {
                if (Double.isNaN(row[column])) replace(column, round[column], values, shares);
            }
        }
        Regression[] last = rounds.get(rounds.size() - 1);
        double[] given = row.clone();
        for (int column = 0; column < row.length; column++) {
            if (!Double.isNaN(given[column])) continue;
            if (last[column] instanceof Regression.OfNumber number) {
                row[column] = features.decodeNumber(column, values[features.block(column).start()]);
                double deviation = number.ridge().predictiveDeviation(predictorsOf(column, values));
                uncertainty[column] = features.decodeDeviation(column, deviation);
            } else {
                features.decodeShares(column, values, shares);
                int likeliest = ColumnSummary.likeliest(shares, features.block(column).levels());
                row[column] = likeliest;
                uncertainty[column] = shares[likeliest];
            }
        }
    }

    @Override
    public void draw(double[] row, RowNoise noise) {
        double[] shares = new double[mostLevels()];
        double[] values = start(row);
        double[] given = row.clone();
        for (Regression[] round : rounds) {
            for (int column : order) {
                if (Double.isNaN(given[column])) replace(column, round[column], values, shares);
            }
        }
        for (int round = 0; round < DRAW_ROUNDS; round++) {
            for (int column : order) {
                if (!Double.isNaN(given[column])) continue;
                row[column] = drawOne(column, values, shares, noise, (long) round * row.length + column);
            }
        }
    }

    /** The row's features, missing ones at their start. */
    private double[] start(double[] row) {
        double[] values = starts.clone();
        for (int column = 0; column < row.length; column++) {
            if (Double.isNaN(row[column])) continue;
            Features.Block block = features.block(column);
            for (int f = 0; f < block.length(); f++) values[block.start() + f] = features.encode(column, f, row[column]);
        }
        return values;
    }

    private void replace(int column, Regression regression, double[] values, double[] shares) {
        Features.Block block = features.block(column);
        double[] x = predictorsOf(column, values);
        if (regression instanceof Regression.OfNumber number) {
            values[block.start()] = number.ridge().predict(x);
        } else if (regression instanceof Regression.OfClass classes) {
            classes.softmax().probabilities(x, shares, 0);
            for (int f = 0; f < block.length(); f++) values[block.start() + f] = features.encodeShare(column, f, shares);
        }
    }

    private double drawOne(int column, double[] values, double[] shares, RowNoise noise, long element) {
        Features.Block block = features.block(column);
        double[] x = predictorsOf(column, values);
        if (sampled[column] instanceof Regression.OfNumber number) {
            double value = number.ridge().predict(x) + noise.normal(element) * number.ridge().predictiveDeviation(x);
            values[block.start()] = value;
            return features.decodeNumber(column, value);
        }
        ((Regression.OfClass) sampled[column]).softmax().probabilities(x, shares, 0);
        int level = ChainedEquations.drawOne(shares, block.levels(), noise.uniform(element));
        for (int f = 0; f < block.length(); f++) values[block.start() + f] = features.encodeShare(column, f, shares);
        return level;
    }

    private double[] predictorsOf(int column, double[] values) {
        double[] x = new double[predictors[column].length];
        for (int p = 0; p < x.length; p++) x[p] = values[predictors[column][p]];
        return x;
    }

    private int mostLevels() {
        int most = 2;
        for (int column = 0; column < features.columns(); column++) most = Math.max(most, features.block(column).levels());
        return most;
    }
}

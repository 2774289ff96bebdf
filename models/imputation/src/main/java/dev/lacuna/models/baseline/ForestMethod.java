package dev.lacuna.models.baseline;

/**
 * The kept forests of {@link ForestChain}. A row starts at the columns' means and goes through the forests of its missing columns
 * as many times as fitting took rounds; a draw goes on from there, taking one training value from the leaf of one tree each time.
 */
record ForestMethod(int[] levels, int[] order, int rounds, Forest[] forests, ColumnFill start) implements Method {
    /** Rounds of a draw: the cells of a row depend on each other only through few columns, and forget their start quickly. */
    private static final int DRAW_ROUNDS = 5;

    static ForestMethod read(NumberReader in) {
        int[] levels = in.nextInts(in.nextInt());
        int[] order = in.nextInts(levels.length);
        int rounds = in.nextInt();
        Forest[] forests = new Forest[levels.length];
        for (int column = 0; column < forests.length; column++) forests[column] = Forest.read(in);
        return new ForestMethod(levels, order, rounds, forests, ColumnFill.read(in));
    }

    @Override
    public void write(NumberWriter out) {
        out.add(levels.length).add(levels).add(order).add(rounds);
        for (Forest forest : forests) forest.write(out);
        start.write(out);
    }

    @Override
    public void complete(double[] row, double[] uncertainty) {
        boolean[] missing = missing(row);
        start.complete(row, uncertainty);
        for (int round = 0; round < rounds; round++) {
            for (int column : order) {
                if (missing[column]) row[column] = answer(column, row);
            }
        }
        for (int column = 0; column < row.length; column++) {
            if (!missing[column]) continue;
            if (levels[column] == 0) {
                uncertainty[column] = forests[column].deviation(row, levels);
            } else {
                double[] votes = new double[levels[column]];
                forests[column].votes(row, levels, votes);
                uncertainty[column] = votes[(int) row[column]];
            }
        }
    }

    @Override
    public void draw(double[] row, RowNoise noise) {
        boolean[] missing = missing(row);
        complete(row, new double[row.length]);
        for (int round = 0; round < DRAW_ROUNDS; round++) {
            for (int column : order) {
                if (!missing[column]) continue;
                row[column] = forests[column].donor(row, levels, noise.uniform((long) round * row.length + column));
            }
        }
    }

    private double answer(int column, double[] row) {
        return ForestChain.answer(forests[column], row, levels, column, new double[levels[column]]);
    }

    private static boolean[] missing(double[] row) {
        boolean[] missing = new boolean[row.length];
        for (int column = 0; column < row.length; column++) missing[column] = Double.isNaN(row[column]);
        return missing;
    }
}

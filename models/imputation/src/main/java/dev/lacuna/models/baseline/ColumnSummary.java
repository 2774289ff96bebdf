package dev.lacuna.models.baseline;

/**
 * What was observed in one column.
 *
 * @param mean of the observed numbers; the index of the commonest level (the first of equals) for a category
 * @param deviation population standard deviation of the observed numbers
 * @param shares [levels]: how often each level was observed; empty for a number
 */
record ColumnSummary(double mean, double deviation, double[] shares) {

    static ColumnSummary of(double[] cells, int levels) {
        return levels == 0 ? ofNumbers(cells) : ofLevels(cells, levels);
    }

    static ColumnSummary ofNumbers(double[] cells) {
        double sum = 0;
        int count = 0;
        for (double cell : cells) {
            if (Double.isNaN(cell)) continue;
            sum += cell;
            count++;
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (double cell : cells) {
            if (!Double.isNaN(cell)) squares += (cell - mean) * (cell - mean);
        }
        return new ColumnSummary(mean, count == 0 ? 0 : Math.sqrt(squares / count), new double[0]);
    }

    static ColumnSummary read(NumberReader in, int levels) {
        return new ColumnSummary(in.next(), in.next(), in.next(levels));
    }

    void write(NumberWriter out) {
        out.add(mean).add(deviation).add(shares);
    }

    private static ColumnSummary ofLevels(double[] cells, int levels) {
        double[] shares = new double[levels];
        int count = 0;
        for (double cell : cells) {
            if (Double.isNaN(cell)) continue;
            shares[(int) cell]++;
            count++;
        }
        for (int level = 0; level < levels; level++) shares[level] /= Math.max(1, count);
        return new ColumnSummary(likeliest(shares, levels), 0, shares);
    }

    /** The index of the largest share, the first of equals. */
    static int likeliest(double[] shares, int levels) {
        int best = 0;
        for (int level = 1; level < levels; level++) {
            if (shares[level] > shares[best]) best = level;
        }
        return best;
    }
}

package dev.lacuna.models.baseline;

/** One answer for each column, whatever the row says: its mean and commonest level, or zero and its first level. */
record ColumnFill(boolean zero, int[] levels, ColumnSummary[] summaries) implements Method {

    static ColumnFill fit(Cells cells, boolean zero) {
        ColumnSummary[] summaries = new ColumnSummary[cells.levels().length];
        for (int column = 0; column < summaries.length; column++) {
            summaries[column] = ColumnSummary.of(cells.values()[column], cells.levels()[column]);
        }
        return new ColumnFill(zero, cells.levels(), summaries);
    }

    static ColumnFill read(NumberReader in) {
        boolean zero = in.next() != 0;
        int[] levels = in.nextInts(in.nextInt());
        ColumnSummary[] summaries = new ColumnSummary[levels.length];
        for (int column = 0; column < levels.length; column++) summaries[column] = ColumnSummary.read(in, levels[column]);
        return new ColumnFill(zero, levels, summaries);
    }

    @Override
    public void write(NumberWriter out) {
        out.add(zero ? 1 : 0).add(levels.length).add(levels);
        for (ColumnSummary summary : summaries) summary.write(out);
    }

    /** The uncertainty is the root mean squared distance of the observed values from the answer. */
    @Override
    public void complete(double[] row, double[] uncertainty) {
        for (int column = 0; column < row.length; column++) {
            if (!Double.isNaN(row[column])) continue;
            ColumnSummary summary = summaries[column];
            row[column] = zero ? 0 : summary.mean();
            double shift = row[column] - summary.mean();
            uncertainty[column] = levels[column] > 0 ? summary.shares()[(int) row[column]]
                    : Math.sqrt(summary.deviation() * summary.deviation() + shift * shift);
        }
    }

    @Override
    public void draw(double[] row, RowNoise noise) {
        throw new UnsupportedOperationException("model " + (zero ? "zero" : "mean") + " has one answer for each column and no"
                + " distribution to draw from; chained, forest and neighbours have one");
    }
}

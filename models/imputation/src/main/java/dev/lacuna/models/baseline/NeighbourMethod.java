package dev.lacuna.models.baseline;

/**
 * The mean, or the commonest level, of the k nearest donors that have the value; a draw takes one of them. A row that shares
 * nothing with any donor gets the column's mean, and draws from any donor.
 */
record NeighbourMethod(int k, int[] levels, Neighbours donors, ColumnFill fallback) implements Method {

    static NeighbourMethod read(NumberReader in) {
        int k = in.nextInt();
        int[] levels = in.nextInts(in.nextInt());
        return new NeighbourMethod(k, levels, Neighbours.read(in), ColumnFill.read(in));
    }

    @Override
    public void write(NumberWriter out) {
        out.add(k).add(levels.length).add(levels);
        donors.write(out);
        fallback.write(out);
    }

    @Override
    public void complete(double[] row, double[] uncertainty) {
        double[] distances = distances(row);
        double[] given = row.clone();
        for (int column = 0; column < row.length; column++) {
            if (!Double.isNaN(given[column])) continue;
            double[] values = donors.nearest(distances, column, k);
            if (values.length == 0) continue;
            ColumnSummary summary = ColumnSummary.of(values, levels[column]);
            row[column] = summary.mean();
            uncertainty[column] = levels[column] > 0 ? summary.shares()[(int) summary.mean()] : summary.deviation();
        }
        fallback.complete(row, uncertainty);
    }

    @Override
    public void draw(double[] row, RowNoise noise) {
        double[] distances = distances(row);
        double[] given = row.clone();
        for (int column = 0; column < row.length; column++) {
            if (!Double.isNaN(given[column])) continue;
            double[] values = donors.nearest(distances, column, k);
            double uniform = noise.uniform(column);
            row[column] = values.length == 0 ? donors.any(column, uniform) : values[(int) (uniform * values.length)];
        }
    }

    private double[] distances(double[] row) {
        double[] distances = new double[donors.donorCount()];
        donors.distances(row, distances);
        return distances;
    }
}

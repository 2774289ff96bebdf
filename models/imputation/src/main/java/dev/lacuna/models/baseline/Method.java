package dev.lacuna.models.baseline;

/**
 * What one baseline has learned. A row [columns] holds numbers and indices of levels as {@link Cells} does, NaN where missing;
 * what is done to it depends on the row alone. Safe for many threads.
 */
sealed interface Method permits ColumnFill, ChainedMethod, ForestMethod, NeighbourMethod {

    /**
     * Replaces the missing cells of {@code row} by their best guess.
     *
     * @param uncertainty [columns] receives for each of them the standard deviation, or the probability of the level
     */
    void complete(double[] row, double[] uncertainty);

    /**
     * Replaces the missing cells of {@code row} by one draw.
     *
     * @throws UnsupportedOperationException where the method has no distribution to draw from
     */
    void draw(double[] row, RowNoise noise);

    void write(NumberWriter out);
}

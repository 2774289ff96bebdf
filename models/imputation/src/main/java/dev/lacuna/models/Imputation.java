package dev.lacuna.models;

import dev.lacuna.engine.table.Table;
import java.util.List;

/**
 * A completed table, and how sure the model is of each filled cell.
 *
 * <p>For a real column the uncertainty of a filled cell is its standard deviation, in the column's units; for a binary or
 * categorical column it is the probability of the category that was filled in. Observed cells have none: NaN.
 */
public final class Imputation {
    private final Table completed;
    private final double[][] uncertainty;
    private final double[] effectiveSampleSize;
    private final List<String> notes;

    private Imputation(Table completed, double[][] uncertainty, double[] effectiveSampleSize, List<String> notes) {
        this.completed = completed;
        this.uncertainty = uncertainty;
        this.effectiveSampleSize = effectiveSampleSize;
        this.notes = notes;
    }

    /**
     * @param uncertainty [rows x columns], NaN where the cell was observed
     * @param effectiveSampleSize [rows], NaN where no samples were drawn for a row
     * @param notes what a careful reader should know, one sentence each: rows with a small effective sample size, categories that
     *     were not known
     */
    public static Imputation of(Table completed, double[][] uncertainty, double[] effectiveSampleSize, List<String> notes) {
        double[][] copy = new double[uncertainty.length][];
        for (int row = 0; row < copy.length; row++) copy[row] = uncertainty[row].clone();
        return new Imputation(completed, copy, effectiveSampleSize.clone(), List.copyOf(notes));
    }

    /** The table with nothing missing; observed cells keep their exact text. */
    public Table completed() {
        return completed;
    }

    /** Standard deviation or category probability of one filled cell; NaN where the cell was observed. */
    public double uncertainty(int row, int column) {
        return uncertainty[row][column];
    }

    /** How many equally weighted draws the row's weighted draws are worth, at least 1; NaN where none were drawn. */
    public double effectiveSampleSize(int row) {
        return effectiveSampleSize[row];
    }

    public List<String> notes() {
        return notes;
    }
}

package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.RowTerm;
import java.util.Arrays;

/**
 * Features [rows x columns] with a class label in each row, or none. Immutable; arrays are copied in.
 *
 * <p>Labels are 0..g-1, {@link #MISSING} = -1 where there is none. A missing label may carry its recorded source
 * ({@link #withSource}).
 */
public final class PartlyLabelled {
    /** The label of a row that has none. */
    public static final int MISSING = RowTerm.MISSING;

    private final int rows;
    private final int columns;
    private final double[] features;
    private final int[] labels;
    private final byte[] sources;

    private PartlyLabelled(int rows, int columns, double[] features, int[] labels, byte[] sources) {
        this.rows = rows;
        this.columns = columns;
        this.features = features;
        this.labels = labels;
        this.sources = sources;
    }

    /**
     * A sample from row-major features [rows x columns].
     *
     * @throws IllegalArgumentException for a length that does not fit, a value that is not finite, or a label below -1
     */
    public static PartlyLabelled of(double[] features, int columns, int[] labels) {
        if (columns < 1) {
            throw new IllegalArgumentException("a sample needs at least one feature column; given " + columns);
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("a sample needs at least one row; given none");
        }
        if ((long) labels.length * columns != features.length) {
            throw new IllegalArgumentException("features hold " + features.length + " numbers; " + labels.length
                    + " labels and " + columns + " columns need " + (long) labels.length * columns);
        }
        for (int i = 0; i < features.length; i++) {
            if (!Double.isFinite(features[i])) {
                throw new IllegalArgumentException("feature at row " + i / columns + ", column " + i % columns + " is "
                        + features[i]
                        + "; every feature must be a finite number (complete missing features first)");
            }
        }
        for (int j = 0; j < labels.length; j++) {
            if (labels[j] < MISSING) {
                throw new IllegalArgumentException("label of row " + j + " is " + labels[j]
                        + "; allowed: 0..classes-1, or -1 (missing)");
            }
        }
        return new PartlyLabelled(labels.length, columns, features.clone(), labels.clone(), new byte[labels.length]);
    }

    /** As {@link #of(double[], int, int[])}, from an array for each row. */
    public static PartlyLabelled of(double[][] features, int[] labels) {
        int columns = features.length == 0 ? 0 : features[0].length;
        double[] flat = new double[features.length * columns];
        for (int j = 0; j < features.length; j++) {
            if (features[j].length != columns) {
                throw new IllegalArgumentException("row " + j + " has " + features[j].length + " features; row 0 has " + columns);
            }
            System.arraycopy(features[j], 0, flat, j * columns, columns);
        }
        return of(flat, columns, labels);
    }

    /**
     * The same sample with the channel that took each missing label: {@link RowTerm#CHANCE} or {@link RowTerm#INFORMATIVE}.
     * Entries of labelled rows are ignored.
     */
    public PartlyLabelled withSource(byte[] source) {
        if (source.length != rows) {
            throw new IllegalArgumentException("sources hold " + source.length + " entries; the sample has " + rows + " rows");
        }
        byte[] clean = new byte[rows];
        for (int j = 0; j < rows; j++) {
            if (labels[j] == MISSING) {
                if (source[j] != RowTerm.CHANCE && source[j] != RowTerm.INFORMATIVE) {
                    throw new IllegalArgumentException("source of the missing label in row " + j + " is " + source[j]
                            + "; allowed: 1 (chance), 2 (informative)");
                }
                clean[j] = source[j];
            }
        }
        return new PartlyLabelled(rows, columns, features, labels, clean);
    }

    /** Rows in this order; an index may occur more than once. */
    public PartlyLabelled select(int[] index) {
        double[] x = new double[index.length * columns];
        int[] z = new int[index.length];
        byte[] s = new byte[index.length];
        for (int j = 0; j < index.length; j++) {
            System.arraycopy(features, index[j] * columns, x, j * columns, columns);
            z[j] = labels[index[j]];
            s[j] = sources[index[j]];
        }
        return new PartlyLabelled(index.length, columns, x, z, s);
    }

    /** The same features and sources with other labels. */
    public PartlyLabelled withLabels(int[] other) {
        return of(features, columns, other);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public double feature(int row, int column) {
        return features[row * columns + column];
    }

    /** A copy of row {@code row}. */
    public double[] row(int row) {
        return Arrays.copyOfRange(features, row * columns, (row + 1) * columns);
    }

    public int label(int row) {
        return labels[row];
    }

    /** {@link RowTerm#CHANCE}, {@link RowTerm#INFORMATIVE}, or 0 where the source is not recorded or the label is present. */
    public int source(int row) {
        return sources[row];
    }

    /** How many labels are missing. */
    public int missing() {
        int n = 0;
        for (int z : labels) {
            n += z == MISSING ? 1 : 0;
        }
        return n;
    }

    /** How many rows carry each label, for this many classes. */
    public int[] labelCounts(int classes) {
        int[] counts = new int[classes];
        for (int z : labels) {
            if (z >= 0) {
                counts[z]++;
            }
        }
        return counts;
    }

    /** One more than the largest label; 0 where every label is missing. */
    public int largestLabelPlusOne() {
        int top = 0;
        for (int z : labels) {
            top = Math.max(top, z + 1);
        }
        return top;
    }

    /** Whether every missing label carries its source. */
    public boolean sourcesRecorded() {
        for (int j = 0; j < rows; j++) {
            if (labels[j] == MISSING && sources[j] == RowTerm.NOT_RECORDED) {
                return false;
            }
        }
        return true;
    }

    /** (y - centre) / scale, column by column. */
    PartlyLabelled standardised(double[] centre, double[] scale) {
        double[] x = new double[features.length];
        for (int i = 0; i < x.length; i++) {
            int c = i % columns;
            x[i] = (features[i] - centre[c]) / scale[c];
        }
        return new PartlyLabelled(rows, columns, x, labels, sources);
    }
}

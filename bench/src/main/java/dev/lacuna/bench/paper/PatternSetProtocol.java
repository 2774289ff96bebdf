package dev.lacuna.bench.paper;

import dev.lacuna.engine.random.MersenneTwister;
import java.util.Arrays;

/**
 * PSMVAE's protocol (Ghalebikesabi et al. 2021, sections 6 and C; its published code): holes by NumPy's generator on the full
 * table, a permuted 80 % training split, columns standardised by what is observed there, integer columns rounded, errors on the
 * min-max scale over the training split's hidden cells.
 */
final class PatternSetProtocol {

    /** What makes a hole. */
    enum Mechanism {
        /** Each cell by itself. */
        MCAR,
        /** Only one column, only above its median. */
        MNAR1VAR,
        /** Each cell by itself, but one column by half above its median and never below. */
        MNAR1VAR_MCAR
    }

    /** Against what the filled cells are compared. */
    enum Truth {
        /** The values that were hidden. */
        CORRECT,
        /** Those values shifted and scaled as the published tables did: complete columns standardised by themselves, scaled back
         * by the observed cells' mean and deviation. Under MNAR this is another table. */
        PAPER_STYLE
    }

    /** The code adds it to every deviation and range. */
    private static final double SCALE_FLOOR = 1e-6;
    /** Columns with fewer distinct values are whole numbers. */
    private static final int WHOLE_BELOW_DISTINCT = 20;
    private static final double MIXED_RATE = 0.5;

    private final int hiddenInAll;
    private final int selfMaskedColumn;
    private final boolean[] selfMaskedRows;
    private final double[][] complete;
    private final boolean[][] hidden;
    private final double[] means;
    private final double[] scales;

    private PatternSetProtocol(int hiddenInAll, int selfMaskedColumn, boolean[] selfMaskedRows, double[][] complete,
            boolean[][] hidden) {
        this.selfMaskedRows = selfMaskedRows;
        this.hiddenInAll = hiddenInAll;
        this.selfMaskedColumn = selfMaskedColumn;
        this.complete = complete;
        this.hidden = hidden;
        this.means = new double[complete.length];
        this.scales = new double[complete.length];
        double[][] observed = observed();
        for (int c = 0; c < complete.length; c++) {
            means[c] = Columns.mean(observed[c]);
            scales[c] = Columns.deviation(observed[c]) + SCALE_FLOOR;
        }
    }

    /**
     * @param raw [columns][rows]; NaN where the table itself has a gap, which is never scored
     * @param rate the share of cells, or of the masked column's upper half, that is hidden
     */
    static PatternSetProtocol of(double[][] raw, Mechanism mechanism, double rate, int seed) {
        int columns = raw.length;
        int rows = raw[0].length;
        boolean[][] hidden = new boolean[columns][rows];
        MersenneTwister random = new MersenneTwister(seed);
        if (mechanism != Mechanism.MNAR1VAR) {
            for (int row = 0; row < rows; row++) {
                for (int c = 0; c < columns; c++) hidden[c][row] = random.bernoulli(rate);
            }
        }
        int masked = -1;
        if (mechanism != Mechanism.MCAR) {
            masked = hideOneColumn(raw, hidden, random, mechanism == Mechanism.MNAR1VAR ? rate : MIXED_RATE);
        }
        int count = 0;
        for (int c = 0; c < columns; c++) {
            for (int row = 0; row < rows; row++) count += hidden[c][row] && !Double.isNaN(raw[c][row]) ? 1 : 0;
        }
        int[] order = new MersenneTwister(seed).permutation(rows);
        int[] training = Arrays.copyOf(order, (int) (0.8 * rows));
        boolean[][] hiddenInTraining = new boolean[columns][training.length];
        for (int c = 0; c < columns; c++) {
            for (int i = 0; i < training.length; i++) hiddenInTraining[c][i] = hidden[c][training[i]];
        }
        boolean[] selfMaskedRows = new boolean[masked < 0 ? 0 : training.length];
        double median = masked < 0 ? Double.NaN : Columns.median(raw[masked]);
        for (int i = 0; i < selfMaskedRows.length; i++) selfMaskedRows[i] = raw[masked][training[i]] > median;
        return new PatternSetProtocol(count, masked, selfMaskedRows, Columns.rows(raw, training), hiddenInTraining);
    }

    private static int hideOneColumn(double[][] raw, boolean[][] hidden, MersenneTwister random, double rate) {
        int rows = raw[0].length;
        while (true) {
            int column = random.bounded(raw.length - 1);
            double median = Columns.median(raw[column]);
            int above = 0;
            for (double x : raw[column]) above += x > median ? 1 : 0;
            if (above <= 0.1 * rows || above >= 0.9 * rows) continue;
            Arrays.fill(hidden[column], false);
            for (int row = 0; row < rows; row++) {
                if (raw[column][row] > median) hidden[column][row] = random.bernoulli(rate);
            }
            return column;
        }
    }

    /** Hidden cells of the whole table and of the training split; gaps of the table itself do not count. */
    int hiddenInAll() {
        return hiddenInAll;
    }

    int hiddenInTraining() {
        int count = 0;
        for (int c = 0; c < complete.length; c++) {
            for (int row = 0; row < complete[c].length; row++) count += scored(c, row) ? 1 : 0;
        }
        return count;
    }

    /** The column hidden by its own value, -1 for MCAR. */
    int selfMaskedColumn() {
        return selfMaskedColumn;
    }

    /** [training rows] whether the true value of the column hidden by its own value lies above that column's median. */
    boolean[] selfMaskedRows() {
        return selfMaskedRows.clone();
    }

    /** The training split as methods see it: standardised by its observed cells, NaN where hidden or never there. */
    double[][] standardised() {
        double[][] values = observed();
        for (int c = 0; c < values.length; c++) {
            for (int row = 0; row < values[c].length; row++) values[c][row] = (values[c][row] - means[c]) / scales[c];
        }
        return values;
    }

    /** The score of a completed training split, standardised as {@link #standardised} is. */
    double rmse(double[][] completed, Truth kind) {
        double squares = 0;
        int count = 0;
        for (int c = 0; c < complete.length; c++) {
            double[] truth = kind == Truth.CORRECT ? complete[c] : paperStyle(c);
            double[] present = Arrays.stream(truth).filter(x -> !Double.isNaN(x)).sorted().toArray();
            boolean whole = Arrays.stream(present).distinct().count() < WHOLE_BELOW_DISTINCT;
            double range = present[present.length - 1] - present[0] + SCALE_FLOOR;
            for (int row = 0; row < truth.length; row++) {
                if (!scored(c, row)) continue;
                double filled = completed[c][row] * scales[c] + means[c];
                double miss = ((whole ? Math.rint(filled) : filled) - truth[row]) / range;
                squares += miss * miss;
                count++;
            }
        }
        return Math.sqrt(squares / count);
    }

    private double[] paperStyle(int c) {
        double mean = Columns.mean(complete[c]);
        double scale = Columns.deviation(complete[c]) + SCALE_FLOOR;
        return Arrays.stream(complete[c]).map(x -> (x - mean) / scale * scales[c] + means[c]).toArray();
    }

    private double[][] observed() {
        double[][] values = Columns.copy(complete);
        for (int c = 0; c < values.length; c++) {
            for (int row = 0; row < values[c].length; row++) {
                if (hidden[c][row]) values[c][row] = Double.NaN;
            }
        }
        return values;
    }

    private boolean scored(int c, int row) {
        return hidden[c][row] && !Double.isNaN(complete[c][row]);
    }
}

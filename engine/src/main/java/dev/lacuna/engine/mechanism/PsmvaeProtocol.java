package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.random.MersenneTwister;
import dev.lacuna.engine.table.Cells;
import java.util.Arrays;
import java.util.BitSet;
import org.ejml.data.DMatrixRMaj;

/**
 * Cells and splits of the PSMVAE paper, equal to those that its published code draws with NumPy for the same seed.
 *
 * <p>Cells are drawn on the full data [rows x columns] (NaN for natively missing), rows are split afterwards with a second
 * generator of the same seed. Source: Ghalebikesabi, Cornish, Holmes, Kelly, "Deep generative missingness pattern-set mixture
 * models", AISTATS 2021; code {@code src/preprocess.py}, {@code main_preprocess.py}.
 */
public final class PsmvaeProtocol {

    /** The column to mask needs a share of rows above its median strictly between these. */
    private static final double MIN_SHARE_ABOVE = 0.1;
    private static final double MAX_SHARE_ABOVE = 0.9;
    /** What {@link #mnarOneColumnAndMcar} masks its column with, whatever the rate of the rest. */
    private static final double MNAR_RATE_BESIDE_MCAR = 0.5;

    private PsmvaeProtocol() {}

    /**
     * @param cells the cells that become missing, natively missing ones left out
     * @param mnarColumn the self-masked column, -1 for none
     */
    public record Mask(Cells cells, int mnarColumn) {}

    /** Row numbers of the three parts. */
    public record Split(int[] train, int[] validation, int[] test) {}

    /** Every cell with probability {@code rate}. */
    public static Mask mcar(DMatrixRMaj data, double rate, int seed) {
        return mask(data, drawAll(data, rate, new MersenneTwister(seed)), -1);
    }

    /** One random column; its cells above the median with probability {@code rate}. */
    public static Mask mnarOneColumn(DMatrixRMaj data, double rate, int seed) {
        MersenneTwister random = new MersenneTwister(seed);
        BitSet[] cells = new BitSet[data.numCols];
        Arrays.setAll(cells, c -> new BitSet());
        return mask(data, cells, maskOneColumn(data, rate, random, cells));
    }

    /** {@link #mcar} on all columns but one random one, whose cells above the median are missing with probability 0.5. */
    public static Mask mnarOneColumnAndMcar(DMatrixRMaj data, double rate, int seed) {
        MersenneTwister random = new MersenneTwister(seed);
        BitSet[] cells = drawAll(data, rate, random);
        return mask(data, cells, maskOneColumn(data, MNAR_RATE_BESIDE_MCAR, random, cells));
    }

    /** 80 % training, 10 % validation, 10 % test rows of a random permutation. */
    public static Split split(int rows, int seed) {
        int[] permutation = new MersenneTwister(seed).permutation(rows);
        int trainEnd = (int) (0.8 * rows);
        int validationEnd = (int) (0.9 * rows);
        return new Split(Arrays.copyOf(permutation, trainEnd), Arrays.copyOfRange(permutation, trainEnd, validationEnd),
                Arrays.copyOfRange(permutation, validationEnd, rows));
    }

    private static BitSet[] drawAll(DMatrixRMaj data, double rate, MersenneTwister random) {
        Checks.probability("rate", rate);
        BitSet[] cells = new BitSet[data.numCols];
        Arrays.setAll(cells, c -> new BitSet(data.numRows));
        for (int r = 0; r < data.numRows; r++) {
            for (int c = 0; c < data.numCols; c++) {
                cells[c].set(r, random.bernoulli(rate));
            }
        }
        return cells;
    }

    private static int maskOneColumn(DMatrixRMaj data, double rate, MersenneTwister random, BitSet[] cells) {
        Checks.probability("rate", rate);
        checkSomeColumnFits(data);
        int column;
        BitSet above;
        do {
            column = random.bounded(data.numCols - 1);
            above = aboveMedian(data, column);
        } while (!fits(above, data.numRows));
        cells[column].clear();
        for (int r = above.nextSetBit(0); r >= 0; r = above.nextSetBit(r + 1)) {
            cells[column].set(r, random.bernoulli(rate));
        }
        return column;
    }

    private static boolean fits(BitSet above, int rows) {
        int count = above.cardinality();
        return count > MIN_SHARE_ABOVE * rows && count < MAX_SHARE_ABOVE * rows;
    }

    private static void checkSomeColumnFits(DMatrixRMaj data) {
        for (int c = 0; c < data.numCols; c++) {
            if (fits(aboveMedian(data, c), data.numRows)) {
                return;
            }
        }
        throw new IllegalArgumentException("no column has between 10 % and 90 % of its values above its median");
    }

    /** Rows strictly above the median of the cells that are not NaN. */
    private static BitSet aboveMedian(DMatrixRMaj data, int column) {
        double[] sorted = new double[data.numRows];
        int count = 0;
        for (int r = 0; r < data.numRows; r++) {
            double value = data.get(r, column);
            if (!Double.isNaN(value)) {
                sorted[count++] = value;
            }
        }
        Arrays.sort(sorted, 0, count);
        double median = count == 0 ? Double.NaN : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        BitSet above = new BitSet(data.numRows);
        for (int r = 0; r < data.numRows; r++) {
            above.set(r, data.get(r, column) > median);
        }
        return above;
    }

    private static Mask mask(DMatrixRMaj data, BitSet[] cells, int mnarColumn) {
        for (int r = 0; r < data.numRows; r++) {
            for (int c = 0; c < data.numCols; c++) {
                if (Double.isNaN(data.get(r, c))) {
                    cells[c].clear(r);
                }
            }
        }
        return new Mask(Cells.of(data.numRows, cells), mnarColumn);
    }
}

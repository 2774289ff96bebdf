package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.SyntheticData.Normals;
import java.util.SplittableRandom;

/**
 * What hides cells in the comparison of GNR with its kin. GNR's own mechanisms are not known; these are those of its relatives,
 * on standardised columns: not-MIWAE's (P1 to P3, the first half of the columns), a hidden cause (P4, the same columns) and
 * IM-IWAE's simulators (P5, linear: all columns, one uniform number for a whole row, rows that lose every cell are kept
 * complete).
 */
enum GnrMechanism {
    /** P1: every value above the mean. */
    HARD,
    /** P2: a value above the mean with probability 0.5. */
    ABOVE_MEAN_HALF,
    /** P3: P(observed) = sigmoid(-3 x). */
    LOGISTIC,
    /** P4: P(observed) = sigmoid(-3 z), z one number for each row. */
    LATENT,
    /** P5: logits X W + b. */
    LINEAR_ALL,
    /** P5 without self-censoring: a cell's own value plays no part. */
    LINEAR_OTHERS,
    /** P5 with nothing but self-censoring. */
    LINEAR_SELF,
    /** The control: half of the cells of the same columns, at random. */
    MCAR;

    private static final double SLOPE = 3;

    /**
     * The table with NaN where hidden.
     *
     * @param complete [columns][rows], standardised
     * @param cause z of each row, for P4
     */
    double[][] hide(double[][] complete, double[] cause, long seed) {
        double[][] holed = Columns.copy(complete);
        SplittableRandom random = new SplittableRandom(seed);
        if (this == LINEAR_ALL || this == LINEAR_OTHERS || this == LINEAR_SELF) {
            hideByLines(complete, holed, new Normals(seed), random);
            return holed;
        }
        for (int c = 0; c < holed.length / 2; c++) {
            for (int row = 0; row < holed[c].length; row++) {
                if (random.nextDouble() < probability(complete[c][row], cause[row])) holed[c][row] = Double.NaN;
            }
        }
        return holed;
    }

    private double probability(double x, double cause) {
        return switch (this) {
            case HARD -> x > 0 ? 1 : 0;
            case ABOVE_MEAN_HALF -> x > 0 ? 0.5 : 0;
            case LOGISTIC -> sigmoid(SLOPE * x);
            case LATENT -> sigmoid(SLOPE * cause);
            default -> 0.5;
        };
    }

    /** logit P(observed) = X W + b, W ~ N(0, 1), b ~ N(0, 0.01). */
    private void hideByLines(double[][] complete, double[][] holed, Normals normals, SplittableRandom random) {
        int columns = complete.length;
        double[][] weight = new double[columns][];
        double[] bias = new double[columns];
        for (int c = 0; c < columns; c++) {
            weight[c] = normals.next(columns);
            bias[c] = 0.1 * normals.next();
        }
        for (int row = 0; row < complete[0].length; row++) {
            double uniform = random.nextDouble();
            boolean[] hidden = new boolean[columns];
            int count = 0;
            for (int c = 0; c < columns; c++) {
                double logit = bias[c];
                for (int j = 0; j < columns; j++) {
                    boolean reads = this == LINEAR_ALL || (j == c) == (this == LINEAR_SELF);
                    if (reads) logit += weight[c][j] * complete[j][row];
                }
                hidden[c] = uniform > sigmoid(logit);
                count += hidden[c] ? 1 : 0;
            }
            for (int c = 0; c < columns && count < columns; c++) {
                if (hidden[c]) holed[c][row] = Double.NaN;
            }
        }
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}

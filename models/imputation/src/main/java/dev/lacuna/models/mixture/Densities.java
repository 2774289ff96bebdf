package dev.lacuna.models.mixture;

import java.util.Arrays;

/**
 * Log joint densities l_k = log π_k + log f_k of a block of rows, at fixed parameters. Shared by all threads; holds no work
 * space.
 */
final class Densities {
    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

    final int classes;
    final int columns;
    final boolean shared;
    final boolean diagonal;
    final double[] means;
    final double[][] lower;
    final double[][] lowerInverse;
    private final double[] logNormaliser;
    private final double[] whitenedMeans;

    Densities(Coordinates at, double[] x) {
        classes = at.classes();
        columns = at.columns();
        shared = at.structure().shared();
        diagonal = at.structure().diagonal();
        means = Arrays.copyOfRange(x, at.means(), at.covariances());
        int matrices = at.structure().matrices(classes);
        lower = new double[matrices][];
        lowerInverse = new double[matrices][];
        double[] logDeterminant = new double[matrices];
        for (int m = 0; m < matrices; m++) {
            lower[m] = at.lower(x, m);
            lowerInverse[m] = diagonal ? invertDiagonal(lower[m]) : Cholesky.invertLower(lower[m], columns);
            for (int i = 0; i < columns; i++) {
                logDeterminant[m] += StrictMath.log(lower[m][i * columns + i]);
            }
        }
        double[] weights = at.weights(x);
        logNormaliser = new double[classes];
        whitenedMeans = new double[classes * columns];
        for (int k = 0; k < classes; k++) {
            logNormaliser[k] = StrictMath.log(weights[k]) - logDeterminant[matrix(k)] - columns * HALF_LOG_TWO_PI;
            for (int i = 0; i < columns; i++) {
                for (int j = diagonal ? i : 0; j <= i; j++) {
                    whitenedMeans[k * columns + i] += lowerInverse[matrix(k)][i * columns + j] * means[k * columns + j];
                }
            }
        }
    }

    private double[] invertDiagonal(double[] lower) {
        double[] inverse = new double[lower.length];
        for (int i = 0; i < columns; i++) {
            inverse[i * columns + i] = 1 / lower[i * columns + i];
        }
        return inverse;
    }

    int matrix(int k) {
        return shared ? 0 : k;
    }

    /** out[k * SIZE + r] = l_k of row r of the block; {@code work} holds at least SIZE numbers. */
    void logJoint(RowBlocks data, int block, double[] work, double[] out) {
        int n = data.rowsIn(block);
        Arrays.fill(out, 0, classes * RowBlocks.SIZE, 0);
        for (int m = 0; m < lowerInverse.length; m++) {
            double[] inverse = lowerInverse[m];
            for (int i = 0; i < columns; i++) {
                whiten(data, block, n, inverse, i, work);
                for (int k = shared ? 0 : m; k <= (shared ? classes - 1 : m); k++) {
                    addSquares(work, whitenedMeans[k * columns + i], out, k * RowBlocks.SIZE, n);
                }
            }
        }
        for (int k = 0; k < classes; k++) {
            for (int r = k * RowBlocks.SIZE; r < k * RowBlocks.SIZE + n; r++) {
                out[r] = logNormaliser[k] - 0.5 * out[r];
            }
        }
    }

    private void whiten(RowBlocks data, int block, int n, double[] inverse, int i, double[] work) {
        scale(data.values, data.offset(block, i), inverse[i * columns + i], work, n);
        if (!diagonal) {
            for (int j = 0; j < i; j++) {
                addScaled(data.values, data.offset(block, j), inverse[i * columns + j], work, n);
            }
        }
    }

    private static void scale(double[] x, int offset, double factor, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] = factor * x[offset + r];
        }
    }

    private static void addScaled(double[] x, int offset, double factor, double[] out, int n) {
        for (int r = 0; r < n; r++) {
            out[r] += factor * x[offset + r];
        }
    }

    private static void addSquares(double[] v, double centre, double[] out, int offset, int n) {
        for (int r = 0; r < n; r++) {
            double u = v[r] - centre;
            out[offset + r] += u * u;
        }
    }
}

package dev.lacuna.models.baseline;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Multinomial regression with a ridge penalty: P(class) = softmax(x W + b).
 *
 * <p>Fitted by Böhning's bound (1992): the curvature of the log-likelihood is nowhere above ½ XᵀX for each class, so one Cholesky
 * factor serves every step and no step can go down. A step costs one pass over the rows; chained equations start each round
 * from the last round's weights, and so need few of them.
 */
final class SoftmaxRidge {
    /** Prior precision of each weight on standardised predictors. */
    private static final double PENALTY = 1;
    /** The intercepts are as good as free; this keeps the factor positive definite. */
    private static final double INTERCEPT_PENALTY = 1e-6;
    /** Steps stop where no weight moves by more. */
    private static final double WEIGHT_TOLERANCE = 1e-4;
    private static final int BLOCK_ROWS = 2048;

    private final int classes;
    private final double[] weights;

    /** @param weights [(predictors + 1) x classes], the intercepts last */
    private SoftmaxRidge(int classes, double[] weights) {
        this.classes = classes;
        this.weights = weights;
    }

    static SoftmaxRidge start(int predictors, int classes) {
        return new SoftmaxRidge(classes, new double[(predictors + 1) * classes]);
    }

    /**
     * Some steps from here towards the penalised maximum.
     *
     * @param columns [predictors][rows], standardised
     * @param moments [(p + 1) x (p + 1)]: XᵀX with a last column of ones
     * @param labels [rows]
     */
    SoftmaxRidge improve(double[][] columns, double[] moments, int[] labels, int rows, int steps, Workers workers) {
        int width = columns.length + 1;
        double[] bound = moments.clone();
        for (int i = 0; i < bound.length; i++) bound[i] *= 0.5;
        for (int i = 0; i < width; i++) bound[i * width + i] += i < width - 1 ? PENALTY : INTERCEPT_PENALTY;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(width);
        if (!solver.setA(DMatrixRMaj.wrap(width, width, bound))) {
            throw new IllegalStateException("the curvature bound of a softmax regression is not positive definite");
        }
        double[] next = weights.clone();
        DMatrixRMaj step = new DMatrixRMaj(width, classes);
        int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
        double[][] partial = new double[blocks][width * classes];
        for (int s = 0; s < steps; s++) {
            workers.run(blocks, block -> gradient(columns, labels, next, block * BLOCK_ROWS,
                    Math.min(rows, (block + 1) * BLOCK_ROWS), partial[block]));
            DMatrixRMaj gradient = new DMatrixRMaj(width, classes);
            for (double[] part : partial) {
                for (int i = 0; i < part.length; i++) gradient.data[i] += part[i];
            }
            for (int i = 0; i < next.length; i++) {
                gradient.data[i] -= (i < (width - 1) * classes ? PENALTY : INTERCEPT_PENALTY) * next[i];
            }
            solver.solve(gradient, step);
            double largest = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] += step.data[i];
                largest = Math.max(largest, Math.abs(step.data[i]));
            }
            if (largest < WEIGHT_TOLERANCE) break;
        }
        return new SoftmaxRidge(classes, next);
    }

    /** P(class) at x [predictors], into out[offset .. offset + classes). */
    void probabilities(double[] x, double[] out, int offset) {
        int width = weights.length / classes;
        for (int c = 0; c < classes; c++) out[offset + c] = weights[(width - 1) * classes + c];
        for (int p = 0; p < width - 1; p++) {
            for (int c = 0; c < classes; c++) out[offset + c] += x[p] * weights[p * classes + c];
        }
        softmax(out, offset, classes);
    }

    static SoftmaxRidge read(NumberReader in, int predictors, int classes) {
        return new SoftmaxRidge(classes, in.next((predictors + 1) * classes));
    }

    void write(NumberWriter out) {
        out.add(weights);
    }

    /** Xᵀ(Y - P) over rows [from, to), into out [(p + 1) x classes]. */
    private void gradient(double[][] columns, int[] labels, double[] at, int from, int to, double[] out) {
        int predictors = columns.length;
        int rows = to - from;
        double[][] logits = new double[classes][rows];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(logits[c], at[predictors * classes + c]);
            for (int p = 0; p < predictors; p++) {
                double weight = at[p * classes + c];
                double[] column = columns[p];
                double[] logit = logits[c];
                for (int i = 0; i < rows; i++) logit[i] += weight * column[from + i];
            }
        }
        double[] row = new double[classes];
        for (int i = 0; i < rows; i++) {
            for (int c = 0; c < classes; c++) row[c] = logits[c][i];
            softmax(row, 0, classes);
            for (int c = 0; c < classes; c++) logits[c][i] = (labels[from + i] == c ? 1 : 0) - row[c];
        }
        for (int c = 0; c < classes; c++) {
            for (int p = 0; p < predictors; p++) out[p * classes + c] = Products.dot(logits[c], 0, columns[p], from, rows);
            out[predictors * classes + c] = Products.sum(logits[c], rows);
        }
    }

    /** StrictMath, so that the bits do not depend on the JDK. */
    private static void softmax(double[] values, int offset, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) largest = Math.max(largest, values[offset + i]);
        double sum = 0;
        for (int i = 0; i < length; i++) {
            values[offset + i] = StrictMath.exp(values[offset + i] - largest);
            sum += values[offset + i];
        }
        for (int i = 0; i < length; i++) values[offset + i] /= sum;
    }
}

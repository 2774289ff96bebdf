package dev.lacuna.autodiff;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * Adds terms up row by row, and hands the gradients of the rows back to the terms. The terms of a row are added in double; within
 * one term, rows of {@value #LEAST_COLUMNS_OF_A_KERNEL} columns and more are summed in float, in the kernels' fixed lanes. A
 * value times its weight is a float.
 */
final class TermSums {
    /** Rows of fewer columns are summed in double here, longer ones by the kernels, in vectors: 0.3 ns an element. */
    private static final int LEAST_COLUMNS_OF_A_KERNEL = 16;

    private final Kernels kernels;
    /** A number for each row: its sum in one term, or its gradient. */
    private final float[] rowSums;
    /** A term times its weights, where its rows are short. */
    private final float[] weighted;
    private final Var[] values;
    private final double[] coefficients;
    private final FixedWeights[] weights;
    private final int rows;

    TermSums(Operation operation, List<Term> terms, int rows) {
        this.rows = rows;
        this.kernels = operation.kernels();
        this.rowSums = new float[rows];
        this.values = new Var[terms.size()];
        this.coefficients = new double[terms.size()];
        this.weights = new FixedWeights[terms.size()];
        int longest = 0;
        for (int t = 0; t < values.length; t++) {
            Term term = terms.get(t);
            values[t] = term.values();
            coefficients[t] = term.coefficient();
            check(operation, term.values(), term.values().columns());
            if (term.weights().isPresent()) {
                Var given = term.weights().get();
                check(operation, given, term.values().columns());
                weights[t] = new FixedWeights(given, given.columns() == term.values().columns() ? 1 : 0);
                if (term.values().columns() < LEAST_COLUMNS_OF_A_KERNEL) {
                    longest = Math.max(longest, rows * term.values().columns());
                }
            }
        }
        weighted = new float[longest];
    }

    private void check(Operation operation, Var operand, int columns) {
        if (rows % operand.rows() != 0 || (operand.columns() != columns && operand.columns() != 1)) {
            throw new IllegalArgumentException(operation.getClass().getSimpleName() + ": " + operand
                    + " cannot be repeated to [" + rows + " x " + columns + "]");
        }
    }

    static Var[] inputs(List<Term> terms) {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("A loss needs at least one term");
        }
        return terms.stream().map(Term::values).toArray(Var[]::new);
    }

    /** sums[row] = Σ over the terms in their order, for each Σ over its columns. */
    void sum(double[] sums) {
        for (int t = 0; t < values.length; t++) {
            if (values[t].columns() < LEAST_COLUMNS_OF_A_KERNEL) {
                addShortRows(t, sums);
            } else {
                addLongRows(t, sums);
            }
        }
    }

    private void addLongRows(int t, double[] sums) {
        float[] v = values[t].value().data;
        int n = values[t].columns();
        int own = values[t].rows();
        FixedWeights w = weights[t];
        if (w != null && w.step == 1) {
            for (int row = 0, stretch; row < rows; row += stretch) {
                int at = row % own;
                int weightRow = row % w.rows();
                stretch = Math.min(own - at, w.rows() - weightRow);
                kernels.weightedRowSums(stretch, n, v, at * n, w.data(), weightRow * n, rowSums, row);
            }
        } else {
            kernels.rowSums(own, n, v, 0, n, rowSums, 0);
        }
        double coefficient = coefficients[t];
        for (int row = 0; row < rows; row++) {
            double sum = w == null ? rowSums[row % own]
                    : w.step == 0 ? w.data()[row % w.rows()] * rowSums[row % own] : rowSums[row];
            sums[row] = t == 0 ? coefficient * sum : sums[row] + coefficient * sum;
        }
    }

    /** A few columns of all rows at a time: a loop over the columns of one row costs more than what it does. */
    private void addShortRows(int t, double[] sums) {
        float[] v = values[t].value().data;
        int n = values[t].columns();
        int own = values[t].rows();
        FixedWeights w = weights[t];
        if (t == 0) {
            Arrays.fill(sums, 0, rows, 0);
        }
        if (w != null && w.step == 0) {
            for (int row = 0; row < rows; row++) {
                addColumns(coefficients[t] * w.data()[row % w.rows()], v, row % own * n, n, sums, row, 1);
            }
            return;
        }
        if (w != null) {
            multiply(v, own * n, w.data(), w.rows() * n, weighted, rows * n);
            v = weighted;
            own = rows;
        }
        for (int row = 0; row < rows; row += own) {
            addColumns(coefficients[t], v, 0, n, sums, row, own);
        }
    }

    /** Products of a[0 .. size - 1] and w[0 .. weights - 1], both repeated to {@code length}. */
    private void multiply(float[] a, int size, float[] w, int weights, float[] products, int length) {
        for (int at = 0, stretch; at < length; at += stretch) {
            stretch = Math.min(size - at % size, weights - at % weights);
            kernels.multiplyElements(a, at % size, w, at % weights, products, at, stretch, false);
        }
    }

    /** sums[row + i] += coefficient · v[at + i n + j] for the columns j in their order. */
    private static void addColumns(double coefficient, float[] v, int at, int n, double[] sums, int row, int count) {
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            for (int i = 0, x = at + j; i < count; i++, x += n) {
                sums[row + i] = sums[row + i] + coefficient * v[x] + coefficient * v[x + 1] + coefficient * v[x + 2]
                        + coefficient * v[x + 3];
            }
        }
        if (j + 2 <= n) {
            for (int i = 0, x = at + j; i < count; i++, x += n) {
                sums[row + i] = sums[row + i] + coefficient * v[x] + coefficient * v[x + 1];
            }
            j += 2;
        }
        if (j < n) {
            for (int i = 0, x = at + j; i < count; i++, x += n) {
                sums[row + i] += coefficient * v[x];
            }
        }
    }

    /** Writes or adds rowGradients[row] · coefficient · weight to the gradient of term t. */
    void backward(int t, double[] rowGradients, float[] gradient, boolean accumulate) {
        int n = values[t].columns();
        int own = values[t].rows();
        FixedWeights w = weights[t];
        if (!accumulate && own == rows && n < LEAST_COLUMNS_OF_A_KERNEL) {
            shortRowsBackward(t, rowGradients, gradient);
            return;
        }
        for (int row = 0, at = 0, weightRow = 0; row < rows; row++) {
            float c = (float) (coefficients[t] * rowGradients[row]);
            int offset = at * n;
            boolean add = accumulate || row >= own;
            if (w == null || w.step == 0) {
                float all = w == null ? c : c * w.data()[weightRow];
                fill(gradient, offset, n, all, add);
            } else {
                scale(gradient, offset, w.data(), weightRow * n, n, c, add);
            }
            if (w != null) {
                weightRow = weightRow + 1 == w.rows() ? 0 : weightRow + 1;
            }
            at = at + 1 == own ? 0 : at + 1;
        }
    }

    private void shortRowsBackward(int t, double[] rowGradients, float[] gradient) {
        int n = values[t].columns();
        FixedWeights w = weights[t];
        for (int row = 0; row < rows; row++) {
            rowSums[row] = (float) (coefficients[t] * rowGradients[row]);
        }
        if (w != null && w.step == 0) {
            for (int row = 0; row < rows; row += w.rows()) {
                kernels.multiplyElements(rowSums, row, w.data(), 0, rowSums, row, w.rows(), false);
            }
        }
        spread(rowSums, rows, gradient, n);
        if (w != null && w.step == 1) {
            int block = w.rows() * n;
            for (int at = 0; at < rows * n; at += block) {
                kernels.multiplyElements(gradient, at, w.data(), 0, gradient, at, block, false);
            }
        }
    }

    /** Writes number i of {@code column} to all n columns of row i. */
    private static void spread(float[] column, int rows, float[] to, int n) {
        int j = 0;
        for (; j + 4 <= n; j += 4) {
            for (int i = 0, x = j; i < rows; i++, x += n) {
                float c = column[i];
                to[x] = c;
                to[x + 1] = c;
                to[x + 2] = c;
                to[x + 3] = c;
            }
        }
        for (; j < n; j++) {
            for (int i = 0, x = j; i < rows; i++, x += n) {
                to[x] = column[i];
            }
        }
    }

    private static void fill(float[] gradient, int offset, int n, float c, boolean add) {
        int end = offset + n;
        if (add) {
            for (int i = offset; i < end; i++) {
                gradient[i] += c;
            }
        } else {
            for (int i = offset; i < end; i++) {
                gradient[i] = c;
            }
        }
    }

    private static void scale(float[] gradient, int offset, float[] w, int weightOffset, int n, float c, boolean add) {
        if (add) {
            for (int i = 0; i < n; i++) {
                gradient[offset + i] += c * w[weightOffset + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                gradient[offset + i] = c * w[weightOffset + i];
            }
        }
    }

    /** Constant weights; {@code step} 0 where one column serves all. */
    private record FixedWeights(Var variable, int step) {
        float[] data() {
            return variable.value().data;
        }

        int rows() {
            return variable.rows();
        }
    }
}

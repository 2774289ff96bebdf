package dev.lacuna.autodiff;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/** Repeats operands over rows and columns, and sums their gradients back in a fixed order. */
final class Broadcast {
    private Broadcast() {}

    static int rows(Var... operands) {
        int rows = 1;
        for (Var operand : operands) {
            rows = Math.max(rows, operand.rows());
        }
        return rows;
    }

    static int columns(Var... operands) {
        int columns = 1;
        for (Var operand : operands) {
            columns = Math.max(columns, operand.columns());
        }
        return columns;
    }

    static boolean sameShape(Var a, Var b) {
        return a.rows() == b.rows() && a.columns() == b.columns();
    }

    static void check(Operation operation, Var operand, Var output) {
        boolean fits = output.rows() % operand.rows() == 0
                && (operand.columns() == output.columns() || operand.columns() == 1);
        if (!fits) {
            throw new IllegalArgumentException(operation.getClass().getSimpleName() + ": an operand " + operand
                    + " cannot be repeated to " + output + "; its rows must divide " + output.rows() + " and its columns be 1 or "
                    + output.columns());
        }
    }

    /** Writes the operand [r x c] repeated to [rows x columns]. */
    static void expand(float[] operand, int operandRows, int operandColumns, float[] full, int rows, int columns) {
        int block = operandRows * columns;
        if (operandColumns == columns) {
            System.arraycopy(operand, 0, full, 0, block);
        } else {
            for (int r = 0; r < operandRows; r++) {
                Arrays.fill(full, r * columns, (r + 1) * columns, operand[r]);
            }
        }
        int size = rows * columns;
        for (int filled = block; filled < size; filled *= 2) {
            System.arraycopy(full, 0, full, filled, Math.min(filled, size - filled));
        }
    }

    /**
     * Adds up the parts of a full gradient [rows x columns] that belong to the same element of the operand. {@code rowSums} has
     * room for {@code rows + 1} numbers.
     */
    static void reduce(Kernels kernels, float[] full, int rows, int columns, FMatrixRMaj gradient, float[] rowSums,
            boolean accumulate) {
        float[] target = gradient.data;
        float[] source = full;
        int width = columns;
        if (gradient.numCols != columns) {
            kernels.rowSums(rows, columns, full, 0, columns, rowSums, 0);
            source = rowSums;
            width = 1;
        }
        int block = gradient.numRows * width;
        int repeats = rows / gradient.numRows;
        if (repeats > 1 && block == 1) {
            kernels.rowSums(1, repeats, source, 0, repeats, rowSums, rows);
            target[0] = accumulate ? target[0] + rowSums[rows] : rowSums[rows];
        } else if (repeats > 1) {
            kernels.columnSums(repeats, block, source, 0, block, target, 0, accumulate);
        } else if (accumulate) {
            for (int i = 0; i < block; i++) {
                target[i] += source[i];
            }
        } else {
            System.arraycopy(source, 0, target, 0, block);
        }
    }
}

package dev.lacuna.autodiff;

import java.util.Arrays;

/** A matrix of doubles for the references, with the broadcasting rule written the slow, plain way. */
record Matrix(int rows, int columns, double[] data) {
    interface Cell {
        double at(int row, int column);
    }

    static Matrix of(int rows, int columns, Cell cell) {
        double[] data = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                data[r * columns + c] = cell.at(r, c);
            }
        }
        return new Matrix(rows, columns, data);
    }

    static Matrix scalar(double value) {
        return new Matrix(1, 1, new double[] {value});
    }

    /** Element (row, column) of this matrix repeated over rows and, where it has one column, over columns. */
    double at(int row, int column) {
        return data[(row % rows) * columns + (columns == 1 ? 0 : column)];
    }

    static int rows(Matrix... operands) {
        return Arrays.stream(operands).mapToInt(m -> m.rows).max().orElseThrow();
    }

    static int columns(Matrix... operands) {
        return Arrays.stream(operands).mapToInt(m -> m.columns).max().orElseThrow();
    }
}

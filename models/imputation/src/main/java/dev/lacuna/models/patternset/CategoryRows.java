package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;

/** y = row c of a table [C x n] for every row c·B + b, [C·B x n]; dX[c] = the sum of g over b, rows ascending. */
final class CategoryRows extends Operation {
    private final int batchRows;

    private CategoryRows(Var table, int batchRows) {
        super(table.rows() * batchRows, table.columns(), table);
        this.batchRows = batchRows;
    }

    static Var of(Var table, int batchRows) {
        return new CategoryRows(table, batchRows).record();
    }

    @Override
    protected void forward() {
        int n = columns();
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(value(0), row / batchRows * n, out(), row * n, n);
        }
    }

    @Override
    protected void backward() {
        int n = columns();
        for (int c = 0; c < input(0).rows(); c++) {
            kernels().columnSums(batchRows, n, outGradient(), c * batchRows * n, n, gradient(0), c * n, accumulates(0));
        }
    }
}

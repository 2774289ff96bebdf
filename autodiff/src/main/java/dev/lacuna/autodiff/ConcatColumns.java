package dev.lacuna.autodiff;

/** y = [a, b, ...] side by side; an operand with fewer rows repeats. Each operand's gradient is its columns of g. */
public final class ConcatColumns extends Operation {
    private static final int PART = FIRST_FREE_SLOT;
    private static final int UNUSED_ROW_SUMS = FIRST_FREE_SLOT + 1;

    private final int operands;

    private ConcatColumns(Var... parts) {
        super(Broadcast.rows(parts), totalColumns(parts), parts);
        operands = parts.length;
        for (Var part : parts) {
            if (rows() % part.rows() != 0) {
                throw new IllegalArgumentException("ConcatColumns: the rows of " + part + " do not divide " + rows());
            }
            reserve(PART, rows() * part.columns());
        }
        reserve(UNUSED_ROW_SUMS, rows() + 1);
    }

    /** [rows x the sum of the columns]. */
    public static Var of(Var... parts) {
        return new ConcatColumns(parts).record();
    }

    private static int totalColumns(Var... parts) {
        int total = 0;
        for (Var part : parts) {
            total += part.columns();
        }
        return total;
    }

    @Override protected void forward() {
        float[] y = out();
        int stride = columns();
        for (int i = 0, column = 0; i < operands; i++) {
            float[] x = value(i);
            int n = input(i).columns();
            int own = input(i).rows();
            for (int r = 0; r < rows(); r += own) {
                Columns.copy(own, n, x, 0, n, y, r * stride + column, stride);
            }
            column += n;
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        int stride = columns();
        for (int i = 0, column = 0; i < operands; i++) {
            int n = input(i).columns();
            if (wants(i)) {
                boolean direct = !accumulates(i) && input(i).rows() == rows();
                float[] part = direct ? gradient(i) : scratch(PART);
                Columns.copy(rows(), n, g, column, stride, part, 0, n);
                if (!direct) {
                    Broadcast.reduce(kernels(), part, rows(), n, input(i).gradient(), scratch(UNUSED_ROW_SUMS), accumulates(i));
                }
            }
            column += n;
        }
    }
}

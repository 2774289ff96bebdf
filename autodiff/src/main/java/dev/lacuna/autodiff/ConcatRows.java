package dev.lacuna.autodiff;

/** y = the rows of a, then those of b, and so on; each operand's gradient is its rows of g. */
public final class ConcatRows extends Operation {
    private final int operands;

    private ConcatRows(Var... parts) {
        super(totalRows(parts), parts[0].columns(), parts);
        operands = parts.length;
        for (Var part : parts) {
            if (part.columns() != columns()) {
                throw new IllegalArgumentException("ConcatRows: " + part + " does not have " + columns() + " columns");
            }
        }
    }

    /** [the sum of the rows x columns]. */
    public static Var of(Var... parts) {
        return new ConcatRows(parts).record();
    }

    private static int totalRows(Var... parts) {
        int total = 0;
        for (Var part : parts) {
            total += part.rows();
        }
        return total;
    }

    @Override protected void forward() {
        for (int i = 0, at = 0; i < operands; i++) {
            System.arraycopy(value(i), 0, out(), at, input(i).size());
            at += input(i).size();
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        for (int i = 0, at = 0; i < operands; i++) {
            int n = input(i).size();
            if (wants(i)) {
                if (accumulates(i)) {
                    kernels().addScaled(1, g, at, gradient(i), 0, n);
                } else {
                    System.arraycopy(g, at, gradient(i), 0, n);
                }
            }
            at += n;
        }
    }
}

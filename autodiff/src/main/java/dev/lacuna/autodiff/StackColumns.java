package dev.lacuna.autodiff;

import java.util.Arrays;

/** [rows x blocks·n] to [blocks·rows x n]: row m·rows + r of y is block m of the columns of row r of x. */
public final class StackColumns extends Operation {
    private final int blocks;

    private StackColumns(Var x, int blocks) {
        super(blocks * x.rows(), x.columns() / blocks, x);
        this.blocks = blocks;
    }

    public static Var of(Var x, int blocks) {
        if (blocks < 1 || x.columns() % blocks != 0) {
            throw new IllegalArgumentException("StackColumns: " + x + " has no " + blocks + " blocks of columns");
        }
        return new StackColumns(x, blocks).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int n = columns();
        int rows = input(0).rows();
        for (int m = 0; m < blocks; m++) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, (r * blocks + m) * n, y, (m * rows + r) * n, n);
            }
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = columns();
        int rows = input(0).rows();
        if (!accumulates(0)) {
            Arrays.fill(d, 0);
        }
        for (int m = 0; m < blocks; m++) {
            for (int r = 0; r < rows; r++) {
                int to = (r * blocks + m) * n;
                int from = (m * rows + r) * n;
                for (int c = 0; c < n; c++) {
                    d[to + c] += g[from + c];
                }
            }
        }
    }
}

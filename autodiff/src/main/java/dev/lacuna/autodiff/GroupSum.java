package dev.lacuna.autodiff;

import java.util.Arrays;

/** y[r, d] = the sum of the x[r, e] with group[e] = d, e ascending: features to table columns. dx[r, e] = g[r, group[e]]. */
public final class GroupSum extends Operation {
    private final int[] group;

    private GroupSum(Var x, int[] group, int groups) {
        super(x.rows(), groups, x);
        this.group = group;
    }

    /** [rows x groups]; {@code group[e]} from 0 to {@code groups - 1} says where column e of x goes. */
    public static Var of(Var x, int[] group, int groups) {
        if (group.length != x.columns() || Arrays.stream(group).anyMatch(d -> d < 0 || d >= groups)) {
            throw new IllegalArgumentException("GroupSum: each column of " + x + " needs a group from 0 to " + (groups - 1)
                    + "; given: " + Arrays.toString(group));
        }
        return new GroupSum(x, group.clone(), groups).record();
    }

    @Override protected void forward() {
        float[] x = value(0);
        float[] y = out();
        int n = group.length;
        int groups = columns();
        Arrays.fill(y, 0);
        for (int r = 0; r < rows(); r++) {
            for (int e = 0; e < n; e++) {
                y[r * groups + group[e]] += x[r * n + e];
            }
        }
    }

    @Override protected void backward() {
        float[] g = outGradient();
        float[] d = gradient(0);
        int n = group.length;
        int groups = columns();
        boolean add = accumulates(0);
        for (int r = 0; r < rows(); r++) {
            for (int e = 0; e < n; e++) {
                float part = g[r * groups + group[e]];
                d[r * n + e] = add ? d[r * n + e] + part : part;
            }
        }
    }
}

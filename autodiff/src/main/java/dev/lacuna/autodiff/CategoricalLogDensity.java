package dev.lacuna.autodiff;

import java.util.Arrays;

/**
 * y[r, g] = Σ_e x[r, e] log softmax(logits)[r, e] over the columns e of group g: the log-probability of each categorical column.
 *
 * <p>x is one-hot within each group, or all zero where the value is missing (y = 0), and constant; with fewer rows it repeats.
 * dLogits[r, e] = g[r, group] (x[r, e] - p[r, e] Σ_group x).
 */
public final class CategoricalLogDensity extends Operation {
    private static final int SUMS = FIRST_FREE_SLOT;
    private static final int LOG_PROBABILITIES = FIRST_FREE_SLOT + 1;

    private final ColumnGroups groups;
    private final float[] probabilities;

    private CategoricalLogDensity(Var x, Var logits, int[] offsets) {
        super(logits.rows(), offsets.length - 1, x, logits);
        if (x.needsGradient() || x.columns() != logits.columns() || logits.rows() % x.rows() != 0) {
            throw new IllegalArgumentException("CategoricalLogDensity: x is a constant of the shape of the logits " + logits
                    + " or of fewer rows that divide; given: " + x + (x.needsGradient() ? ", which depends on a parameter" : ""));
        }
        groups = new ColumnGroups(this, offsets, logits.columns());
        probabilities = new float[logits.size()];
        reserve(SUMS, size());
        reserve(LOG_PROBABILITIES, logits.size());
    }

    /**
     * [rows x groups]. Group g holds the columns from {@code offsets[g]} to {@code offsets[g + 1] - 1}; the offsets rise from 0
     * to the number of columns.
     */
    public static Var of(Var x, Var logits, int[] offsets) {
        if (offsets.length < 2) {
            throw new IllegalArgumentException("CategoricalLogDensity: offsets name at least one group; given: "
                    + Arrays.toString(offsets));
        }
        return new CategoricalLogDensity(x, logits, offsets).record();
    }

    @Override protected void forward() {
        int columns = input(1).columns();
        float[] logP = scratch(LOG_PROBABILITIES);
        groups.logSoftmax(kernels(), value(1), logP, probabilities, scratch(SUMS), rows(), columns);
        float[] x = value(0);
        float[] y = out();
        int own = input(0).rows();
        for (int r = 0, at = 0, s = 0; r < rows(); r++) {
            for (int g = 0; g < groups.count(); g++, s++) {
                float sum = 0;
                for (int e = groups.start(g); e < groups.end(g); e++) {
                    sum += x[at * columns + e] * logP[r * columns + e];
                }
                y[s] = sum;
            }
            at = at + 1 == own ? 0 : at + 1;
        }
    }

    @Override protected void backward() {
        int columns = input(1).columns();
        float[] x = value(0);
        float[] upstream = outGradient();
        float[] d = gradient(1);
        boolean add = accumulates(1);
        int own = input(0).rows();
        for (int r = 0, at = 0, s = 0; r < rows(); r++) {
            for (int g = 0; g < groups.count(); g++, s++) {
                float present = 0;
                for (int e = groups.start(g); e < groups.end(g); e++) {
                    present += x[at * columns + e];
                }
                for (int e = groups.start(g); e < groups.end(g); e++) {
                    int i = r * columns + e;
                    float part = upstream[s] * (x[at * columns + e] - present * probabilities[i]);
                    d[i] = add ? d[i] + part : part;
                }
            }
            at = at + 1 == own ? 0 : at + 1;
        }
    }
}

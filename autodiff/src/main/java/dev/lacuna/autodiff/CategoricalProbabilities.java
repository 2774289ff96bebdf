package dev.lacuna.autodiff;

/** p = softmax of the logits within each group of columns; dLogits = p (g - Σ_group g p). */
public final class CategoricalProbabilities extends Operation {
    private static final int SUMS = FIRST_FREE_SLOT;

    private final ColumnGroups groups;

    private CategoricalProbabilities(Var logits, int[] offsets) {
        super(logits.rows(), logits.columns(), logits);
        groups = new ColumnGroups(this, offsets, logits.columns());
        reserve(SUMS, rows() * groups.count());
    }

    /**
     * [rows x columns] of the logits. Group g holds the columns from {@code offsets[g]} to {@code offsets[g + 1] - 1}; the
     * offsets rise from 0 to the number of columns.
     */
    public static Var of(Var logits, int[] offsets) {
        return new CategoricalProbabilities(logits, offsets).record();
    }

    @Override protected void forward() {
        groups.softmax(kernels(), value(0), out(), scratch(SUMS), rows(), columns());
    }

    @Override protected void backward() {
        SoftmaxRows.backward(groups, out(), outGradient(), gradient(0), rows(), columns(), accumulates(0));
    }
}

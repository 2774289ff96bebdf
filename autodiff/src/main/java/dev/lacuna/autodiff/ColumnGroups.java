package dev.lacuna.autodiff;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/** Neighbouring columns that form one categorical variable each, and the softmax within each of them. */
final class ColumnGroups {
    private final int[] offsets;

    /** Group g holds the columns from {@code offsets[g]} to {@code offsets[g + 1] - 1}; the groups cover all columns. */
    ColumnGroups(Operation operation, int[] offsets, int columns) {
        boolean right = offsets.length >= 2 && offsets[0] == 0 && offsets[offsets.length - 1] == columns;
        for (int g = 0; right && g + 1 < offsets.length; g++) {
            right = offsets[g] < offsets[g + 1];
        }
        if (!right) {
            throw new IllegalArgumentException(operation.getClass().getSimpleName() + ": offsets rise from 0 to " + columns
                    + "; given: " + Arrays.toString(offsets));
        }
        this.offsets = offsets.clone();
    }

    static int[] one(int columns) {
        return new int[] {0, columns};
    }

    int count() {
        return offsets.length - 1;
    }

    int start(int group) {
        return offsets[group];
    }

    int end(int group) {
        return offsets[group + 1];
    }

    /** y = a minus the largest of its row and group. */
    void subtractMaxima(float[] a, float[] y, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            for (int g = 0; g < count(); g++) {
                int from = r * columns + start(g);
                int to = r * columns + end(g);
                float max = a[from];
                for (int i = from + 1; i < to; i++) {
                    max = Math.max(max, a[i]);
                }
                for (int i = from; i < to; i++) {
                    y[i] = a[i] - max;
                }
            }
        }
    }

    /** sums[r * groups + g] = the sum over the group, columns ascending. */
    void sum(float[] x, float[] sums, int rows, int columns) {
        for (int r = 0, s = 0; r < rows; r++) {
            for (int g = 0; g < count(); g++, s++) {
                float sum = 0;
                for (int i = r * columns + start(g), to = r * columns + end(g); i < to; i++) {
                    sum += x[i];
                }
                sums[s] = sum;
            }
        }
    }

    private void divide(float[] p, float[] sums, int rows, int columns) {
        for (int r = 0, s = 0; r < rows; r++) {
            for (int g = 0; g < count(); g++, s++) {
                float inverse = 1 / sums[s];
                for (int i = r * columns + start(g), to = r * columns + end(g); i < to; i++) {
                    p[i] *= inverse;
                }
            }
        }
    }

    /** p = softmax of a within each group; sums [rows x groups] is scratch. */
    void softmax(Kernels kernels, float[] a, float[] p, float[] sums, int rows, int columns) {
        subtractMaxima(a, p, rows, columns);
        kernels.exp(p, 0, p, 0, rows * columns);
        sum(p, sums, rows, columns);
        divide(p, sums, rows, columns);
    }

    /** y = log-softmax of a within each group, p = its exponential; sums [rows x groups] is scratch. */
    void logSoftmax(Kernels kernels, float[] a, float[] y, float[] p, float[] sums, int rows, int columns) {
        subtractMaxima(a, y, rows, columns);
        kernels.exp(y, 0, p, 0, rows * columns);
        sum(p, sums, rows, columns);
        divide(p, sums, rows, columns);
        kernels.log(sums, 0, sums, 0, rows * count());
        for (int r = 0, s = 0; r < rows; r++) {
            for (int g = 0; g < count(); g++, s++) {
                for (int i = r * columns + start(g), to = r * columns + end(g); i < to; i++) {
                    y[i] -= sums[s];
                }
            }
        }
    }
}

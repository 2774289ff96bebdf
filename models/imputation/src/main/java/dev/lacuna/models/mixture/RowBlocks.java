package dev.lacuna.models.mixture;

/**
 * A sample laid out for speed: blocks of {@link #SIZE} rows, feature-major inside a block, so that every inner loop runs over
 * rows with stride one and no dependency. Shapes and sums depend on the sample alone, never on the number of threads.
 */
final class RowBlocks {
    /** Rows in a block: 128 rows of 10 features are 10 KiB and stay in the first-level cache with their work arrays. */
    static final int SIZE = 128;

    final int rows;
    final int columns;
    final int count;
    final double[] values;
    final int[] labels;
    final byte[] sources;
    /** Σ y yᵀ over all rows, [p*p]. */
    final double[] squares;

    RowBlocks(PartlyLabelled sample) {
        rows = sample.rows();
        columns = sample.columns();
        count = (rows + SIZE - 1) / SIZE;
        values = new double[count * SIZE * columns];
        labels = new int[rows];
        sources = new byte[rows];
        squares = new double[columns * columns];
        for (int j = 0; j < rows; j++) {
            int at = j / SIZE * SIZE * columns + j % SIZE;
            for (int c = 0; c < columns; c++) {
                values[at + c * SIZE] = sample.feature(j, c);
            }
            labels[j] = sample.label(j);
            sources[j] = (byte) sample.source(j);
        }
        for (int b = 0; b < count; b++) {
            int n = rowsIn(b);
            for (int i = 0; i < columns; i++) {
                for (int k = 0; k <= i; k++) {
                    squares[i * columns + k] += dot(values, offset(b, i), values, offset(b, k), n);
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            for (int k = 0; k < i; k++) {
                squares[k * columns + i] = squares[i * columns + k];
            }
        }
    }

    int rowsIn(int block) {
        return Math.min(SIZE, rows - block * SIZE);
    }

    int offset(int block, int column) {
        return (block * columns + column) * SIZE;
    }

    /** Σ aᵢ bᵢ in four lanes and a fixed tree: four times the speed of one chain of additions, the same bits everywhere. */
    static double dot(double[] a, int ao, double[] b, int bo, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[ao + i] * b[bo + i];
            s1 += a[ao + i + 1] * b[bo + i + 1];
            s2 += a[ao + i + 2] * b[bo + i + 2];
            s3 += a[ao + i + 3] * b[bo + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[ao + i] * b[bo + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /**
     * out[at + c] += Σ aᵢ b[offset + c SIZE + i] for c = 0..3: one read of a serves four columns, whose sums do not wait for each
     * other.
     */
    static void addFourDots(double[] a, double[] b, int offset, int n, double[] out, int at) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < n; i++) {
            double v = a[i];
            s0 += v * b[offset + i];
            s1 += v * b[offset + SIZE + i];
            s2 += v * b[offset + 2 * SIZE + i];
            s3 += v * b[offset + 3 * SIZE + i];
        }
        out[at] += s0;
        out[at + 1] += s1;
        out[at + 2] += s2;
        out[at + 3] += s3;
    }

    static double sum(double[] a, int ao, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += a[ao + i];
        }
        return s;
    }
}

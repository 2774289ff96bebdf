package dev.lacuna.models.baseline;

/** Sums of products in one fixed order: four running sums, added in a fixed tree. */
final class Products {

    private Products() {}

    /** Σ a[i] b[i], i &lt; length. */
    static double dot(double[] a, int aOffset, double[] b, int bOffset, int length) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[aOffset + i] * b[bOffset + i];
            s1 += a[aOffset + i + 1] * b[bOffset + i + 1];
            s2 += a[aOffset + i + 2] * b[bOffset + i + 2];
            s3 += a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < length; i++) s0 += a[aOffset + i] * b[bOffset + i];
        return (s0 + s1) + (s2 + s3);
    }

    static double sum(double[] a, int length) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < length; i++) s0 += a[i];
        return (s0 + s1) + (s2 + s3);
    }

    /** y += scale · x on [from, to). */
    static void addScaled(double scale, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] += scale * x[i];
    }

    /** Upper triangle, mirrored, of columnsᵀ columns: gram[a * width + b], for columns of {@code rows} values. */
    static double[] gram(double[][] columns, int rows, Workers workers) {
        int width = columns.length;
        double[] gram = new double[width * width];
        workers.run(width, a -> {
            for (int b = a; b < width; b++) {
                double product = dot(columns[a], 0, columns[b], 0, rows);
                gram[a * width + b] = product;
                gram[b * width + a] = product;
            }
        });
        return gram;
    }
}

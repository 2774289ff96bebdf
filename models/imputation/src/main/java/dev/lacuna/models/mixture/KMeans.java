package dev.lacuna.models.mixture;

import java.util.Arrays;

/** Lloyd's algorithm on standardised features with farthest-first centres from a drawn row; for starts only. */
final class KMeans {
    private static final int ITERATIONS = 50;

    private KMeans() {}

    /** The cluster 0..clusters-1 of each row. */
    static int[] cluster(PartlyLabelled sample, int clusters, Draws draws, long stream) {
        int n = sample.rows();
        int p = sample.columns();
        double[][] centre = new double[clusters][];
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        double[] u = draws.uniform(stream, clusters);
        for (int k = 0; k < clusters; k++) {
            double total = 0;
            for (int j = 0; j < n; j++) {
                if (k > 0) {
                    distance[j] = Math.min(distance[j], square(sample, j, centre[k - 1]));
                }
                total += k == 0 ? 1 : distance[j];
            }
            double left = u[k] * total;
            int pick = 0;
            for (int j = 0; j < n; j++) {
                left -= k == 0 ? 1 : distance[j];
                pick = j;
                if (left < 0) {
                    break;
                }
            }
            centre[k] = sample.row(pick);
        }
        int[] cluster = new int[n];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            boolean changed = iteration == 0;
            double[][] sum = new double[clusters][p];
            int[] count = new int[clusters];
            for (int j = 0; j < n; j++) {
                int best = 0;
                double least = Double.POSITIVE_INFINITY;
                for (int k = 0; k < clusters; k++) {
                    double d = square(sample, j, centre[k]);
                    if (d < least) {
                        least = d;
                        best = k;
                    }
                }
                changed |= cluster[j] != best;
                cluster[j] = best;
                count[best]++;
                for (int c = 0; c < p; c++) {
                    sum[best][c] += sample.feature(j, c);
                }
            }
            if (!changed) {
                break;
            }
            for (int k = 0; k < clusters; k++) {
                for (int c = 0; c < p && count[k] > 0; c++) {
                    centre[k][c] = sum[k][c] / count[k];
                }
            }
        }
        return cluster;
    }

    static double square(PartlyLabelled sample, int row, double[] centre) {
        double s = 0;
        for (int c = 0; c < centre.length; c++) {
            double d = sample.feature(row, c) - centre[c];
            s += d * d;
        }
        return s;
    }
}

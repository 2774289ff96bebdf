package dev.lacuna.kernels;

import java.util.Arrays;

/** Products with completed rows in plain Java, in the loop shape of {@link PlainRows}; see {@link Kernels#multiplyCompleted}. */
final class PlainCompleted {

    private static final int BLOCK = 256;

    private final PlainGemm gemm = new PlainGemm();
    private final float[] lanes = new float[PlainReductions.LANES];
    private final float[] sum = new float[BLOCK];
    /** A block of columns, each row an array of its own. */
    private float[][] rows = new float[0][];
    private float[][] gradients = new float[0][];
    /** What the draws of a row share: [rows x n]. */
    private float[] shared = new float[0];

    void multiply(Holes holes, int samples, int n, float[] x, float[] drawn, float[] w, float[] y) {
        int batch = holes.rows;
        int d = holes.columns;
        growShared(batch * n);
        gemm.multiply(batch, n, d, x, 0, d, 1, w, 0, n, 1, shared, 0, n, false);
        rows = grown(rows, d);
        for (int j = 0; j < n; j += BLOCK) {
            int columns = Math.min(BLOCK, n - j);
            for (int p = 0; p < d; p++) System.arraycopy(w, p * n + j, rows[p], 0, columns);
            for (int row = 0; row < samples * batch; row++) {
                int b = row % batch;
                for (int c = 0; c < columns; c++) sum[c] = y[row * n + j + c] + shared[b * n + j + c];
                int p = holes.start[b];
                int[] list = holes.list;
                for (; p + 4 <= holes.start[b + 1]; p += 4) {
                    int at = row * d;
                    add(drawn[at + list[p]], rows[list[p]], drawn[at + list[p + 1]], rows[list[p + 1]],
                            drawn[at + list[p + 2]], rows[list[p + 2]], drawn[at + list[p + 3]], rows[list[p + 3]], sum, columns);
                }
                for (; p < holes.start[b + 1]; p++) add(drawn[row * d + list[p]], rows[list[p]], sum, columns);
                System.arraycopy(sum, 0, y, row * n + j, columns);
            }
        }
    }

    void multiplyLeftTransposed(Holes holes, int samples, int n, float[] x, float[] drawn, float[] g, float[] dw,
            boolean accumulate) {
        int batch = holes.rows;
        int d = holes.columns;
        sumDraws(samples, batch, n, g);
        rows = grown(rows, samples * batch);
        gradients = grown(gradients, d);
        for (int j = 0; j < n; j += BLOCK) {
            int columns = Math.min(BLOCK, n - j);
            for (int b = 0; b < batch; b++) System.arraycopy(shared, b * n + j, rows[b], 0, columns);
            for (int p = 0; p < d; p++) {
                Arrays.fill(gradients[p], 0, columns, 0f);
                for (int b = 0; b < batch; b++) add(x[b * d + p], rows[b], gradients[p], columns);
            }
            for (int row = 0; row < samples * batch; row++) System.arraycopy(g, row * n + j, rows[row], 0, columns);
            for (int b = 0; b < batch; b++) addOuter(holes, samples, b, drawn, columns);
            for (int p = 0; p < d; p++) {
                for (int c = 0; c < columns; c++) {
                    int at = p * n + j + c;
                    dw[at] = accumulate ? gradients[p][c] + dw[at] : gradients[p][c];
                }
            }
        }
    }

    private void sumDraws(int samples, int batch, int n, float[] g) {
        growShared(batch * n);
        System.arraycopy(g, 0, shared, 0, batch * n);
        for (int k = 1; k < samples; k++) {
            for (int i = 0; i < batch * n; i++) shared[i] += g[k * batch * n + i];
        }
    }

    private void addOuter(Holes holes, int samples, int b, float[] drawn, int columns) {
        for (int p = holes.start[b]; p < holes.start[b + 1]; p++) {
            int column = holes.list[p];
            for (int k = 0; k < samples; k++) {
                int row = k * holes.rows + b;
                add(drawn[row * holes.columns + column], rows[row], gradients[column], columns);
            }
        }
    }

    void multiplyRightTransposed(Holes holes, int samples, int n, float[] g, float[] w, float[] drawnGradient) {
        int batch = holes.rows;
        for (int row = 0; row < samples * batch; row++) {
            int b = row % batch;
            for (int p = holes.start[b]; p < holes.start[b + 1]; p++) {
                int column = holes.list[p];
                drawnGradient[row * holes.columns + column] += dot(n, g, row * n, w, column * n);
            }
        }
    }

    /** In the 16 lanes, each in a local variable: as an array it is three times slower. */
    private float dot(int n, float[] g, int gRow, float[] w, int wRow) {
        float l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0;
        float l8 = 0, l9 = 0, l10 = 0, l11 = 0, l12 = 0, l13 = 0, l14 = 0, l15 = 0;
        int whole = n - n % PlainReductions.LANES;
        for (int c = 0; c < whole; c += PlainReductions.LANES) {
            int x = gRow + c;
            int y = wRow + c;
            l0 = Math.fma(g[x], w[y], l0);
            l1 = Math.fma(g[x + 1], w[y + 1], l1);
            l2 = Math.fma(g[x + 2], w[y + 2], l2);
            l3 = Math.fma(g[x + 3], w[y + 3], l3);
            l4 = Math.fma(g[x + 4], w[y + 4], l4);
            l5 = Math.fma(g[x + 5], w[y + 5], l5);
            l6 = Math.fma(g[x + 6], w[y + 6], l6);
            l7 = Math.fma(g[x + 7], w[y + 7], l7);
            l8 = Math.fma(g[x + 8], w[y + 8], l8);
            l9 = Math.fma(g[x + 9], w[y + 9], l9);
            l10 = Math.fma(g[x + 10], w[y + 10], l10);
            l11 = Math.fma(g[x + 11], w[y + 11], l11);
            l12 = Math.fma(g[x + 12], w[y + 12], l12);
            l13 = Math.fma(g[x + 13], w[y + 13], l13);
            l14 = Math.fma(g[x + 14], w[y + 14], l14);
            l15 = Math.fma(g[x + 15], w[y + 15], l15);
        }
        lanes[0] = l0;
        lanes[1] = l1;
        lanes[2] = l2;
        lanes[3] = l3;
        lanes[4] = l4;
        lanes[5] = l5;
        lanes[6] = l6;
        lanes[7] = l7;
        lanes[8] = l8;
        lanes[9] = l9;
        lanes[10] = l10;
        lanes[11] = l11;
        lanes[12] = l12;
        lanes[13] = l13;
        lanes[14] = l14;
        lanes[15] = l15;
        for (int l = 0; whole < n && l < PlainReductions.LANES; l++) {
            boolean inside = whole + l < n;
            lanes[l] = Math.fma(inside ? g[gRow + whole + l] : 0, inside ? w[wRow + whole + l] : 0, lanes[l]);
        }
        return PlainReductions.sumLanes(lanes);
    }

    private static void add(float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3, float[] sum,
            int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
        }
    }

    private static void add(float a, float[] b, float[] sum, int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(a, b[j], sum[j]);
        }
    }

    private void growShared(int size) {
        if (shared.length < size) shared = new float[size];
    }

    private static float[][] grown(float[][] rows, int count) {
        return rows.length < count ? new float[count][BLOCK] : rows;
    }
}

package dev.lacuna.kernels;

import java.util.Arrays;

/**
 * {@link Kernels#layer} in plain Java: panels are put side by side in rows of their own, the one loop shape that C2 turns into
 * SIMD code, as in {@link PlainGemm}.
 */
final class PlainLayer {

    private static final int PANEL = Kernels.PANEL;
    private static final int BLOCK_PANELS = 8;
    private static final int BLOCK_INNER = 256;

    private final float[][] rows = new float[BLOCK_INNER][BLOCK_PANELS * PANEL];
    private final float[] sum = new float[BLOCK_PANELS * PANEL];

    void run(LayerWeights w, float[] bias, int[] biasOffset, int panels, float[] x, float[] y, int yPanel, int yRow) {
        for (int p = 0; p < panels; p += BLOCK_PANELS) {
            int count = Math.min(BLOCK_PANELS, panels - p);
            for (int k = 0; k < w.inputs; k += BLOCK_INNER) {
                int inner = Math.min(BLOCK_INNER, w.inputs - k);
                for (int i = 0; i < inner; i++) {
                    for (int q = 0; q < count; q++) {
                        System.arraycopy(x, ((p + q) * w.inputs + k + i) * PANEL, rows[i], q * PANEL, PANEL);
                    }
                }
                for (int r = 0; r < w.outputs; r++) {
                    for (int q = 0; q < count; q++) {
                        if (k == 0) {
                            Arrays.fill(sum, q * PANEL, (q + 1) * PANEL, bias[biasOffset[p + q] + r]);
                        } else {
                            System.arraycopy(y, (p + q) * yPanel + r * yRow, sum, q * PANEL, PANEL);
                        }
                    }
                    row(w.strips, w.at(r, k), inner, count * PANEL);
                    for (int q = 0; q < count; q++) {
                        System.arraycopy(sum, q * PANEL, y, (p + q) * yPanel + r * yRow, PANEL);
                    }
                }
            }
        }
    }

    private void row(float[] w, int at, int inner, int columns) {
        int step = LayerWeights.STRIP;
        int i = 0;
        for (; i + 4 <= inner; i += 4) {
            int a = at + i * step;
            add(w[a], rows[i], w[a + step], rows[i + 1], w[a + 2 * step], rows[i + 2], w[a + 3 * step], rows[i + 3], sum,
                    columns);
        }
        for (; i < inner; i++) {
            add(w[at + i * step], rows[i], sum, columns);
        }
    }

    private static void add(float w0, float[] x0, float w1, float[] x1, float w2, float[] x2, float w3, float[] x3, float[] sum,
            int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(w3, x3[j], Math.fma(w2, x2[j], Math.fma(w1, x1[j], Math.fma(w0, x0[j], sum[j]))));
        }
    }

    private static void add(float w, float[] x, float[] sum, int columns) {
        for (int j = 0; j < columns; j++) {
            sum[j] = Math.fma(w, x[j], sum[j]);
        }
    }
}

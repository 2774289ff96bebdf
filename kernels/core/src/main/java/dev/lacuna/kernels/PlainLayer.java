package dev.lacuna.kernels;

import java.util.Arrays;

/** {@link Kernels#layer} in plain Java: panels are put side by side in {@link PlainRows}. */
final class PlainLayer {

    private static final int PANEL = Kernels.PANEL;
    private static final int BLOCK_PANELS = PlainRows.LENGTH / PANEL;
    private static final int BLOCK_INNER = 256;

    private final PlainRows rows = new PlainRows(BLOCK_INNER);

    void run(LayerWeights w, float[] bias, int[] biasOffset, int panels, float[] x, float[] y, int yPanel, int yRow) {
        for (int p = 0; p < panels; p += BLOCK_PANELS) {
            int count = Math.min(BLOCK_PANELS, panels - p);
            for (int k = 0; k < w.inputs; k += BLOCK_INNER) {
                int inner = Math.min(BLOCK_INNER, w.inputs - k);
                for (int i = 0; i < inner; i++) {
                    for (int q = 0; q < count; q++) {
                        System.arraycopy(x, ((p + q) * w.inputs + k + i) * PANEL, rows.row[i], q * PANEL, PANEL);
                    }
                }
                // A strip's outputs beyond the last have weights of 0: an odd one's partner is computed and not stored.
                for (int r = 0; r < w.outputs; r += 2) {
                    boolean pair = r + 1 < w.outputs;
                    for (int q = 0; q < count; q++) {
                        int from = (p + q) * yPanel + r * yRow;
                        int at = biasOffset[p + q] + r;
                        start(k == 0, bias, at, y, from, rows.first, q * PANEL);
                        if (pair) {
                            start(k == 0, bias, at + 1, y, from + yRow, rows.second, q * PANEL);
                        }
                    }
                    int at = w.at(r, k);
                    rows.add(inner, w.strips, at, at + 1, LayerWeights.STRIP, count * PANEL);
                    for (int q = 0; q < count; q++) {
                        int to = (p + q) * yPanel + r * yRow;
                        System.arraycopy(rows.first, q * PANEL, y, to, PANEL);
                        if (pair) {
                            System.arraycopy(rows.second, q * PANEL, y, to + yRow, PANEL);
                        }
                    }
                }
            }
        }
    }

    /** A panel's sums begin at the bias, or go on from what an earlier block of inputs left. */
    private static void start(boolean first, float[] bias, int at, float[] y, int from, float[] sum, int to) {
        if (first) {
            Arrays.fill(sum, to, to + PANEL, bias[at]);
        } else {
            System.arraycopy(y, from, sum, to, PANEL);
        }
    }
}

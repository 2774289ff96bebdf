package dev.lacuna.kernels;

import java.util.Arrays;

/**
 * {@link Kernels#layer} in plain Java: panels are put side by side in {@link PlainRows}.
 *
 * <p>Each inner loop is a method of its own. In one method with all of them C2 was busy .28 s of a short program's first second:
 * it compiled the whole three times, once for each loop that it found hot.
 */
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
                    gather(x, (p * w.inputs + k + i) * PANEL, w.inputs * PANEL, rows.row[i], count);
                }
                for (int r = 0; r < w.outputs; r += 2) {
                    pair(w, r, k, inner, bias, biasOffset, p, count, y, p * yPanel + r * yRow, yPanel, yRow);
                }
            }
        }
    }

    /** Outputs r and r + 1. An odd last one has a partner, as weights are filled up with zeros, that is not stored. */
    private void pair(LayerWeights w, int r, int k, int inner, float[] bias, int[] biasOffset, int p, int count, float[] y, int at,
            int yPanel, int yRow) {
        boolean two = r + 1 < w.outputs;
        if (k == 0) {
            fill(bias, biasOffset, p, r, rows.first, count);
            fill(bias, biasOffset, p, two ? r + 1 : r, rows.second, count);
        } else {
            gather(y, at, yPanel, rows.first, count);
            gather(y, two ? at + yRow : at, yPanel, rows.second, count);
        }
        int weight = w.at(r, k);
        rows.add(inner, w.strips, weight, weight + 1, LayerWeights.STRIP, count * PANEL);
        scatter(rows.first, y, at, yPanel, count);
        if (two) {
            scatter(rows.second, y, at + yRow, yPanel, count);
        }
    }

    private static void fill(float[] bias, int[] biasOffset, int p, int r, float[] sum, int count) {
        for (int q = 0; q < count; q++) {
            Arrays.fill(sum, q * PANEL, (q + 1) * PANEL, bias[biasOffset[p + q] + r]);
        }
    }

    private static void gather(float[] from, int at, int step, float[] to, int count) {
        for (int q = 0; q < count; q++) {
            System.arraycopy(from, at + q * step, to, q * PANEL, PANEL);
        }
    }

    private static void scatter(float[] from, float[] to, int at, int step, int count) {
        for (int q = 0; q < count; q++) {
            System.arraycopy(from, q * PANEL, to, at + q * step, PANEL);
        }
    }
}

package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#layer} on the Vector API: samples lie in the lanes, so that no width of a layer leaves lanes empty, and a
 * panel of 128 inputs, 16 KiB, stays in the first cache while all outputs are made. Nothing is packed and nothing allocated.
 */
final class VectorLayer {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    private static final int PANEL = Kernels.PANEL;
    private static final int STRIP = LayerWeights.STRIP;

    private VectorLayer() {}

    static void run(LayerWeights w, float[] bias, int[] biasOffset, Activation activation, int panels, float[] x, float[] y,
            int yPanel, int yRow) {
        for (int p = 0; p < panels; p++) {
            int from = p * PANEL * w.inputs;
            int to = p * yPanel;
            for (int r = 0; r < w.outputs; r += STRIP) {
                int rows = Math.min(STRIP, w.outputs - r);
                for (int s = 0; s < PANEL; s += 2 * LANES) {
                    strip(w.strips, r * w.inputs, w.inputs, x, from + s, bias, biasOffset[p] + r, y, to + r * yRow + s, yRow,
                            rows);
                }
            }
            if (yRow == PANEL) {
                activate(activation, y, to, w.outputs * PANEL);
            } else if (activation != Activation.IDENTITY) {
                for (int r = 0; r < w.outputs; r++) {
                    activate(activation, y, to + r * yRow, PANEL);
                }
            }
        }
    }

    private static void activate(Activation activation, float[] y, int offset, int length) {
        switch (activation) {
            case IDENTITY -> { }
            case TANH -> VectorElementwise.tanh(y, offset, y, offset, length);
            case RELU -> VectorElementwise.relu(y, offset, y, offset, length);
            case SIGMOID -> VectorElementwise.sigmoid(y, offset, y, offset, length);
            case SOFTPLUS -> VectorElementwise.softplus(y, offset, y, offset, length);
        }
    }

    /** Eight outputs of two vectors of samples: 16 sums, of which the first {@code rows} outputs are stored. */
    private static void strip(float[] w, int wOffset, int k, float[] x, int xOffset, float[] bias, int b, float[] y, int y0,
            int yRow, int rows) {
        FloatVector s00 = FloatVector.broadcast(S, bias[b]);
        FloatVector s10 = FloatVector.broadcast(S, bias[b + Math.min(1, rows - 1)]);
        FloatVector s20 = FloatVector.broadcast(S, bias[b + Math.min(2, rows - 1)]);
        FloatVector s30 = FloatVector.broadcast(S, bias[b + Math.min(3, rows - 1)]);
        FloatVector s40 = FloatVector.broadcast(S, bias[b + Math.min(4, rows - 1)]);
        FloatVector s50 = FloatVector.broadcast(S, bias[b + Math.min(5, rows - 1)]);
        FloatVector s60 = FloatVector.broadcast(S, bias[b + Math.min(6, rows - 1)]);
        FloatVector s70 = FloatVector.broadcast(S, bias[b + Math.min(7, rows - 1)]);
        FloatVector s01 = s00;
        FloatVector s11 = s10;
        FloatVector s21 = s20;
        FloatVector s31 = s30;
        FloatVector s41 = s40;
        FloatVector s51 = s50;
        FloatVector s61 = s60;
        FloatVector s71 = s70;
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(S, x, xOffset + p * PANEL);
            FloatVector x1 = FloatVector.fromArray(S, x, xOffset + p * PANEL + LANES);
            FloatVector w0 = FloatVector.broadcast(S, w[wOffset + p * STRIP]);
            s00 = w0.fma(x0, s00);
            s01 = w0.fma(x1, s01);
            FloatVector w1 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 1]);
            s10 = w1.fma(x0, s10);
            s11 = w1.fma(x1, s11);
            FloatVector w2 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 2]);
            s20 = w2.fma(x0, s20);
            s21 = w2.fma(x1, s21);
            FloatVector w3 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 3]);
            s30 = w3.fma(x0, s30);
            s31 = w3.fma(x1, s31);
            FloatVector w4 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 4]);
            s40 = w4.fma(x0, s40);
            s41 = w4.fma(x1, s41);
            FloatVector w5 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 5]);
            s50 = w5.fma(x0, s50);
            s51 = w5.fma(x1, s51);
            FloatVector w6 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 6]);
            s60 = w6.fma(x0, s60);
            s61 = w6.fma(x1, s61);
            FloatVector w7 = FloatVector.broadcast(S, w[wOffset + p * STRIP + 7]);
            s70 = w7.fma(x0, s70);
            s71 = w7.fma(x1, s71);
        }
        s00.intoArray(y, y0);
        s01.intoArray(y, y0 + LANES);
        if (rows > 1) {
            s10.intoArray(y, y0 + yRow);
            s11.intoArray(y, y0 + yRow + LANES);
        }
        if (rows > 2) {
            s20.intoArray(y, y0 + 2 * yRow);
            s21.intoArray(y, y0 + 2 * yRow + LANES);
        }
        if (rows > 3) {
            s30.intoArray(y, y0 + 3 * yRow);
            s31.intoArray(y, y0 + 3 * yRow + LANES);
        }
        if (rows > 4) {
            s40.intoArray(y, y0 + 4 * yRow);
            s41.intoArray(y, y0 + 4 * yRow + LANES);
        }
        if (rows > 5) {
            s50.intoArray(y, y0 + 5 * yRow);
            s51.intoArray(y, y0 + 5 * yRow + LANES);
        }
        if (rows > 6) {
            s60.intoArray(y, y0 + 6 * yRow);
            s61.intoArray(y, y0 + 6 * yRow + LANES);
        }
        if (rows > 7) {
            s70.intoArray(y, y0 + 7 * yRow);
            s71.intoArray(y, y0 + 7 * yRow + LANES);
        }
    }
}

package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The dense layer on samples side by side: its definition, and the same bits from every provider. */
class LayerTest {

    private static final int PANEL = Kernels.PANEL;
    private static final int[][] SHAPES = {{1, 1}, {3, 5}, {10, 8}, {10, 13}, {37, 22}, {128, 128}, {300, 11}, {513, 9}};

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();

    /** Bit for bit: the sum starts at the bias and takes its terms in ascending order, one fused multiply-add each. */
    @Test
    void layer_everyShape_isItsDefinition() {
        SplittableRandom random = new SplittableRandom(41);
        for (int[] shape : SHAPES) {
            for (int panels : new int[] {1, 3, 9}) {
                int inputs = shape[0];
                int outputs = shape[1];
                float[] weight = Workload.tame(random, inputs * outputs);
                float[] bias = Workload.tame(random, 2 * outputs);
                int[] biasOffset = new int[panels];
                for (int p = 0; p < panels; p++) {
                    biasOffset[p] = p % 2 * outputs;
                }
                float[] x = Workload.tame(random, inputs * panels * PANEL);
                float[] expected = new float[outputs * panels * PANEL];
                for (int s = 0; s < panels * PANEL; s++) {
                    for (int r = 0; r < outputs; r++) {
                        float sum = bias[biasOffset[s / PANEL] + r];
                        for (int k = 0; k < inputs; k++) {
                            sum = Math.fma(weight[k * outputs + r], x[(s / PANEL * inputs + k) * PANEL + s % PANEL], sum);
                        }
                        expected[r * panels * PANEL + s] = sum;
                    }
                }
                LayerWeights packed = new LayerWeights(inputs, outputs, weight);
                for (Kernels kernels : new Kernels[] {plain, vector}) {
                    String label = kernels.name() + " " + inputs + " x " + outputs + ", " + panels + " panels";
                    float[] y = new float[expected.length];
                    kernels.layer(packed, bias, biasOffset, Activation.IDENTITY, panels, x, y, PANEL, panels * PANEL);
                    assertArrayEquals(expected, y, label);
                }
            }
        }
    }

    @Test
    void layer_inPanelsOrRows_sameNumbersForEachActivation() {
        SplittableRandom random = new SplittableRandom(42);
        int panels = 2;
        LayerWeights weights = new LayerWeights(7, 11, Workload.tame(random, 77));
        float[] bias = Workload.tame(random, 11);
        float[] x = Workload.tame(random, 7 * panels * PANEL);
        for (Activation f : Activation.values()) {
            float[] linear = layer(plain, weights, bias, Activation.IDENTITY, x, PANEL, panels * PANEL);
            float[] expected = new float[linear.length];
            plain.activate(f, linear, 0, expected, 0, linear.length);
            for (Kernels kernels : new Kernels[] {plain, vector}) {
                float[] rows = layer(kernels, weights, bias, f, x, PANEL, panels * PANEL);
                assertArrayEquals(expected, rows, kernels.name() + f);
                float[] inPanels = layer(kernels, weights, bias, f, x, 11 * PANEL, PANEL);
                for (int r = 0; r < 11; r++) {
                    for (int s = 0; s < panels * PANEL; s++) {
                        assertEquals(expected[r * panels * PANEL + s], inPanels[(s / PANEL * 11 + r) * PANEL + s % PANEL]);
                    }
                }
            }
        }
    }

    private static float[] layer(Kernels kernels, LayerWeights weights, float[] bias, Activation f, float[] x, int yPanel,
            int yRow) {
        float[] y = new float[11 * 2 * PANEL];
        kernels.layer(weights, bias, new int[2], f, 2, x, y, yPanel, yRow);
        return y;
    }
}

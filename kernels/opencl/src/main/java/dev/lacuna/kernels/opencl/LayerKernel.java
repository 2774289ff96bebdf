package dev.lacuna.kernels.opencl;

/**
 * A layer of a network on the device: y = activation(x W + b) for all lanes, with a bias for each category where there are
 * some.
 */
abstract class LayerKernel extends NoiseKernel {
    static final int IDENTITY = 0;
    static final int TANH = 1;
    static final int RELU = 2;
    static final int SIGMOID = 3;
    static final int SOFTPLUS = 4;
    /** softplus plus the parameter that the word after the activation names. */
    static final int SHIFTED_SOFTPLUS = 5;

    /** Four outputs of four lanes a quarter of all lanes apart: 8 loads for 16 multiplications. */
    void affine(int p, int lane, int j, int quarter) {
        if (j < program[p + 4]) {
            int a = program[p + 1] * lanes + lane;
            int inputs = program[p + 2];
            int padded = (program[p + 4] + 3) / 4 * 4;
            int w = program[p + 5] + j;
            float s00 = 0f;
            float s01 = 0f;
            float s02 = 0f;
            float s03 = 0f;
            float s10 = 0f;
            float s11 = 0f;
            float s12 = 0f;
            float s13 = 0f;
            float s20 = 0f;
            float s21 = 0f;
            float s22 = 0f;
            float s23 = 0f;
            float s30 = 0f;
            float s31 = 0f;
            float s32 = 0f;
            float s33 = 0f;
            for (int k = 0; k < inputs; k++) {
                float a0 = scratch[a];
                float a1 = scratch[a + quarter];
                float a2 = scratch[a + 2 * quarter];
                float a3 = scratch[a + 3 * quarter];
                float w0 = weights[w];
                float w1 = weights[w + 1];
                float w2 = weights[w + 2];
                float w3 = weights[w + 3];
                s00 = s00 + a0 * w0;
                s01 = s01 + a0 * w1;
                s02 = s02 + a0 * w2;
                s03 = s03 + a0 * w3;
                s10 = s10 + a1 * w0;
                s11 = s11 + a1 * w1;
                s12 = s12 + a1 * w2;
                s13 = s13 + a1 * w3;
                s20 = s20 + a2 * w0;
                s21 = s21 + a2 * w1;
                s22 = s22 + a2 * w2;
                s23 = s23 + a2 * w3;
                s30 = s30 + a3 * w0;
                s31 = s31 + a3 * w1;
                s32 = s32 + a3 * w2;
                s33 = s33 + a3 * w3;
                a = a + lanes;
                w = w + padded;
            }
            store(p, j, lane, s00, s01, s02, s03);
            store(p, j, lane + quarter, s10, s11, s12, s13);
            store(p, j, lane + 2 * quarter, s20, s21, s22, s23);
            store(p, j, lane + 3 * quarter, s30, s31, s32, s33);
        }
    }

    void store(int p, int j, int lane, float s0, float s1, float s2, float s3) {
        int bias = program[p + 6] + laneTable[lanes + lane] * program[p + 7] + j;
        int to = (program[p + 3] + j) * lanes + lane;
        int activation = program[p + 8];
        float shift = weights[program[p + 9]];
        scratch[to] = activate(s0 + weights[bias], activation, shift);
        scratch[to + lanes] = activate(s1 + weights[bias + 1], activation, shift);
        scratch[to + 2 * lanes] = activate(s2 + weights[bias + 2], activation, shift);
        scratch[to + 3 * lanes] = activate(s3 + weights[bias + 3], activation, shift);
    }

    float activate(float v, int activation, float shift) {
        float y = v;
        if (activation == TANH) {
            y = tanh(v);
        } else if (activation == RELU) {
            y = max(v, 0f);
        } else if (activation == SIGMOID) {
            y = sigmoid(v);
        } else if (activation == SOFTPLUS) {
            y = softplus(v);
        } else if (activation == SHIFTED_SOFTPLUS) {
            y = softplus(v) + shift;
        }
        return y;
    }

    float sigmoid(float v) {
        float e = exp(-abs(v));
        return (v < 0f ? e : 1f) / (1f + e);
    }

    float softplus(float v) {
        return max(v, 0f) + log1p(exp(-abs(v)));
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;

/** Random numbers for the questions to one row. They are addressed by draw and feature, so the order of candidates changes nothing. */
record QuestionNoise(long seed, long row) {

    /** Standard normal [rows x width]. */
    float[] normals(String purpose, int rows, int width) {
        return take(rows, width, (position, out, at) -> Kernels.get().normal(Philox.key(seed, purpose), row, position, out, at, width));
    }

    /** Uniform on [0, 1), [rows x width]. */
    float[] uniforms(String purpose, int rows, int width) {
        return take(rows, width, (position, out, at) -> Kernels.get().uniform(Philox.key(seed, purpose), row, position, out, at, width));
    }

    private interface Fill {
        void fill(long position, float[] out, int at);
    }

    private static float[] take(int rows, int width, Fill fill) {
        float[] out = new float[rows * width];
        long stride = (width + Philox.BLOCK - 1L) / Philox.BLOCK * Philox.BLOCK;
        for (int r = 0; r < rows; r++) fill.fill(r * stride, out, r * width);
        return out;
    }
}

package dev.lacuna.engine.nn;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.Arrays;

/** How the weight [inputs x outputs] and the bias [1 x outputs] of an affine layer start. */
public enum Initialiser {
    /** Weight uniform on ±sqrt(6 / (inputs + outputs)), bias 0. Glorot and Bengio, 2010, equation 16. */
    GLOROT_UNIFORM,
    /** Weight normal with variance 2 / (inputs + outputs), bias 0. Glorot and Bengio, 2010, equation 12. */
    GLOROT_NORMAL,
    /** Weight and bias uniform on ±1 / sqrt(inputs): what PyTorch's nn.Linear does. */
    PYTORCH_DEFAULT,
    /** Weight and bias 0. */
    ZERO;

    void weight(Parameter weight, long seed) {
        int inputs = weight.rows();
        int outputs = weight.columns();
        switch (this) {
            case GLOROT_UNIFORM -> uniform(weight, Math.sqrt(6.0 / (inputs + outputs)), seed);
            case GLOROT_NORMAL -> normal(weight, Math.sqrt(2.0 / (inputs + outputs)), seed);
            case PYTORCH_DEFAULT -> uniform(weight, 1 / Math.sqrt(inputs), seed);
            case ZERO -> Arrays.fill(weight.value().data, 0);
        }
    }

    void bias(Parameter bias, int inputs, long seed) {
        if (this == PYTORCH_DEFAULT) {
            uniform(bias, 1 / Math.sqrt(inputs), seed);
        } else {
            Arrays.fill(bias.value().data, 0);
        }
    }

    /** Fills a parameter with numbers uniform on -bound (inclusive) to bound (exclusive). */
    public static void uniform(Parameter parameter, double bound, long seed) {
        float[] data = parameter.value().data;
        Kernels.get().uniform(key(parameter, seed), 0, 0, data, 0, data.length);
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (bound * (2.0 * data[i] - 1));
        }
    }

    /** Fills a parameter with numbers normal with mean 0. */
    public static void normal(Parameter parameter, double std, long seed) {
        float[] data = parameter.value().data;
        Kernels.get().normal(key(parameter, seed), 0, 0, data, 0, data.length);
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (std * data[i]);
        }
    }

    private static long key(Parameter parameter, long seed) {
        return Philox.key(seed, "initial " + parameter.name());
    }
}

package dev.lacuna.kernels.sampling;

import java.util.Arrays;
import java.util.Objects;

/** Validation at the boundary of the contract: what is passed is copied once, checked once, and trusted after. */
final class Checks {

    private Checks() {}

    /** A copy of {@code values}, which must have {@code length} finite elements. */
    static float[] copy(String name, float[] values, long length) {
        return requireFinite(name, values, length).clone();
    }

    static float[] requireFinite(String name, float[] values, long length) {
        requireLength(name, Objects.requireNonNull(values, name).length, length);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] is " + values[i] + "; only finite numbers are allowed");
            }
        }
        return values;
    }

    static void requireLength(String name, int actual, long expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(name + " has " + actual + " elements where " + expected + " are needed");
        }
    }

    static void requireShape(String name, DenseLayer layer, int inputs, int outputs) {
        if (layer.inputs() != inputs || layer.outputs() != outputs) {
            throw new IllegalArgumentException(name + " is [" + layer.inputs() + " x " + layer.outputs() + "] where [" + inputs
                    + " x " + outputs + "] is needed");
        }
    }

    /** The value repeated {@code length} times. */
    static float[] filled(float value, int length) {
        float[] result = new float[length];
        Arrays.fill(result, value);
        return result;
    }
}

package dev.lacuna.kernels;

/** The function that {@link Kernels#affine} applies to each output before it is stored. */
public enum Activation {
    IDENTITY,
    TANH,
    RELU,
    SIGMOID,
    SOFTPLUS
}

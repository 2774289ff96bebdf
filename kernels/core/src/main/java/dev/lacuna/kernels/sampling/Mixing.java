package dev.lacuna.kernels.sampling;

/** What stands at a missing real feature when the missingness model reads the values; a discrete one is read by probability. */
public enum Mixing {
    /** A draw from p(x | z), new for each sample: the form of the papers. */
    SAMPLE,
    /** The mean of p(x | z). */
    MEAN
}

package dev.lacuna.kernels.sampling;

/** What the weighted mean of a missing feature is taken over. */
public enum Averaging {
    /** The mean (or probability) that the decoder gives at each sample; less noise, and exact where no weight reads values. */
    DECODER_MEAN,
    /** The sampled value that the missingness model read; right where its weight tilts the value. Needs {@link Mixing#SAMPLE}. */
    SAMPLED_VALUE
}

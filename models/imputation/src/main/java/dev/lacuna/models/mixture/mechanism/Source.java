package dev.lacuna.models.mixture.mechanism;

/** Whether the channel that took a label away, chance or informative, was written down. */
public enum Source {
    /** Nobody knows which channel took a given label. */
    LATENT,
    /** Each missing label carries its channel. */
    RECORDED
}

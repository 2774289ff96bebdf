package dev.lacuna.models.patternset;

/** What explains the pattern of holes. */
enum Variant {
    /** PSMVAE(a): each category has its own self-masking, P(missing) rising with the value: p(m | x, r). */
    SELF_MASKING,
    /** PSMVAE(b): the pattern is read off the latent variable, p(m | z, r). */
    SHARED_LATENT,
    /** No model of the holes, and the encoder does not see them. */
    WITHOUT_PATTERN
}

package dev.lacuna.models.patternset;

/** Which of the two data heads fills holes. */
enum Head {
    /** x_mis: the paper. */
    MISSING,
    /** x_obs: the published code's last version. */
    OBSERVED
}

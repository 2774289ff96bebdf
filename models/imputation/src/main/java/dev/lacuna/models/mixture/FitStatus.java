package dev.lacuna.models.mixture;

/** How a fit ended. */
public enum FitStatus {
    /** Closed form; no search was needed. */
    CLOSED_FORM,
    /** The gradient vanished inside the box. */
    CONVERGED,
    /** The gradient vanished with some coordinates on their bounds. */
    BOUNDARY,
    /** Missingness is separated by its covariate: the slope diverges, and a weak penalty (one pseudo-observation) holds it. */
    SEPARATED,
    /** Every start ended in a spurious maximum (a covariance that nearly vanishes on few rows). */
    SPURIOUS,
    /** No step could raise the likelihood although the gradient had not vanished. */
    STALLED,
    /** Out of iterations. */
    ITERATION_LIMIT
}

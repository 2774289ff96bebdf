package dev.lacuna.engine.encode;

/** How a modelled column appears among the features. */
public enum FeatureKind {
    /** One feature, standardised. */
    REAL,
    /** One feature, standardised; whole numbers, 0 or more, before that. */
    COUNT,
    /** One feature, 0 or 1. */
    BINARY,
    /** One feature for each level, one of them 1. */
    CATEGORICAL,
    /** One feature, the level's rank 0, 1, ... standardised. */
    ORDINAL
}

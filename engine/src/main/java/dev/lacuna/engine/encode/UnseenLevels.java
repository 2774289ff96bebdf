package dev.lacuna.engine.encode;

/** What becomes of an observed level that the encoding was not fitted on. */
public enum UnseenLevels {
    /** An {@link dev.lacuna.engine.InputException} that names the cell, the level and the known levels. */
    REFUSE,
    /** The model sees the cell as missing; it is counted in {@link Encoded#treatedAsMissing()} and written back unchanged. */
    TREAT_AS_MISSING
}

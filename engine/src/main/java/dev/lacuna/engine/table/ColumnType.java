package dev.lacuna.engine.table;

/** What the values of a column mean, and so how a model treats them. */
public enum ColumnType {
    /** A number on a continuous scale; integers are reals too unless the caller says otherwise. */
    REAL,
    /** One of two levels. */
    BINARY,
    /** One of several levels without an order. */
    CATEGORICAL,
    /** One of several levels in a stated order. */
    ORDINAL,
    /** A whole number, 0 or more. */
    COUNT,
    /** Carried through untouched, holes and all; never modelled. */
    IGNORED;

    /** True for the types whose cells are one of {@link Column#levels()}. */
    public boolean hasLevels() {
        return this == BINARY || this == CATEGORICAL || this == ORDINAL;
    }

    /** True for the types whose cells are numbers: {@link #REAL} and {@link #COUNT}. */
    public boolean isNumeric() {
        return this == REAL || this == COUNT;
    }
}

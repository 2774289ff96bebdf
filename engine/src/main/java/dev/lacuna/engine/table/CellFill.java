package dev.lacuna.engine.table;

/** Values for missing cells. */
@FunctionalInterface
public interface CellFill {

    /** The value of a missing cell: the number of a numeric column, the level's index of a column with levels. */
    double value(int row, int column);
}

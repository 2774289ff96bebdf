package dev.lacuna.engine.table;

import java.util.List;
import java.util.Objects;

/**
 * What is known of a column without its cells.
 *
 * @param levels the distinct values in the order of their codes; empty unless {@link ColumnType#hasLevels()}
 * @param decimals decimal places that filled numbers are rounded to; {@link #ALL_DECIMALS} for no rounding
 */
public record ColumnSchema(String name, ColumnType type, List<String> levels, int decimals) {

    /** Numbers are written with as many digits as give the same double back. */
    public static final int ALL_DECIMALS = -1;

    public ColumnSchema {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        levels = List.copyOf(levels);
        if (!type.hasLevels() && !levels.isEmpty()) {
            throw new IllegalArgumentException("column '" + name + "' of type " + type + " has no levels, given " + levels);
        }
        if (decimals < ALL_DECIMALS) {
            throw new IllegalArgumentException("column '" + name + "': decimals " + decimals + ", allowed -1 (all) or more");
        }
    }

    public static ColumnSchema numeric(String name, ColumnType type, int decimals) {
        return new ColumnSchema(name, type, List.of(), decimals);
    }

    public static ColumnSchema withLevels(String name, ColumnType type, List<String> levels) {
        return new ColumnSchema(name, type, levels, 0);
    }

    public static ColumnSchema ignored(String name) {
        return new ColumnSchema(name, ColumnType.IGNORED, List.of(), 0);
    }
}

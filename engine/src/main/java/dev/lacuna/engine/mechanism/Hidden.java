package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Table;

/**
 * A table with cells hidden on purpose.
 *
 * @param table the table to complete
 * @param truth the table before
 * @param cells the cells that were observed before and are missing now, [rows x columns of the table]
 */
public record Hidden(Table table, Table truth, Cells cells) {}

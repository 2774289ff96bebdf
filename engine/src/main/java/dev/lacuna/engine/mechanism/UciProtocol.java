package dev.lacuna.engine.mechanism;

import dev.lacuna.engine.table.Table;

/**
 * The protocol of the not-MIWAE paper's UCI table: in the first half of the columns (rounded down) a cell is missing if and only
 * if it is above its column's mean; the rest is complete. Training and imputation use all rows; the score is
 * {@link dev.lacuna.engine.evaluate.Rmse#standardised}.
 *
 * <p>Source: Ipsen, Mattei, Frellsen, "not-MIWAE", ICLR 2021, section 4, and its published code {@code task01.py}. The table must
 * be complete, numeric and without the target column.
 */
public final class UciProtocol {

    private UciProtocol() {}

    public static Hidden hide(Table table) {
        if (table.missingCount() > 0) {
            throw new IllegalArgumentException("the protocol needs a complete table; " + table.missingCount()
                    + " cells are missing");
        }
        int half = table.columnCount() / 2;
        if (half == 0) {
            throw new IllegalArgumentException("the protocol needs at least two columns");
        }
        Mechanism mechanism = new SelfMaskingAboveMean(table.schema().names().subList(0, half));
        return Hiding.hide(table, mechanism, 0);
    }
}

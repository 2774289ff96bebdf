package dev.lacuna.models.baseline;

import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.util.Map;

/**
 * The modelled columns of a table in double precision: numbers, ranks of ordinal levels, indices of other levels; NaN where
 * missing. Constant and ignored columns are not modelled.
 *
 * @param values [columns][rows]
 * @param levels [columns]: how many levels, 0 for numbers and ranks
 * @param unseen for each column, how many cells hold a level that was not fitted and count as missing
 */
record Cells(double[][] values, int[] levels, Map<String, Integer> unseen) {

    /** @throws dev.lacuna.engine.InputException as {@link Encoding#encode(Table, UnseenLevels)} */
    static Cells of(Encoding encoding, Table table, UnseenLevels policy) {
        Encoded encoded = encoding.encode(table, policy);
        int columns = encoding.columns();
        double[][] values = new double[columns][table.rows()];
        for (FeatureBlock block : encoding.blocks()) {
            Column column = table.column(block.name()).as(fitted(encoding, block));
            double[] cells = values[block.column()];
            for (int row = 0; row < cells.length; row++) {
                boolean observed = encoded.observed().data[row * columns + block.column()] != 0;
                cells[row] = !observed ? Double.NaN : column.type().hasLevels() ? column.code(row) : column.number(row);
            }
        }
        return new Cells(values, levels(encoding), encoded.treatedAsMissing());
    }

    /** How many levels each modelled column has; 0 for numbers and ranks. */
    static int[] levels(Encoding encoding) {
        int[] levels = new int[encoding.columns()];
        for (FeatureBlock block : encoding.blocks()) {
            levels[block.column()] = block.standardised() ? 0 : fitted(encoding, block).levels().size();
        }
        return levels;
    }

    /** The table with its missing cells filled from {@code filled} [modelled columns][rows], constants by their constant. */
    static Table complete(Encoding encoding, Table table, double[][] filled) {
        Table result = table;
        for (FeatureBlock block : encoding.blocks()) {
            ColumnSchema schema = fitted(encoding, block);
            double[] values = filled[block.column()];
            Column column = table.column(block.name()).as(schema);
            result = result.withColumn(schema.type() == ColumnType.ORDINAL
                    ? column.completedWith(row -> Math.max(0, Math.min(schema.levels().size() - 1, Math.rint(values[row]))))
                    : column.completedWith(row -> values[row]));
        }
        for (Map.Entry<String, Double> constant : encoding.constants().entrySet()) {
            ColumnSchema schema = encoding.schema().find(constant.getKey()).orElseThrow();
            result = result.withColumn(table.column(constant.getKey()).as(schema).completedWith(row -> constant.getValue()));
        }
        return result;
    }

    private static ColumnSchema fitted(Encoding encoding, FeatureBlock block) {
        return encoding.schema().find(block.name()).orElseThrow();
    }
}

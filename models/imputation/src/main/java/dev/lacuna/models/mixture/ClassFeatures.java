package dev.lacuna.models.mixture;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.encode.FeatureKind;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of a classifier [rows x p], double precision, in the units of the table: a number as it is, an ordinal level as
 * its rank, a binary level as 0 or 1, a categorical column of L levels as L - 1 indicators. The first level has none, for L
 * indicators sum to one and would make every full covariance singular. Constant and ignored columns are passed by.
 */
record ClassFeatures(Encoding encoding) {

    /** @throws InputException where a feature is missing, or nothing but constants is left */
    static ClassFeatures fit(Table features) {
        requireComplete(features, features.columns().stream().filter(column -> column.type() != ColumnType.IGNORED).toList(),
                ", ignoring the label column (--ignore), or leave the column out");
        Encoding encoding = Encoding.fit(features);
        if (encoding.columns() == 0) {
            throw new InputException("there is no feature to classify by: beside labels, ignored and constant columns the table"
                    + " has nothing");
        }
        return new ClassFeatures(encoding);
    }

    /** One name for each feature; an indicator is {@code column=level}. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (FeatureBlock block : encoding.blocks()) {
            if (block.kind() != FeatureKind.CATEGORICAL) {
                names.add(block.name());
                continue;
            }
            for (String level : encoding.schema().find(block.name()).orElseThrow().levels().subList(1, block.width())) {
                names.add(block.name() + "=" + level);
            }
        }
        return names;
    }

    /** [rows x p], row by row; columns are found by name and more of them are an error. */
    double[] of(Table features) {
        encoding.encode(features);
        requireComplete(features, encoding.blocks().stream().map(block -> features.column(block.name())).toList(), "");
        int width = names().size();
        double[] out = new double[Math.multiplyExact(features.rows(), width)];
        int at = 0;
        for (FeatureBlock block : encoding.blocks()) {
            Column column = features.column(block.name()).as(encoding.schema().find(block.name()).orElseThrow());
            for (int row = 0; row < features.rows(); row++) {
                int cell = row * width + at;
                switch (block.kind()) {
                    case REAL, COUNT -> out[cell] = column.number(row);
                    case ORDINAL, BINARY -> out[cell] = column.code(row);
                    case CATEGORICAL -> {
                        if (column.code(row) > 0) {
                            out[cell + column.code(row) - 1] = 1;
                        }
                    }
                    default -> throw new IllegalStateException(block.kind().name());
                }
            }
            at += block.kind() == FeatureKind.CATEGORICAL ? block.width() - 1 : 1;
        }
        return out;
    }

    /** @param otherwise what else to do than to fill the holes */
    private static void requireComplete(Table table, List<Column> columns, String otherwise) {
        List<Column> holed = columns.stream().filter(column -> column.missingCount() > 0).toList();
        if (holed.isEmpty()) {
            return;
        }
        Column first = holed.get(0);
        int row = 0;
        while (first.observed(row)) {
            row++;
        }
        throw InputException.at(first.place(row), "feature '" + first.name() + "' is missing here, in " + first.missingCount()
                + " of "
                + table.rows() + " rows" + (holed.size() > 1 ? " (" + (holed.size() - 1) + " more columns have holes)" : "")
                + "; a classifier needs complete features: fill them first with 'lacuna impute'" + otherwise);
    }
}

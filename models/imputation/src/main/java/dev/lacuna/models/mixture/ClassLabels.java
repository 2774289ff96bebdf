package dev.lacuna.models.mixture;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The label column and its classes in order.
 *
 * @param classes names, those of classes without any label last
 */
record ClassLabels(String column, List<String> classes) {
    /** Of an identifier nearly every value is new; the same bounds as for recognising one in a file. */
    private static final int MANY = 20;
    private static final String UNLABELLED = "unlabelled-";
    /** Written and read decimals of a probability. */
    private static final int DECIMALS = 6;

    ClassLabels {
        classes = List.copyOf(classes);
    }

    /**
     * The classes that a column shows, in the order of its levels, then invented ones up to {@code count}; 0 for those it shows.
     *
     * @throws InputException where there is nothing to tell apart
     */
    static ClassLabels fit(Column given, int count) {
        Column column = levels(given);
        int[] counts = new int[column.levels().size()];
        for (int row = 0; row < column.rows(); row++) {
            if (column.observed(row)) {
                counts[column.code(row)]++;
            }
        }
        List<String> classes = new ArrayList<>();
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] > 0) {
                classes.add(column.levels().get(level));
            }
        }
        int observed = column.observedCount();
        if (classes.size() > MANY && 2 * classes.size() > observed) {
            throw new InputException("column '" + given.name() + "' holds " + classes.size() + " different values in " + observed
                    + " cells: that is no class label, whose values repeat");
        }
        if (count != 0 && count < classes.size()) {
            throw new InputException("column '" + given.name() + "' shows " + classes.size() + " classes; " + count
                    + " are asked for");
        }
        for (int number = 1; classes.size() < count; number++) {
            if (!classes.contains(UNLABELLED + number)) {
                classes.add(UNLABELLED + number);
            }
        }
        if (classes.isEmpty()) {
            throw new InputException("column '" + given.name()
                    + "' has no label at all, and a classifier learns from those there are; to find"
                    + " groups without labels say how many (--classes 2)");
        }
        if (classes.size() == 1) {
            throw new InputException("column '" + given.name() + "' has one class only, '" + classes.get(0) + "' in " + observed
                    + " of "
                    + given.rows() + " rows, so there is nothing to tell apart; if rows without a label may be of another"
                    + " class, say how many"
                    + " classes there are (--classes 2)");
        }
        return new ClassLabels(given.name(), classes);
    }

    /** How many of the classes a column shows. */
    int shown(Column given) {
        int[] codes = of(given);
        return (int) Arrays.stream(codes).filter(code -> code != PartlyLabelled.MISSING).distinct().count();
    }

    /**
     * [rows] class indices, {@link PartlyLabelled#MISSING} where there is no label; a label that is no class is an {@link
     * InputException}.
     */
    int[] of(Column given) {
        Column column = levels(given).as(schema());
        int[] codes = new int[column.rows()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = column.observed(row) ? column.code(row) : PartlyLabelled.MISSING;
            if (codes[row] >= classes.size()) {
                throw InputException.at(column.place(row), "label '" + column.text(row) + "' is no class of the model; it knows "
                        + classes);
            }
        }
        return codes;
    }

    /** A row's likeliest class; the first of equals. */
    private static int likeliest(double[] probability) {
        int best = 0;
        for (int k = 1; k < probability.length; k++) {
            if (probability[k] > probability[best]) {
                best = k;
            }
        }
        return best;
    }

    /**
     * The table with every label filled by its likeliest class and the probabilities beside.
     *
     * @param labels the table's labels, or none where it has no such column
     * @param probabilities [rows x classes]
     */
    Labelled fill(Table table, Optional<Column> labels, double[][] probabilities) {
        Column label = labels.map(given -> levels(given).as(schema())).orElseGet(() -> Column.ofCodes(schema(),
                filled(new int[table.rows()]), Optional.empty()));
        Table result = table.withColumn(label.completedWith(row -> likeliest(probabilities[row])));
        int[] known = of(label);
        for (int k = 0; k < classes.size(); k++) {
            String name = "p(" + classes.get(k) + ")";
            if (table.schema().find(name).isPresent()) {
                throw new InputException("the table has a column '" + name
                        + "' already, which is where a probability would go; rename it");
            }
            double[] column = new double[table.rows()];
            for (int row = 0; row < column.length; row++) {
                column[row] = known[row] == PartlyLabelled.MISSING ? probabilities[row][k] : known[row] == k ? 1 : 0;
            }
            result = result.withColumn(Column.ofNumbers(ColumnSchema.numeric(name, ColumnType.REAL, DECIMALS), column,
                    Optional.empty()));
        }
        return new Labelled(result, label.missingCount());
    }

    private static int[] filled(int[] codes) {
        Arrays.fill(codes, Column.NO_CODE);
        return codes;
    }

    ColumnSchema schema() {
        return ColumnSchema.withLevels(column, ColumnType.CATEGORICAL, classes);
    }

    /** Numbers are labels too. */
    private static Column levels(Column column) {
        return column.type().hasLevels() ? column : column.as(ColumnSchema.withLevels(column.name(), ColumnType.CATEGORICAL,
                List.of()));
    }
}

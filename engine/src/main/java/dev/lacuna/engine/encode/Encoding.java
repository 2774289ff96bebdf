package dev.lacuna.engine.encode;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.data.FMatrixRMaj;

/**
 * The map between tables and features, fitted on observed cells only. Immutable.
 *
 * <p>Reals, counts and ordinal ranks are standardised with mean and population standard deviation of their observed cells, in
 * double; binary columns are one feature, 0 or 1; categorical columns one feature a level. A constant column (one distinct
 * observed value) is not modelled: it has no features and its missing cells get the constant. Ignored columns are passed by.
 */
public final class Encoding {

    private final Schema schema;
    private final List<FeatureBlock> blocks;
    private final Map<String, Double> constants;
    private final int features;

    /** {@code constants}: for each constant column its number, or its level's index. */
    Encoding(Schema schema, List<FeatureBlock> blocks, Map<String, Double> constants) {
        this.schema = schema;
        this.blocks = List.copyOf(blocks);
        this.constants = new TreeMap<>(constants);
        this.features = blocks.stream().mapToInt(FeatureBlock::width).sum();
    }

    /** @throws InputException if a column that is not ignored has no observed cell */
    public static Encoding fit(Table table) {
        List<FeatureBlock> blocks = new ArrayList<>();
        Map<String, Double> constants = new TreeMap<>();
        int feature = 0;
        for (Column column : table.columns()) {
            if (column.type() == ColumnType.IGNORED) {
                continue;
            }
            ColumnSummary summary = ColumnSummary.of(column);
            if (summary.observed() == 0) {
                throw new InputException("column '" + column.name() + "' has no observed value; leave it out or ignore it");
            }
            if (summary.constant()) {
                constants.put(column.name(), summary.first());
                continue;
            }
            FeatureBlock block = FeatureBlock.of(column.schema(), blocks.size(), feature, summary.mean(), summary.deviation());
            blocks.add(block);
            feature += block.width();
        }
        return new Encoding(table.schema(), blocks, constants);
    }

    /** The encoding that {@link #writeTo} put into a model file. */
    public static Encoding readFrom(ModelFile file) {
        return EncodingFile.read(file);
    }

    /** Adds the sections {@code schema} and {@code encoding}. */
    public void writeTo(ModelFile.Builder file) {
        EncodingFile.write(this, file);
    }

    /** The same features, numbers as they are: for tables that their owner has standardised, such as a benchmark's. */
    public Encoding unstandardised() {
        return new Encoding(schema, blocks.stream().map(FeatureBlock::unstandardised).toList(), constants);
    }

    /** The schema of the table this was fitted on. */
    public Schema schema() {
        return schema;
    }

    /** The features of each modelled column, in the order of the fitted table. */
    public List<FeatureBlock> blocks() {
        return blocks;
    }

    /** E, the number of features; 0 if every column is constant or ignored, and then there is nothing to train. */
    public int features() {
        return features;
    }

    /** D, the number of modelled columns. */
    public int columns() {
        return blocks.size();
    }

    /** Columns with one distinct observed value and that value: a number, or a level's index. */
    public Map<String, Double> constants() {
        return Collections.unmodifiableMap(constants);
    }

    /** As {@link #encode(Table, UnseenLevels)}, an unseen level being an error. */
    public Encoded encode(Table table) {
        return encode(table, UnseenLevels.REFUSE);
    }

    /**
     * A table with the fitted columns, matched by name in any order.
     *
     * @throws InputException for a column too few or too many (ignored ones do not count), text in a numeric column, or an
     *     unseen level under {@link UnseenLevels#REFUSE}
     */
    public Encoded encode(Table table, UnseenLevels unseenLevels) {
        checkNames(table);
        FMatrixRMaj values = new FMatrixRMaj(table.rows(), features);
        FMatrixRMaj observed = new FMatrixRMaj(table.rows(), blocks.size());
        Map<String, Integer> treatedAsMissing = new TreeMap<>();
        for (FeatureBlock block : blocks) {
            int unseen = write(table.column(block.name()).as(fitted(block.name())), block, unseenLevels, values, observed);
            if (unseen > 0) {
                treatedAsMissing.put(block.name(), unseen);
            }
        }
        return new Encoded(values, observed, blocks, treatedAsMissing);
    }

    /** Returns how many cells hold a level that was not fitted. */
    private int write(Column column, FeatureBlock block, UnseenLevels unseenLevels, FMatrixRMaj values, FMatrixRMaj observed) {
        int knownLevels = fitted(block.name()).levels().size();
        int unseen = 0;
        for (int r = 0; r < column.rows(); r++) {
            if (!column.observed(r)) {
                continue;
            }
            if (column.type().hasLevels() && column.code(r) >= knownLevels) {
                refuse(column, r, unseenLevels);
                unseen++;
                continue;
            }
            observed.data[r * blocks.size() + block.column()] = 1;
            int at = r * features + block.firstFeature();
            switch (block.kind()) {
                case REAL, COUNT -> values.data[at] = block.encode(column.number(r));
                case ORDINAL -> values.data[at] = block.encode(column.code(r));
                case BINARY -> values.data[at] = column.code(r);
                case CATEGORICAL -> values.data[at + column.code(r)] = 1;
                default -> throw new IllegalStateException(block.kind().name());
            }
        }
        return unseen;
    }

    private void refuse(Column column, int row, UnseenLevels unseenLevels) {
        if (unseenLevels == UnseenLevels.REFUSE) {
            throw InputException.at(column.place(row), "column '" + column.name() + "' holds '" + column.text(row)
                    + "', which the model has not seen; it knows " + fitted(column.name()).levels());
        }
    }

    private void checkNames(Table table) {
        List<String> given = table.schema().names();
        for (ColumnSchema column : schema.columns()) {
            if (column.type() != ColumnType.IGNORED && !given.contains(column.name())) {
                throw new InputException("column '" + column.name() + "' is missing; the model was fitted on " + modelled()
                        + ", the table has " + given);
            }
        }
        for (Column column : table.columns()) {
            if (column.type() != ColumnType.IGNORED && schema.find(column.name()).isEmpty()) {
                throw new InputException("column '" + column.name() + "' is unknown to the model, which was fitted on "
                        + modelled() + "; leave it out or ignore it");
            }
        }
    }

    private List<String> modelled() {
        return schema.columns().stream().filter(c -> c.type() != ColumnType.IGNORED).map(ColumnSchema::name).toList();
    }

    private ColumnSchema fitted(String name) {
        return schema.find(name).orElseThrow();
    }

    /**
     * The table with its missing cells filled from {@code values} [rows x E]: numbers are unstandardised, a binary cell is
     * level 1 above 0.5, a categorical one its largest feature (the first of equals), an ordinal one the nearest rank. Serves
     * expected values and draws (a drawn level being one-hot) alike. Constant columns get their constant.
     */
    public Table decode(Table table, FMatrixRMaj values) {
        if (values.numRows != table.rows() || values.numCols != features) {
            throw new IllegalArgumentException("values are [" + values.numRows + " x " + values.numCols + "], needed ["
                    + table.rows() + " x " + features + "]");
        }
        checkNames(table);
        Table result = table;
        for (FeatureBlock block : blocks) {
            ColumnSchema fitted = fitted(block.name());
            Column column = table.column(block.name()).as(fitted);
            result = result.withColumn(column.completedWith(r -> decoded(block, fitted, values, r)));
        }
        for (Map.Entry<String, Double> constant : constants.entrySet()) {
            Column column = table.column(constant.getKey()).as(fitted(constant.getKey()));
            result = result.withColumn(column.completedWith(r -> constant.getValue()));
        }
        return result;
    }

    private double decoded(FeatureBlock block, ColumnSchema column, FMatrixRMaj values, int row) {
        int at = row * features + block.firstFeature();
        float first = values.data[at];
        return switch (block.kind()) {
            case REAL, COUNT -> block.decode(first);
            case BINARY -> first > 0.5f ? 1 : 0;
            case ORDINAL -> Math.max(0, Math.min(column.levels().size() - 1, Math.rint(block.decode(first))));
            case CATEGORICAL -> {
                int best = 0;
                for (int level = 1; level < block.width(); level++) {
                    if (values.data[at + level] > values.data[at + best]) {
                        best = level;
                    }
                }
                yield best;
            }
        };
    }
}

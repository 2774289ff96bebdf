package dev.lacuna.engine.table;

import dev.lacuna.engine.InputException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * One column [rows] of a table: its schema, which cells are observed, their values and their original text. Immutable.
 *
 * <p>Memory for each cell: a bit, and 8 bytes for a number or 4 for a level; text stays in the file's bytes.
 */
public final class Column {

    /** The code of a missing cell. */
    public static final int NO_CODE = -1;

    private static final double[] NO_NUMBERS = {};
    private static final int[] NO_CODES = {};
    private static final String[] NO_TEXTS = {};

    private final ColumnSchema schema;
    private final int rows;
    private final BitSet observed;
    private final double[] numbers;
    private final int[] codes;
    private final String[] texts;
    private final Optional<Origin> origin;
    /** Cells that were filled or hidden since the file was read: their text in the file does not count any more. */
    private final BitSet changed;

    private Column(ColumnSchema schema, int rows, BitSet observed, double[] numbers, int[] codes, String[] texts,
            Optional<Origin> origin, BitSet changed) {
        this.schema = schema;
        this.rows = rows;
        this.observed = observed;
        this.numbers = numbers;
        this.codes = codes;
        this.texts = texts;
        this.origin = origin;
        this.changed = changed;
    }

    /** A REAL or COUNT column; NaN is missing. The array is taken over. Infinite numbers are refused. */
    public static Column ofNumbers(ColumnSchema schema, double[] numbers, Optional<Origin> origin) {
        if (!schema.type().isNumeric()) {
            throw new IllegalArgumentException("column '" + schema.name() + "' is " + schema.type() + ", not numeric");
        }
        BitSet observed = new BitSet(numbers.length);
        for (int r = 0; r < numbers.length; r++) {
            observed.set(r, !Double.isNaN(numbers[r]));
        }
        Column column = new Column(schema, numbers.length, observed, numbers, NO_CODES, NO_TEXTS, origin, new BitSet());
        for (int r = observed.nextSetBit(0); r >= 0; r = observed.nextSetBit(r + 1)) {
            column.checkNumber(r, numbers[r]);
        }
        return column;
    }

    /** A column with levels; {@link #NO_CODE} is missing. The array is taken over. */
    public static Column ofCodes(ColumnSchema schema, int[] codes, Optional<Origin> origin) {
        if (!schema.type().hasLevels()) {
            throw new IllegalArgumentException("column '" + schema.name() + "' is " + schema.type() + ", it has no levels");
        }
        BitSet observed = new BitSet(codes.length);
        for (int r = 0; r < codes.length; r++) {
            if (codes[r] < NO_CODE || codes[r] >= schema.levels().size()) {
                throw new IllegalArgumentException("column '" + schema.name() + "', row " + (r + 1) + ": code " + codes[r]
                        + ", allowed -1 to " + (schema.levels().size() - 1));
            }
            observed.set(r, codes[r] != NO_CODE);
        }
        return new Column(schema, codes.length, observed, NO_NUMBERS, codes, NO_TEXTS, origin, new BitSet());
    }

    /** A column that is only carried along, its text in a file. The bit set is taken over. */
    public static Column ofIgnored(String name, int rows, BitSet observed, Origin origin) {
        return new Column(ColumnSchema.ignored(name), rows, observed, NO_NUMBERS, NO_CODES, NO_TEXTS, Optional.of(origin),
                new BitSet());
    }

    /** A column that is only carried along; the empty text is missing. */
    public static Column ofIgnored(String name, String[] texts) {
        BitSet observed = new BitSet(texts.length);
        for (int r = 0; r < texts.length; r++) {
            observed.set(r, !texts[r].isEmpty());
        }
        return new Column(ColumnSchema.ignored(name), texts.length, observed, NO_NUMBERS, NO_CODES, texts.clone(),
                Optional.empty(), new BitSet());
    }

    public String name() {
        return schema.name();
    }

    public ColumnType type() {
        return schema.type();
    }

    public ColumnSchema schema() {
        return schema;
    }

    public List<String> levels() {
        return schema.levels();
    }

    public int rows() {
        return rows;
    }

    public boolean observed(int row) {
        return observed.get(row);
    }

    public int observedCount() {
        return observed.cardinality();
    }

    public int missingCount() {
        return rows - observedCount();
    }

    /**
     * The number in a cell, NaN where it is missing. A level counts as a number if all levels of its column are numbers;
     * otherwise {@link IllegalStateException}.
     */
    public double number(int row) {
        if (schema.type().isNumeric()) {
            return numbers[row];
        }
        if (!observed.get(row)) {
            return Double.NaN;
        }
        double number = schema.type().hasLevels() ? Numbers.parse(levels().get(codes[row])) : Double.NaN;
        if (Double.isNaN(number)) {
            throw new IllegalStateException("column '" + name() + "' (" + type() + ") holds text, not numbers");
        }
        return number;
    }

    /** The index in {@link #levels()} of a cell, {@link #NO_CODE} where it is missing. */
    public int code(int row) {
        if (!schema.type().hasLevels()) {
            throw new IllegalStateException("column '" + name() + "' (" + type() + ") has no levels");
        }
        return codes[row];
    }

    /** The text of an observed cell: as in its file without quotes, or made from its value where the cell has no file. */
    public String text(int row) {
        if (!observed.get(row)) {
            throw new IllegalStateException("column '" + name() + "', row " + (row + 1) + " is missing and has no text");
        }
        if (isOriginal(row)) {
            return origin.orElseThrow().text(row);
        }
        return switch (type()) {
            case REAL, COUNT -> Numbers.format(numbers[row], schema.decimals());
            case BINARY, CATEGORICAL, ORDINAL -> levels().get(codes[row]);
            case IGNORED -> texts[row];
        };
    }

    /** Where a cell is: {@code file:line:column}, or row and column name for a table built in code. Rows count from 1. */
    public String place(int row) {
        return origin.isPresent() ? origin.get().place(row) : "row " + (row + 1) + " of column '" + name() + "'";
    }

    /** Where the column's cells come from, if from a file. */
    public Optional<Origin> origin() {
        return origin;
    }

    /** True where the file's bytes still are this cell's text (or its way to say "missing"). */
    public boolean isOriginal(int row) {
        return origin.isPresent() && !changed.get(row);
    }

    /** Rows in the given order; rows may repeat. */
    Column select(int[] selected) {
        BitSet newObserved = new BitSet(selected.length);
        BitSet newChanged = new BitSet();
        double[] newNumbers = numbers.length == 0 ? NO_NUMBERS : new double[selected.length];
        int[] newCodes = codes.length == 0 ? NO_CODES : new int[selected.length];
        String[] newTexts = texts.length == 0 ? NO_TEXTS : new String[selected.length];
        for (int i = 0; i < selected.length; i++) {
            int row = selected[i];
            newObserved.set(i, observed.get(row));
            newChanged.set(i, changed.get(row));
            if (newNumbers.length > 0) {
                newNumbers[i] = numbers[row];
            }
            if (newCodes.length > 0) {
                newCodes[i] = codes[row];
            }
            if (newTexts.length > 0) {
                newTexts[i] = texts[row];
            }
        }
        return new Column(schema, selected.length, newObserved, newNumbers, newCodes, newTexts,
                origin.map(o -> o.select(selected)), newChanged);
    }

    /** The same column with these cells missing; cells that are missing already stay so. */
    public Column hiding(BitSet cells) {
        BitSet hidden = (BitSet) cells.clone();
        hidden.and(observed);
        BitSet newObserved = (BitSet) observed.clone();
        newObserved.andNot(hidden);
        BitSet newChanged = (BitSet) changed.clone();
        newChanged.or(hidden);
        double[] newNumbers = numbers.clone();
        int[] newCodes = codes.clone();
        String[] newTexts = texts.clone();
        for (int r = hidden.nextSetBit(0); r >= 0; r = hidden.nextSetBit(r + 1)) {
            if (newNumbers.length > 0) {
                newNumbers[r] = Double.NaN;
            }
            if (newCodes.length > 0) {
                newCodes[r] = NO_CODE;
            }
            if (newTexts.length > 0) {
                newTexts[r] = "";
            }
        }
        return new Column(schema, rows, newObserved, newNumbers, newCodes, newTexts, origin, newChanged);
    }

    /**
     * The same column with every missing cell filled: {@code value} gives the number or the level's index of a row. Numbers are
     * rounded to the schema's decimals, counts to whole numbers not below 0. An ignored column is returned as it is.
     */
    public Column completedWith(IntToDoubleFunction value) {
        if (type() == ColumnType.IGNORED || missingCount() == 0) {
            return this;
        }
        BitSet newObserved = new BitSet(rows);
        newObserved.set(0, rows);
        BitSet newChanged = (BitSet) changed.clone();
        double[] newNumbers = numbers.clone();
        int[] newCodes = codes.clone();
        for (int r = observed.nextClearBit(0); r < rows; r = observed.nextClearBit(r + 1)) {
            newChanged.set(r);
            double filled = value.applyAsDouble(r);
            if (type().hasLevels()) {
                int code = (int) filled;
                if (code != filled || code < 0 || code >= levels().size()) {
                    throw new IllegalArgumentException("column '" + name() + "', row " + (r + 1) + ": filled with level " + filled
                            + ", allowed 0 to " + (levels().size() - 1));
                }
                newCodes[r] = code;
            } else {
                newNumbers[r] = asShown(r, filled);
            }
        }
        return new Column(schema, rows, newObserved, newNumbers, newCodes, texts, origin, newChanged);
    }

    private double asShown(int row, double filled) {
        if (!Double.isFinite(filled)) {
            throw new IllegalArgumentException("column '" + name() + "', row " + (row + 1) + ": filled with " + filled);
        }
        double number = type() == ColumnType.COUNT ? Math.max(0, Math.rint(filled)) : filled;
        return schema.decimals() == ColumnSchema.ALL_DECIMALS ? number
                : Double.parseDouble(Numbers.format(number, schema.decimals()));
    }

    /**
     * The same cells and texts under another schema. Levels that the schema does not have follow after its own.
     *
     * @throws InputException for text in what must be numeric
     */
    public Column as(ColumnSchema target) {
        if (type() == target.type() && levels().equals(target.levels())) {
            return new Column(target, rows, observed, numbers, codes, texts, origin, changed);
        }
        if (target.type() == ColumnType.IGNORED) {
            return ignored();
        }
        if (target.type().isNumeric()) {
            Column read = ofNumbers(target, Retyping.numbers(this), origin);
            return new Column(target, rows, observed, read.numbers, NO_CODES, NO_TEXTS, origin, changed);
        }
        int[] newCodes = new int[rows];
        List<String> newLevels = Retyping.codes(this, target.levels(), newCodes);
        ColumnSchema extended = new ColumnSchema(target.name(), target.type(), newLevels, target.decimals());
        return new Column(extended, rows, observed, NO_NUMBERS, newCodes, NO_TEXTS, origin, changed);
    }

    /** The same cells, only carried along. */
    public Column ignored() {
        if (origin.isPresent() && changed.isEmpty()) {
            return ofIgnored(name(), rows, observed, origin.get());
        }
        String[] all = new String[rows];
        for (int r = 0; r < rows; r++) {
            all[r] = observed.get(r) ? text(r) : "";
        }
        return new Column(ColumnSchema.ignored(name()), rows, observed, NO_NUMBERS, NO_CODES, all, origin, changed);
    }

    private void checkNumber(int row, double number) {
        if (Double.isInfinite(number)) {
            throw InputException.at(place(row), "column '" + name() + "' holds an infinite value; allowed are finite numbers");
        }
        if (type() == ColumnType.COUNT && (number < 0 || number != Math.rint(number))) {
            throw InputException.at(place(row), "column '" + name() + "' holds "
                    + Numbers.format(number, ColumnSchema.ALL_DECIMALS)
                    + "; a count is a whole number, 0 or more");
        }
    }
}

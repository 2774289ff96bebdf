package dev.lacuna.engine.table;

import dev.lacuna.engine.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Named, typed columns of equal length, some cells missing. Immutable; column names are distinct. */
public final class Table {

    private final int rows;
    private final List<Column> columns;
    private final Schema schema;
    private final List<String> notes;

    private Table(int rows, List<Column> columns, List<String> notes) {
        this.rows = rows;
        this.columns = List.copyOf(columns);
        this.schema = new Schema(columns.stream().map(Column::schema).toList());
        this.notes = List.copyOf(notes);
        for (Column column : columns) {
            if (column.rows() != rows) {
                throw new IllegalArgumentException("column '" + column.name() + "' has " + column.rows() + " rows, the table "
                        + rows);
            }
        }
    }

    public static Table of(List<Column> columns) {
        return of(columns, List.of());
    }

    /** {@code notes}: what a reader decided that its caller should know, one sentence each. */
    public static Table of(List<Column> columns, List<String> notes) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table has at least one column");
        }
        return new Table(columns.get(0).rows(), columns, notes);
    }

    /** A table from arrays in code. */
    public static TableBuilder builder() {
        return new TableBuilder();
    }

    public int rows() {
        return rows;
    }

    public int columnCount() {
        return columns.size();
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /** The column of that name; {@link InputException} naming the known ones if there is none. */
    public Column column(String name) {
        return columns.get(columnIndex(name));
    }

    public int columnIndex(String name) {
        int index = schema.names().indexOf(name);
        if (index < 0) {
            throw new InputException("unknown column '" + name + "'; the table has " + schema.names());
        }
        return index;
    }

    public Schema schema() {
        return schema;
    }

    public List<String> notes() {
        return notes;
    }

    /** Missing cells in all columns but the ignored ones. */
    public long missingCount() {
        return columns.stream().filter(c -> c.type() != ColumnType.IGNORED).mapToLong(Column::missingCount).sum();
    }

    /** These columns in this order. */
    public Table select(String... names) {
        return new Table(rows, Arrays.stream(names).map(this::column).toList(), notes);
    }

    public Table withoutColumns(String... names) {
        Set<String> dropped = known(names);
        return new Table(rows, columns.stream().filter(c -> !dropped.contains(c.name())).toList(), notes);
    }

    /** The column put in the place of the one with its name, or at the end. */
    public Table withColumn(Column column) {
        List<Column> changed = new ArrayList<>(columns);
        int index = schema.names().indexOf(column.name());
        if (index < 0) {
            changed.add(column);
        } else {
            changed.set(index, column);
        }
        return new Table(rows, changed, notes);
    }

    /** The same table with these columns carried along only. */
    public Table ignoring(String... names) {
        Set<String> ignored = known(names);
        return new Table(rows, columns.stream().map(c -> ignored.contains(c.name()) ? c.ignored() : c).toList(), notes);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive). */
    public Table rows(int from, int to) {
        if (from < 0 || to < from || to > rows) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of a table with " + rows + " rows");
        }
        return rows(IntStream.range(from, to).toArray());
    }

    /** Rows by index, in the given order; they may repeat. */
    public Table rows(int[] indices) {
        int[] own = indices.clone();
        return new Table(own.length, columns.stream().map(c -> c.select(own)).toList(), notes);
    }

    /** A table in which the missing cells of every column that is not ignored are filled; see {@link Column#completedWith}. */
    public Table completedWith(CellFill fill) {
        List<Column> filled = new ArrayList<>(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            filled.add(columns.get(c).completedWith(row -> fill.value(row, column)));
        }
        return new Table(rows, filled, notes);
    }

    /** The table with these cells missing; [rows x columns] as the table. */
    public Table hiding(Cells cells) {
        if (cells.rows() != rows || cells.columns() != columns.size()) {
            throw new IllegalArgumentException("cells of [" + cells.rows() + " x " + cells.columns() + "] in a table [" + rows
                    + " x " + columns.size() + "]");
        }
        List<Column> hidden = new ArrayList<>(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            hidden.add(columns.get(c).hiding(cells.column(c)));
        }
        return new Table(rows, hidden, notes);
    }

    /** [rows x columns], NaN where missing: {@link Column#number} of each cell, so no column may hold text. */
    public DMatrixRMaj toMatrix() {
        DMatrixRMaj matrix = new DMatrixRMaj(rows, columns.size());
        for (int c = 0; c < columns.size(); c++) {
            for (int r = 0; r < rows; r++) {
                matrix.data[r * columns.size() + c] = columns.get(c).number(r);
            }
        }
        return matrix;
    }

    private Set<String> known(String... names) {
        for (String name : names) {
            columnIndex(name);
        }
        return new HashSet<>(Arrays.asList(names));
    }
}

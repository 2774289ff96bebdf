package dev.lacuna.engine.table;

/** Where a column's cells lie in a file: which column, and for each row of the table which row of the file. */
public final class Origin {

    private final RawRows file;
    private final int column;
    private final int[] rows;

    private Origin(RawRows file, int column, int[] rows) {
        this.file = file;
        this.column = column;
        this.rows = rows;
    }

    /** All rows of the file in order. */
    public static Origin of(RawRows file, int column) {
        return new Origin(file, column, null);
    }

    public RawRows file() {
        return file;
    }

    public int column() {
        return column;
    }

    /** The file's row for a row of the table. */
    public int fileRow(int row) {
        return rows == null ? row : rows[row];
    }

    Origin select(int[] selected) {
        int[] chosen = new int[selected.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = fileRow(selected[i]);
        }
        return new Origin(file, column, chosen);
    }

    String text(int row) {
        return file.fields().moveTo(fileRow(row)).text(column);
    }

    String place(int row) {
        return file.place(fileRow(row), column);
    }
}

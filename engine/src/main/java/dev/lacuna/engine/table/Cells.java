package dev.lacuna.engine.table;

import java.util.BitSet;

/** A set of cells of a table or matrix [rows x columns]. Immutable. */
public final class Cells {

    private final int rows;
    private final BitSet[] byColumn;

    private Cells(int rows, BitSet[] byColumn) {
        this.rows = rows;
        this.byColumn = byColumn;
    }

    /** Row numbers for each column; the sets are copied. */
    public static Cells of(int rows, BitSet... byColumn) {
        BitSet[] own = new BitSet[byColumn.length];
        for (int c = 0; c < own.length; c++) {
            own[c] = (BitSet) byColumn[c].clone();
            if (own[c].length() > rows) {
                throw new IllegalArgumentException("row " + (own[c].length() - 1) + " of a table with " + rows + " rows");
            }
        }
        return new Cells(rows, own);
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return byColumn.length;
    }

    public boolean contains(int row, int column) {
        return byColumn[column].get(row);
    }

    /** The rows of a column's cells; a copy. */
    public BitSet column(int column) {
        return (BitSet) byColumn[column].clone();
    }

    public int count() {
        int count = 0;
        for (BitSet column : byColumn) {
            count += column.cardinality();
        }
        return count;
    }

    public int countInRow(int row) {
        int count = 0;
        for (BitSet column : byColumn) {
            count += column.get(row) ? 1 : 0;
        }
        return count;
    }

    /** The cells of these rows, in the given order. */
    public Cells rows(int[] selected) {
        BitSet[] chosen = new BitSet[byColumn.length];
        for (int c = 0; c < chosen.length; c++) {
            chosen[c] = new BitSet(selected.length);
            for (int i = 0; i < selected.length; i++) {
                chosen[c].set(i, byColumn[c].get(selected[i]));
            }
        }
        return new Cells(selected.length, chosen);
    }
}

package dev.lacuna.autodiff;

/** Moves some columns of a matrix to some columns of another, given as (array, offset of the first element, row stride). */
final class Columns {
    /** Shorter rows are moved two columns of all rows at a time. */
    private static final int LEAST_FOR_ROWS = 8;

    private Columns() {}

    static void copyOrAdd(int rows, int columns, float[] from, int fromOffset, int fromStride, float[] to, int toOffset,
            int toStride, boolean add) {
        if (add) {
            add(rows, columns, from, fromOffset, fromStride, to, toOffset, toStride);
        } else {
            copy(rows, columns, from, fromOffset, fromStride, to, toOffset, toStride);
        }
    }

    static void copy(int rows, int columns, float[] from, int fromOffset, int fromStride, float[] to, int toOffset,
            int toStride) {
        if (columns < LEAST_FOR_ROWS) {
            copyByColumns(rows, columns, from, fromOffset, fromStride, to, toOffset, toStride);
            return;
        }
        for (int r = 0, i = fromOffset, o = toOffset; r < rows; r++, i += fromStride, o += toStride) {
            System.arraycopy(from, i, to, o, columns);
        }
    }

    private static void copyByColumns(int rows, int columns, float[] from, int fromOffset, int fromStride, float[] to,
            int toOffset, int toStride) {
        int c = 0;
        for (; c + 2 <= columns; c += 2) {
            for (int r = 0, i = fromOffset + c, o = toOffset + c; r < rows; r++, i += fromStride, o += toStride) {
                to[o] = from[i];
                to[o + 1] = from[i + 1];
            }
        }
        if (c < columns) {
            for (int r = 0, i = fromOffset + c, o = toOffset + c; r < rows; r++, i += fromStride, o += toStride) {
                to[o] = from[i];
            }
        }
    }

    static void add(int rows, int columns, float[] from, int fromOffset, int fromStride, float[] to, int toOffset,
            int toStride) {
        if (columns < LEAST_FOR_ROWS) {
            addByColumns(rows, columns, from, fromOffset, fromStride, to, toOffset, toStride);
            return;
        }
        for (int r = 0, i = fromOffset, o = toOffset; r < rows; r++, i += fromStride, o += toStride) {
            for (int c = 0; c < columns; c++) {
                to[o + c] += from[i + c];
            }
        }
    }

    private static void addByColumns(int rows, int columns, float[] from, int fromOffset, int fromStride, float[] to,
            int toOffset, int toStride) {
        int c = 0;
        for (; c + 2 <= columns; c += 2) {
            for (int r = 0, i = fromOffset + c, o = toOffset + c; r < rows; r++, i += fromStride, o += toStride) {
                to[o] += from[i];
                to[o + 1] += from[i + 1];
            }
        }
        if (c < columns) {
            for (int r = 0, i = fromOffset + c, o = toOffset + c; r < rows; r++, i += fromStride, o += toStride) {
                to[o] += from[i];
            }
        }
    }
}

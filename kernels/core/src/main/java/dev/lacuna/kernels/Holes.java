package dev.lacuna.kernels;

/**
 * Which cells of a matrix [rows x columns] are holes: for each row their columns, ascending. Made once and loaded again for each
 * batch; not thread-safe while it is loaded.
 */
public final class Holes {
    final int rows;
    final int columns;
    /** [rows + 1]: the holes of row b stand at start[b] to start[b + 1] - 1 of {@link #list}. */
    final int[] start;
    final int[] list;

    public Holes(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        start = new int[rows + 1];
        list = new int[rows * columns];
    }

    /** Takes over a pattern [rows x columns]: a cell with 0 is a hole. Throws {@link IllegalArgumentException} for other sizes. */
    public void load(float[] observed) {
        if (observed.length != list.length) {
            throw new IllegalArgumentException("a pattern of " + rows + " x " + columns + " cells has " + list.length
                    + " numbers; given: " + observed.length);
        }
        int count = 0;
        for (int b = 0, cell = 0; b < rows; b++) {
            for (int j = 0; j < columns; j++, cell++) {
                list[count] = j;
                count += observed[cell] == 0 ? 1 : 0;
            }
            start[b + 1] = count;
        }
    }
}

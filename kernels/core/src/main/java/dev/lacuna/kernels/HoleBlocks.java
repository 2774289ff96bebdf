package dev.lacuna.kernels;

/** Walks through {@link Holes} by blocks of columns: the holes of row b in the current block are list[from[b]] to list[to[b] - 1]. */
final class HoleBlocks {

    int[] from = new int[0];
    int[] to = new int[0];
    private Holes holes;

    void begin(Holes all) {
        holes = all;
        if (to.length < all.rows) {
            from = new int[all.rows];
            to = new int[all.rows];
        }
        System.arraycopy(all.start, 0, to, 0, all.rows);
    }

    /** On to the block of the columns from the last one's end to {@code end}. */
    void next(int end) {
        int[] ended = from;
        from = to;
        to = ended;
        for (int b = 0; b < holes.rows; b++) {
            int p = from[b];
            while (p < holes.start[b + 1] && holes.list[p] < end) p++;
            to[b] = p;
        }
    }
}

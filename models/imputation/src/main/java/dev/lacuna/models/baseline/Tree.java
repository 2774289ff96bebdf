package dev.lacuna.models.baseline;

import java.util.Arrays;

/**
 * A regression or classification tree with random cut points (extremely randomised trees, Geurts, Ernst and Wehenkel 2006): at
 * each node a few columns are tried with one random cut each, and the best is kept. A number is cut at a value; the levels of a
 * category are sent left or right by a hash with the node's own salt, which is a random subset.
 *
 * <p>A leaf answers with its mean (a number) or its commonest level, and keeps one of its training values as a donor for draws.
 */
final class Tree {
    private static final int LEAF = -1;

    /** Column to cut, or {@link #LEAF}. */
    private final int[] column;
    /** The left child; the right one follows it. */
    private final int[] left;
    /** Cut point or salt; the answer in a leaf. */
    private final double[] split;
    /** One observed value of the leaf. */
    private final double[] donor;

    private Tree(int[] column, int[] left, double[] split, double[] donor) {
        this.column = column;
        this.left = left;
        this.split = split;
        this.donor = donor;
    }

    static Tree read(NumberReader in) {
        int nodes = in.nextInt();
        return new Tree(in.nextInts(nodes), in.nextInts(nodes), in.next(nodes), in.next(nodes));
    }

    void write(NumberWriter out) {
        out.add(column.length).add(column).add(left).add(split).add(donor);
    }

    double answer(int leaf) {
        return split[leaf];
    }

    double donor(int leaf) {
        return donor[leaf];
    }

    /** The leaf of a row [columns] of complete cells. */
    int leaf(double[] row, int[] levels) {
        int node = 0;
        while (column[node] != LEAF) {
            int c = column[node];
            node = left[node] + (goesLeft(row[c], levels[c] > 0, split[node]) ? 0 : 1);
        }
        return node;
    }

    private static boolean goesLeft(double value, boolean category, double split) {
        return category ? sentLeft((int) value, (int) split) : value <= split;
    }

    /** A level's side under a salt: one bit of a mixed hash. */
    private static boolean sentLeft(int level, int salt) {
        int hash = (level + 1) * 0x9E3779B9 ^ salt;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return (hash ^ hash >>> 16) >= 0;
    }

    /** Grows one tree; the growing state is dropped with this object. */
    static final class Grower {
        private final double[][] cells;
        private final int[] levels;
        private final int target;
        private final int tries;
        private final int leafRows;
        private final UniformSequence random;
        private final int[] candidates;
        private final double[] leftCounts;
        private final double[] allCounts;
        private int[] column = new int[64];
        private int[] left = new int[64];
        private double[] split = new double[64];
        private double[] donor = new double[64];
        private int nodes;

        /**
         * @param cells [columns][rows], complete in every row used
         * @param tries columns to try at each node
         * @param leafRows no leaf is split that has fewer than twice as many rows
         */
        Grower(double[][] cells, int[] levels, int target, int tries, int leafRows, UniformSequence random) {
            this.cells = cells;
            this.levels = levels;
            this.target = target;
            this.tries = tries;
            this.leafRows = leafRows;
            this.random = random;
            this.candidates = new int[levels.length - 1];
            for (int c = 0, i = 0; c < levels.length; c++) {
                if (c != target) candidates[i++] = c;
            }
            this.leftCounts = new double[levels[target]];
            this.allCounts = new double[levels[target]];
        }

        /** @param rows the bootstrap sample, repeats included; reordered */
        Tree grow(int[] rows) {
            // Stack of (node, from, to), depth first.
            int[] stack = new int[192];
            int depth = 0;
            newNode();
            stack[depth++] = 0;
            stack[depth++] = 0;
            stack[depth++] = rows.length;
            while (depth > 0) {
                int to = stack[--depth];
                int from = stack[--depth];
                int node = stack[--depth];
                int middle = chooseSplit(node, rows, from, to);
                if (middle == from) {
                    makeLeaf(node, rows, from, to);
                    continue;
                }
                left[node] = newNode();
                newNode();
                if (depth + 6 > stack.length) stack = Arrays.copyOf(stack, 2 * stack.length);
                stack[depth++] = left[node] + 1;
                stack[depth++] = middle;
                stack[depth++] = to;
                stack[depth++] = left[node];
                stack[depth++] = from;
                stack[depth++] = middle;
            }
            return new Tree(Arrays.copyOf(column, nodes), Arrays.copyOf(left, nodes), Arrays.copyOf(split, nodes),
                    Arrays.copyOf(donor, nodes));
        }

        /** Cuts rows [from, to) in two and returns the middle; {@code from} where there is nothing to gain. */
        private int chooseSplit(int node, int[] rows, int from, int to) {
            if (to - from < 2 * leafRows || pure(rows, from, to)) return from;
            double best = Double.NEGATIVE_INFINITY;
            int bestColumn = LEAF;
            double bestSplit = 0;
            int tried = 0;
            for (int i = 0; i < candidates.length && tried < tries; i++) {
                int swap = i + random.below(candidates.length - i);
                int c = candidates[swap];
                candidates[swap] = candidates[i];
                candidates[i] = c;
                double cut = drawCut(c, rows, from, to);
                if (Double.isNaN(cut)) continue;
                tried++;
                double gain = gain(c, cut, rows, from, to);
                if (gain > best) {
                    best = gain;
                    bestColumn = c;
                    bestSplit = cut;
                }
            }
            if (bestColumn == LEAF) return from;
            column[node] = bestColumn;
            split[node] = bestSplit;
            int low = from;
            int high = to;
            while (low < high) {
                if (goesLeft(cells[bestColumn][rows[low]], levels[bestColumn] > 0, bestSplit)) {
                    low++;
                } else {
                    int row = rows[low];
                    rows[low] = rows[--high];
                    rows[high] = row;
                }
            }
            return low;
        }

        private boolean pure(int[] rows, int from, int to) {
            double first = cells[target][rows[from]];
            for (int i = from + 1; i < to; i++) {
                if (cells[target][rows[i]] != first) return false;
            }
            return true;
        }

        /** A random cut point or salt; NaN where the column does not vary here. */
        private double drawCut(int c, int[] rows, int from, int to) {
            double[] values = cells[c];
            double least = values[rows[from]];
            double most = least;
            for (int i = from + 1; i < to; i++) {
                double value = values[rows[i]];
                if (value < least) least = value;
                else if (value > most) most = value;
            }
            if (least == most) return Double.NaN;
            if (levels[c] > 0) return random.below(1 << 30);
            double cut = least + random.next() * (most - least);
            return cut < most ? cut : least;
        }

        /** Larger is better: Σ over both sides of (Σy)²/n for a number, Σ count²/n for levels; -∞ for a side too small. */
        private double gain(int c, double cut, int[] rows, int from, int to) {
            double[] values = cells[c];
            double[] y = cells[target];
            boolean category = levels[c] > 0;
            int leftRows = 0;
            if (levels[target] == 0) {
                double leftSum = 0;
                double sum = 0;
                for (int i = from; i < to; i++) {
                    double value = y[rows[i]];
                    sum += value;
                    if (goesLeft(values[rows[i]], category, cut)) {
                        leftSum += value;
                        leftRows++;
                    }
                }
                int rightRows = to - from - leftRows;
                if (leftRows < leafRows || rightRows < leafRows) return Double.NEGATIVE_INFINITY;
                return leftSum * leftSum / leftRows + (sum - leftSum) * (sum - leftSum) / rightRows;
            }
            Arrays.fill(leftCounts, 0);
            Arrays.fill(allCounts, 0);
            for (int i = from; i < to; i++) {
                int level = (int) y[rows[i]];
                allCounts[level]++;
                if (goesLeft(values[rows[i]], category, cut)) {
                    leftCounts[level]++;
                    leftRows++;
                }
            }
            int rightRows = to - from - leftRows;
            if (leftRows < leafRows || rightRows < leafRows) return Double.NEGATIVE_INFINITY;
            double leftSquares = 0;
            double rightSquares = 0;
            for (int level = 0; level < allCounts.length; level++) {
                double right = allCounts[level] - leftCounts[level];
                leftSquares += leftCounts[level] * leftCounts[level];
                rightSquares += right * right;
            }
            return leftSquares / leftRows + rightSquares / rightRows;
        }

        private void makeLeaf(int node, int[] rows, int from, int to) {
            column[node] = LEAF;
            donor[node] = cells[target][rows[from + random.below(to - from)]];
            if (levels[target] == 0) {
                double sum = 0;
                for (int i = from; i < to; i++) sum += cells[target][rows[i]];
                split[node] = sum / (to - from);
                return;
            }
            Arrays.fill(allCounts, 0);
            for (int i = from; i < to; i++) allCounts[(int) cells[target][rows[i]]]++;
            split[node] = ColumnSummary.likeliest(allCounts, allCounts.length);
        }

        private int newNode() {
            if (nodes == column.length) {
                column = Arrays.copyOf(column, 2 * nodes);
                left = Arrays.copyOf(left, 2 * nodes);
                split = Arrays.copyOf(split, 2 * nodes);
                donor = Arrays.copyOf(donor, 2 * nodes);
            }
            return nodes++;
        }
    }
}

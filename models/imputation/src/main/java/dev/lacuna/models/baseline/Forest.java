package dev.lacuna.models.baseline;

import java.util.Arrays;

/** A bag of {@link Tree}s for one column: the mean of their answers, or their votes. */
record Forest(Tree[] trees) {

    /** Up to so many columns a node tries all: with random cuts fewer are worse (banknote 1.30 for all, 1.33 half, 1.44 one). */
    private static final int ALL_TRIED_UP_TO = 16;

    /** How trees are grown: {@code tries} 0 lets {@link #tries} choose, {@code sampleRows} bounds a tree's bootstrap. */
    record Options(int trees, int tries, int leafRows, int sampleRows) {}

    /**
     * Grows a forest on the rows where the target is observed.
     *
     * @param cells [columns][rows], complete
     * @param noiseKey and {@code stream} name the random numbers; tree t takes stream {@code stream * trees + t}
     */
    static Forest grow(double[][] cells, int[] levels, int target, int[] observedRows, Options options, long noiseKey,
            long stream,
            Workers workers) {
        Tree[] trees = new Tree[options.trees()];
        int tries = options.tries() > 0 ? options.tries() : tries(levels.length - 1);
        workers.run(trees.length, t -> {
            UniformSequence random = new UniformSequence(noiseKey, stream * options.trees() + t);
            int[] sample = bootstrap(observedRows, options.sampleRows(), random);
            trees[t] = new Tree.Grower(cells, levels, target, tries, options.leafRows(), random).grow(sample);
        });
        return new Forest(trees);
    }

    /** All other columns, or a third of many. */
    private static int tries(int others) {
        return Math.max(others / 3, Math.min(others, ALL_TRIED_UP_TO));
    }

    private static int[] bootstrap(int[] rows, int most, UniformSequence random) {
        int[] sample = new int[Math.min(rows.length, most)];
        for (int i = 0; i < sample.length; i++) sample[i] = rows[random.below(rows.length)];
        return sample;
    }

    /** The rows that tree t was not grown on, out of those it could have been; see {@link #grow}. */
    static boolean[] outOfBag(int rows, int[] observedRows, Options options, long noiseKey, long stream, int t) {
        boolean[] out = new boolean[rows];
        for (int row : observedRows) out[row] = true;
        UniformSequence random = new UniformSequence(noiseKey, stream * options.trees() + t);
        for (int row : bootstrap(observedRows, options.sampleRows(), random)) out[row] = false;
        return out;
    }

    /** The mean answer for a number. */
    double mean(double[] row, int[] levels) {
        double sum = 0;
        for (Tree tree : trees) sum += tree.answer(tree.leaf(row, levels));
        return sum / trees.length;
    }

    /** The share of trees that vote for each level, into out. */
    void votes(double[] row, int[] levels, double[] out) {
        Arrays.fill(out, 0);
        for (Tree tree : trees) out[(int) tree.answer(tree.leaf(row, levels))] += 1.0 / trees.length;
    }

    /** Standard deviation of one donor from each tree's leaf: spread within leaves and between trees together. */
    double deviation(double[] row, int[] levels) {
        double sum = 0;
        double[] donors = new double[trees.length];
        for (int t = 0; t < donors.length; t++) {
            donors[t] = trees[t].donor(trees[t].leaf(row, levels));
            sum += donors[t];
        }
        double mean = sum / donors.length;
        double squares = 0;
        for (double donor : donors) squares += (donor - mean) * (donor - mean);
        return Math.sqrt(squares / Math.max(1, donors.length - 1));
    }

    /** An observed value from the row's leaf in the tree that {@code uniform} in [0, 1) picks. */
    double donor(double[] row, int[] levels, double uniform) {
        Tree tree = trees[Math.min(trees.length - 1, (int) (uniform * trees.length))];
        return tree.donor(tree.leaf(row, levels));
    }

    static Forest read(NumberReader in) {
        Tree[] trees = new Tree[in.nextInt()];
        for (int t = 0; t < trees.length; t++) trees[t] = Tree.read(in);
        return new Forest(trees);
    }

    void write(NumberWriter out) {
        out.add(trees.length);
        for (Tree tree : trees) tree.write(out);
    }
}

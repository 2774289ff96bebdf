package dev.lacuna.models.baseline;

/**
 * How the columns of a table stand side by side as numbers: a number is one feature, a category one for each level, and a
 * category of two levels one for its second. Each feature is centred and scaled by what was observed, so that zero is its mean.
 */
final class Features {
    private final Block[] blocks;
    private final double[] centres;
    private final double[] scales;

    private Features(Block[] blocks, double[] centres, double[] scales) {
        this.blocks = blocks;
        this.centres = centres;
        this.scales = scales;
    }

    /** One column: where its features start and how many they are; {@code levels} is 0 for a number. */
    record Block(int start, int length, int levels) {
        boolean isNumber() {
            return levels == 0;
        }

        boolean holds(int feature) {
            return feature >= start && feature < start + length;
        }
    }

    /** As {@link #standardising}, but numbers taken as they come: they are on one scale already. */
    static Features numbersAsGiven(double[][] cells, int[] levels) {
        Features standardising = standardising(cells, levels);
        for (Block block : standardising.blocks) {
            if (!block.isNumber()) continue;
            standardising.centres[block.start()] = 0;
            standardising.scales[block.start()] = 1;
        }
        return standardising;
    }

    /**
     * Centres and scales from the observed cells.
     *
     * @param cells [columns][rows]: numbers, or indices of levels; NaN where missing
     * @param levels [columns], 0 for a number
     */
    static Features standardising(double[][] cells, int[] levels) {
        Block[] blocks = layout(levels);
        int width = blocks.length == 0 ? 0 : blocks[blocks.length - 1].start() + blocks[blocks.length - 1].length();
        double[] centres = new double[width];
        double[] scales = new double[width];
        for (int column = 0; column < blocks.length; column++) {
            Block block = blocks[column];
            for (int f = 0; f < block.length(); f++) {
                double sum = 0;
                int count = 0;
                for (double cell : cells[column]) {
                    if (Double.isNaN(cell)) continue;
                    sum += raw(block, f, cell);
                    count++;
                }
                double mean = count == 0 ? 0 : sum / count;
                double squares = 0;
                for (double cell : cells[column]) {
                    if (!Double.isNaN(cell)) squares += (raw(block, f, cell) - mean) * (raw(block, f, cell) - mean);
                }
                double deviation = count == 0 ? 0 : Math.sqrt(squares / count);
                centres[block.start() + f] = mean;
                scales[block.start() + f] = deviation > 0 ? deviation : 1;
            }
        }
        return new Features(blocks, centres, scales);
    }

    static Features read(NumberReader in) {
        int[] levels = in.nextInts(in.nextInt());
        Block[] blocks = layout(levels);
        int width = in.nextInt();
        return new Features(blocks, in.next(width), in.next(width));
    }

    void write(NumberWriter out) {
        out.add(blocks.length);
        for (Block block : blocks) out.add(block.levels());
        out.add(centres.length).add(centres).add(scales);
    }

    int columns() {
        return blocks.length;
    }

    int width() {
        return centres.length;
    }

    Block block(int column) {
        return blocks[column];
    }

    /** Feature {@code f} of a column's block for an observed cell. */
    double encode(int column, int f, double cell) {
        Block block = blocks[column];
        int feature = block.start() + f;
        return (raw(block, f, cell) - centres[feature]) / scales[feature];
    }

    /** Feature {@code f} of a category's block for probabilities of its levels. */
    double encodeShare(int column, int f, double[] probabilities) {
        Block block = blocks[column];
        int feature = block.start() + f;
        double share = block.length() == 1 ? probabilities[1] : probabilities[f];
        return (share - centres[feature]) / scales[feature];
    }

    /** The number that a feature stands for. */
    double decodeNumber(int column, double feature) {
        int start = blocks[column].start();
        return centres[start] + scales[start] * feature;
    }

    /** The standard deviation in the column's units. */
    double decodeDeviation(int column, double deviation) {
        return scales[blocks[column].start()] * deviation;
    }

    /** The shares that a category's features stand for, into out [levels]. */
    void decodeShares(int column, double[] features, double[] out) {
        Block block = blocks[column];
        if (block.length() == 1) {
            out[1] = centres[block.start()] + scales[block.start()] * features[block.start()];
            out[0] = 1 - out[1];
            return;
        }
        for (int f = 0; f < block.length(); f++) {
            out[f] = centres[block.start() + f] + scales[block.start() + f] * features[block.start() + f];
        }
    }

    private static double raw(Block block, int f, double cell) {
        if (block.isNumber()) return cell;
        int level = (int) cell;
        return (block.length() == 1 ? level == 1 : level == f) ? 1 : 0;
    }

    private static Block[] layout(int[] levels) {
        Block[] blocks = new Block[levels.length];
        int start = 0;
        for (int column = 0; column < levels.length; column++) {
            int length = levels[column] <= 2 ? 1 : levels[column];
            blocks[column] = new Block(start, length, levels[column]);
            start += length;
        }
        return blocks;
    }
}

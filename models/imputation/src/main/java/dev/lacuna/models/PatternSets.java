package dev.lacuna.models;

/**
 * To which set of patterns of holes each row belongs: rows of one set are incomplete for like reasons. Sets are numbered from 0
 * in no particular order; another seed numbers them otherwise.
 */
public final class PatternSets {
    private final double[][] probabilities;

    private PatternSets(double[][] probabilities) {
        this.probabilities = probabilities;
    }

    /** @param probabilities [rows x sets], each row summing to 1 */
    public static PatternSets of(double[][] probabilities) {
        double[][] copy = new double[probabilities.length][];
        for (int row = 0; row < copy.length; row++) copy[row] = probabilities[row].clone();
        return new PatternSets(copy);
    }

    public int rows() {
        return probabilities.length;
    }

    /** The probability that a row belongs to a set, given what is observed of it and which cells are. */
    public double probability(int row, int set) {
        return probabilities[row][set];
    }

    /** The likeliest set of a row, the first of equals. */
    public int likeliest(int row) {
        int best = 0;
        for (int set = 1; set < probabilities[row].length; set++) {
            if (probabilities[row][set] > probabilities[row][best]) best = set;
        }
        return best;
    }
}

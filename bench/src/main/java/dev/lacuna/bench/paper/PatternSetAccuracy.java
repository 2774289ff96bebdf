package dev.lacuna.bench.paper;

/**
 * How well a grouping of rows in two agrees with the rows whose value may hide itself (PSMVAE's table 3), and what trivial
 * groupings reach.
 */
final class PatternSetAccuracy {

    private PatternSetAccuracy() {}

    /** The better of the two ways to match two groups with two labels. */
    static double of(PatternSetProtocol protocol, boolean[] group) {
        boolean[] label = protocol.selfMaskedRows();
        int same = 0;
        for (int row = 0; row < label.length; row++) same += label[row] == group[row] ? 1 : 0;
        double share = (double) same / label.length;
        return Math.max(share, 1 - share);
    }

    /** Of one group for all rows. */
    static double ofMajority(PatternSetProtocol protocol) {
        return of(protocol, new boolean[protocol.selfMaskedRows().length]);
    }

    /** Of the rule that looks whether the masked column is missing. */
    static double ofMissing(PatternSetProtocol protocol) {
        double[] column = protocol.standardised()[protocol.selfMaskedColumn()];
        boolean[] missing = new boolean[column.length];
        for (int row = 0; row < missing.length; row++) missing[row] = Double.isNaN(column[row]);
        return of(protocol, missing);
    }
}

package dev.lacuna.engine.csv;

import java.util.ArrayList;
import java.util.List;

/** Finds the delimiter of a file from its first lines. */
final class Delimiters {

    private static final char[] CANDIDATES = {',', ';', '\t', '|'};
    private static final int LINES = 50;

    private Delimiters() {}

    /**
     * The candidate that the header holds and that most of the first 50 lines hold as often as the header does; of equals the
     * more frequent one, then the first of comma, semicolon, tab, pipe. Comma if the header holds none. Delimiters and line ends
     * inside quotes do not count.
     */
    static char detect(byte[] bytes, int from) {
        char best = ',';
        double bestShare = 0;
        int bestCount = 0;
        for (char candidate : CANDIDATES) {
            List<Integer> counts = counts(bytes, from, (byte) candidate);
            int header = counts.isEmpty() ? 0 : counts.get(0);
            if (header == 0) {
                continue;
            }
            double share = counts.stream().filter(count -> count == header).count() / (double) counts.size();
            if (share > bestShare || share == bestShare && header > bestCount) {
                best = candidate;
                bestShare = share;
                bestCount = header;
            }
        }
        return best;
    }

    /** How often the candidate occurs in each of the first lines that are not blank. */
    private static List<Integer> counts(byte[] bytes, int from, byte candidate) {
        List<Integer> counts = new ArrayList<>();
        int count = 0;
        boolean quoted = false;
        boolean fieldStart = true;
        boolean blank = true;
        for (int i = from; i < bytes.length && counts.size() < LINES; i++) {
            byte b = bytes[i];
            if (quoted) {
                quoted = b != '"';
            } else if (b == '"') {
                // A quote after a closed one is a doubled quote and opens the cell again.
                quoted = fieldStart || bytes[i - 1] == '"';
                fieldStart = false;
                blank = false;
            } else if (b == '\n' || b == '\r') {
                if (!blank) {
                    counts.add(count);
                }
                count = 0;
                fieldStart = true;
                blank = true;
            } else {
                fieldStart = b == candidate;
                count += fieldStart ? 1 : 0;
                blank = false;
            }
        }
        if (!blank && counts.size() < LINES) {
            counts.add(count);
        }
        return counts;
    }
}

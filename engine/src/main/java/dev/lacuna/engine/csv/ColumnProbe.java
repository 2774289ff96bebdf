package dev.lacuna.engine.csv;

import dev.lacuna.engine.table.Numbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** What one pass over a file learns of a column: its observed cells, its numbers, and where they fail to be numbers. */
final class ColumnProbe {

    private static final int NONE = -1;
    /** More distinct numbers than this are a scale, not labels. */
    private static final int LABELS = 20;
    /** A text of more characters is not looked at as a number with a decimal comma. */
    private static final int LONGEST_NUMBER = 40;

    final String name;
    final BitSet observed = new BitSet();
    private double[] numbers = new double[64];
    private int rows;
    private int observedCount;
    private int numberCount;
    private int decimalCommas;
    private int decimals;
    private int firstText = NONE;
    private String otherText = "";
    private boolean oneOtherText = true;
    private final Set<Double> distinct = new HashSet<>();
    private int firstInfinite = NONE;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private boolean between;

    ColumnProbe(String name) {
        this.name = name;
    }

    void addMissing() {
        append(Double.NaN);
    }

    void add(String text) {
        double number = Numbers.parse(text);
        observed.set(rows);
        observedCount++;
        if (Double.isNaN(number)) {
            addText(text);
            decimalCommas += hasDecimalComma(text) ? 1 : 0;
        } else {
            numberCount++;
            if (Double.isInfinite(number)) {
                firstInfinite = firstInfinite == NONE ? rows : firstInfinite;
            } else {
                decimals = Math.max(decimals, Numbers.decimals(text));
                track(number);
            }
        }
        append(number);
    }

    private static boolean hasDecimalComma(String text) {
        int comma = text.indexOf(',');
        if (comma < 0 || text.length() > LONGEST_NUMBER) {
            return false;
        }
        return !Double.isNaN(Numbers.parse(text.substring(0, comma) + '.' + text.substring(comma + 1)));
    }

    private void addText(String text) {
        if (firstText == NONE) {
            firstText = rows;
            otherText = text;
        }
        oneOtherText = oneOtherText && text.equals(otherText);
    }

    private void track(double number) {
        if (distinct.size() <= LABELS) {
            distinct.add(number);
        }
        if (low > high) {
            low = number;
            high = number;
        } else if (number != low && number != high) {
            between = between || low != high;
            low = Math.min(low, number);
            high = Math.max(high, number);
        }
    }

    private void append(double number) {
        if (rows == numbers.length) {
            numbers = Arrays.copyOf(numbers, rows + (rows >> 1));
        }
        numbers[rows++] = number;
    }

    int observedCount() {
        return observedCount;
    }

    int numberCount() {
        return numberCount;
    }

    /** True if every observed cell is a number (or infinite). */
    boolean allNumbers() {
        return numberCount == observedCount;
    }

    /** True if the column is a scale of many numbers and one text beside them, which then says "missing" in an unknown way. */
    boolean isScaleWithOneText() {
        return firstText != NONE && oneOtherText && distinct.size() > LABELS;
    }

    boolean allDecimalCommas() {
        return observedCount > 0 && decimalCommas == observedCount;
    }

    /** The first row with an observed cell that is no number; -1 if there is none. */
    int firstText() {
        return firstText;
    }

    /** The first row with an infinite value; -1 if there is none. */
    int firstInfinite() {
        return firstInfinite;
    }

    /** Most decimal places of a number. */
    int decimals() {
        return decimals;
    }

    /** True if the distinct numbers are exactly these two. */
    boolean holdsOnly(double a, double b) {
        return low == a && high == b && !between;
    }

    /** The numbers [rows], NaN where missing or text. The probe is done after this. */
    double[] takeNumbers() {
        double[] exact = numbers.length == rows ? numbers : Arrays.copyOf(numbers, rows);
        numbers = new double[0];
        return exact;
    }
}

package dev.lacuna.engine.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as text: what counts as one, how many decimals it shows, how one is written.
 *
 * <p>A number is {@code [+-] digits [. digits] [e [+-] digits]} with blanks around it allowed. Java's further forms
 * ({@code 1d}, {@code 0x1p3}) are text. {@code inf} and {@code infinity} are read as infinite so that they can be refused.
 */
public final class Numbers {

    private Numbers() {}

    /** More decimals than this are not kept: a double holds 17 significant digits. */
    private static final int MAX_DECIMALS = 17;

    /** The number, infinite for an infinity or an overflow, NaN where the text is not a number. */
    public static double parse(String text) {
        String t = text.strip();
        if (isPlainNumber(t)) {
            return Double.parseDouble(t);
        }
        String unsigned = t.startsWith("-") || t.startsWith("+") ? t.substring(1) : t;
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return t.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    private static boolean isPlainNumber(String t) {
        int n = t.length();
        int i = n > 0 && (t.charAt(0) == '-' || t.charAt(0) == '+') ? 1 : 0;
        int digits = 0;
        for (; i < n && isDigit(t.charAt(i)); i++) {
            digits++;
        }
        if (i < n && t.charAt(i) == '.') {
            for (i++; i < n && isDigit(t.charAt(i)); i++) {
                digits++;
            }
        }
        if (digits == 0) {
            return false;
        }
        if (i < n && (t.charAt(i) == 'e' || t.charAt(i) == 'E')) {
            i++;
            if (i < n && (t.charAt(i) == '-' || t.charAt(i) == '+')) {
                i++;
            }
            int first = i;
            while (i < n && isDigit(t.charAt(i))) {
                i++;
            }
            return i == n && i > first;
        }
        return i == n;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Decimal places that a number's text shows, exponent taken into account: {@code 1.50} 2, {@code 15e-3} 3, {@code 7} 0. */
    public static int decimals(String number) {
        String t = number.strip();
        int exponentAt = Math.max(t.indexOf('e'), t.indexOf('E'));
        int mantissaEnd = exponentAt < 0 ? t.length() : exponentAt;
        int point = t.indexOf('.');
        int places = point < 0 ? 0 : mantissaEnd - point - 1;
        if (exponentAt >= 0) {
            // A hostile exponent may not fit an int; beyond 400 it says no more than 400 does.
            BigDecimal exponent = new BigDecimal(t.substring(exponentAt + 1));
            places -= exponent.min(BigDecimal.valueOf(400)).max(BigDecimal.valueOf(-400)).intValue();
        }
        return Math.max(0, Math.min(places, MAX_DECIMALS));
    }

    /**
     * The number rounded half-even to {@code decimals} places, or the shortest of 15 to 17 significant digits that gives the
     * same double for {@link ColumnSchema#ALL_DECIMALS}. Not {@code Double.toString}, whose digits differ between JDK 17 and 19.
     */
    public static String format(double value, int decimals) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("cannot write " + value + " as a cell");
        }
        BigDecimal exact = new BigDecimal(value);
        if (decimals >= 0) {
            return exact.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        }
        if (value == 0) {
            return "0";
        }
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return plain(rounded);
            }
        }
        return plain(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
    }

    private static String plain(BigDecimal rounded) {
        BigDecimal shortest = rounded.stripTrailingZeros();
        boolean readable = Math.abs(shortest.precision() - (long) shortest.scale()) <= 21;
        return readable ? shortest.toPlainString() : shortest.toString();
    }
}

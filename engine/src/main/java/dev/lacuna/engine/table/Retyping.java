package dev.lacuna.engine.table;

import dev.lacuna.engine.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column's cells read again under another schema.
 *
 * <p>A cell counts by its text, so it does not matter that a short table was read with other types than a long one. A level
 * matches by its text, or as a number if both are numbers ({@code 1} and {@code 1.0}).
 */
final class Retyping {

    private Retyping() {}

    static double[] numbers(Column given) {
        double[] numbers = new double[given.rows()];
        for (int r = 0; r < numbers.length; r++) {
            numbers[r] = given.observed(r) ? number(given, r) : Double.NaN;
        }
        return numbers;
    }

    private static double number(Column given, int row) {
        if (given.type().isNumeric()) {
            return given.number(row);
        }
        String text = given.text(row);
        double number = Numbers.parse(text);
        if (Double.isNaN(number)) {
            throw InputException.at(given.place(row), "column '" + given.name() + "' must be numeric but holds '" + text + "'");
        }
        return number;
    }

    /** Fills {@code codes}; returns the target's levels followed by those it does not have, in order of appearance. */
    static List<String> codes(Column given, List<String> target, int[] codes) {
        List<String> levels = new ArrayList<>(target);
        Map<String, Integer> byText = new HashMap<>();
        Map<Double, Integer> byNumber = new HashMap<>();
        for (int level = 0; level < levels.size(); level++) {
            byText.put(levels.get(level), level);
            byNumber.putIfAbsent(Numbers.parse(levels.get(level)), level);
        }
        byNumber.remove(Double.NaN);
        for (int r = 0; r < codes.length; r++) {
            codes[r] = Column.NO_CODE;
            if (given.observed(r)) {
                String text = given.text(r);
                Integer code = byText.get(text);
                if (code == null) {
                    code = byNumber.get(Numbers.parse(text));
                }
                if (code == null) {
                    code = levels.size();
                    levels.add(text);
                    byText.put(text, code);
                }
                codes[r] = code;
            }
        }
        return levels;
    }
}

package dev.lacuna.engine.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of levels, independent of the order of rows. */
public final class Levels {

    private Levels() {}

    /** Ascending as numbers if all are numbers, otherwise by UTF-16 code units. */
    public static List<String> sorted(Collection<String> levels) {
        List<String> sorted = new ArrayList<>(levels);
        boolean numbers = sorted.stream().noneMatch(level -> Double.isNaN(Numbers.parse(level)));
        sorted.sort(numbers ? Comparator.comparingDouble(Numbers::parse).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder());
        return sorted;
    }
}

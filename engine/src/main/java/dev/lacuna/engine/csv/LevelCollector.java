package dev.lacuna.engine.csv;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Levels;
import dev.lacuna.engine.table.Numbers;
import dev.lacuna.engine.table.Origin;
import dev.lacuna.engine.table.RawRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the distinct values of a column with levels and gives each cell its code. */
final class LevelCollector {

    private static final int IDENTIFIER_FROM = 20;

    private final ColumnProbe probe;
    private final boolean typeGiven;
    /** 0 and 0.0 are one level of a column that was found to hold two numbers only. */
    private final boolean byNumber;
    private final int maxLevels;
    private final Map<Object, Integer> found = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private int[] codes;
    private boolean identifier;

    LevelCollector(ColumnProbe probe, boolean typeGiven, int rows) {
        this.probe = probe;
        this.typeGiven = typeGiven;
        this.byNumber = !typeGiven && probe.allNumbers();
        this.maxLevels = typeGiven ? Integer.MAX_VALUE : Math.max(IDENTIFIER_FROM, probe.observedCount() / 2);
        this.codes = new int[rows];
        Arrays.fill(codes, Column.NO_CODE);
    }

    boolean wants(int row) {
        return !identifier && probe.observed.get(row);
    }

    void add(int row, String text) {
        Object key = byNumber ? (Object) (Numbers.parse(text) + 0.0) : text;
        Integer code = found.putIfAbsent(key, found.size());
        if (code == null) {
            code = found.size() - 1;
            texts.put(code, text);
            if (found.size() > maxLevels) {
                giveUp();
                return;
            }
        } else if (byNumber && simpler(text, texts.get(code))) {
            texts.put(code, text);
        }
        codes[row] = code;
    }

    /** Which spelling of a number names its level must not depend on the order of rows. */
    private static boolean simpler(String a, String b) {
        return a.length() != b.length() ? a.length() < b.length() : a.compareTo(b) < 0;
    }

    private void giveUp() {
        identifier = true;
        found.clear();
        texts.clear();
        codes = new int[0];
    }

    boolean isIdentifier() {
        return identifier;
    }

    Column column(CsvOptions options, Origin origin, RawRows rows, int c) {
        ColumnType type = typeGiven ? options.typeOf(probe.name).orElseThrow()
                : texts.size() == 2 ? ColumnType.BINARY : ColumnType.CATEGORICAL;
        List<String> levels = options.levelsOf(probe.name).orElseGet(() -> Levels.sorted(texts.values()));
        if (type == ColumnType.BINARY && levels.size() > 2) {
            throw InputException.at(rows.place(RawRows.HEADER, c), "column '" + probe.name + "' is to be BINARY but holds "
                    + levels.size() + " distinct values");
        }
        if (type == ColumnType.ORDINAL && options.levelsOf(probe.name).isEmpty() && !probe.allNumbers()) {
            throw InputException.at(rows.place(RawRows.HEADER, c), "column '" + probe.name
                    + "' is to be ORDINAL but holds text; its levels must be given in order");
        }
        int[] order = new int[texts.size()];
        for (int code = 0; code < order.length; code++) {
            order[code] = levels.indexOf(texts.get(code));
        }
        for (int r = 0; r < codes.length; r++) {
            if (codes[r] != Column.NO_CODE) {
                String text = texts.get(codes[r]);
                codes[r] = order[codes[r]];
                if (codes[r] < 0) {
                    throw InputException.at(rows.place(r, c), "column '" + probe.name + "' holds '" + ColumnTypes.shortened(text)
                            + "', which is not among its levels " + levels);
                }
            }
        }
        return Column.ofCodes(ColumnSchema.withLevels(probe.name, type, levels), codes, Optional.of(origin));
    }
}

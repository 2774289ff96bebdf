package dev.lacuna.models;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.table.TableBuilder;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Small tables of every column type for the contract suite. */
final class ContractTables {

    private ContractTables() {}

    /** Six dependent columns (real, real, count, binary, categorical, ordinal), about a fifth of the cells missing. */
    static Table mixed(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] height = new double[rows];
        double[] weight = new double[rows];
        double[] visits = new double[rows];
        String[] smoker = new String[rows];
        String[] colour = new String[rows];
        String[] size = new String[rows];
        for (int row = 0; row < rows; row++) {
            double hidden = random.nextDouble() + random.nextDouble() - 1;
            height[row] = hole(random) ? Double.NaN : 170.25 + 12 * hidden + random.nextDouble();
            weight[row] = hole(random) ? Double.NaN : 70.125 + 15 * hidden + 3 * random.nextDouble();
            visits[row] = hole(random) ? Double.NaN : Math.rint(3 + 2 * hidden + random.nextDouble());
            smoker[row] = hole(random) ? null : hidden + random.nextDouble() > 0.5 ? "yes" : "no";
            colour[row] = hole(random) ? null : hidden < -0.3 ? "red" : hidden < 0.3 ? "green" : "blue";
            size[row] = hole(random) ? null : hidden < -0.2 ? "small" : hidden < 0.4 ? "medium" : "large";
        }
        // The first rows show every level, so that no seed makes a column without one.
        for (int row = 0; row < 3; row++) {
            smoker[row] = row % 2 == 0 ? "yes" : "no";
            colour[row] = List.of("red", "green", "blue").get(row);
            size[row] = List.of("small", "medium", "large").get(row);
        }
        TableBuilder table = Table.builder().real("height", height).real("weight", weight).count("visits", visits);
        return table.binary("smoker", smoker).categorical("colour", colour)
                .ordinal("size", size, List.of("small", "medium", "large")).build();
    }

    private static boolean hole(SplittableRandom random) {
        return random.nextDouble() < 0.2;
    }

    static double[] constantWithHoles(int rows) {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) values[row] = row % 3 == 0 ? Double.NaN : 7;
        return values;
    }

    static String[] labels(int rows) {
        String[] labels = new String[rows];
        for (int row = 0; row < rows; row++) labels[row] = row % 5 == 0 ? "" : "row-" + row;
        return labels;
    }

    /** The first rows of a table with every cell hidden. */
    static Table allMissing(Table table, int rows) {
        Table holed = table.rows(0, rows);
        for (int row = 0; row < rows; row++) holed = hideRow(holed, row);
        return holed;
    }

    static Table hideRow(Table table, int row) {
        Table holed = table;
        BitSet cell = new BitSet();
        cell.set(row);
        for (Column column : table.columns()) holed = holed.withColumn(column.hiding(cell));
        return holed;
    }

    /** The table with one cell of a categorical column replaced by a level of its own. */
    static Table withLevel(Table table, String name, int row, String level) {
        Column column = table.column(name);
        String[] texts = new String[table.rows()];
        for (int r = 0; r < texts.length; r++) texts[r] = r == row ? level : column.observed(r) ? column.text(r) : null;
        return table.withColumn(Table.builder().categorical(name, texts).build().column(0));
    }
}

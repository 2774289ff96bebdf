package dev.lacuna.bench.paper;

import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Restaurant ratings (UCI 232): users by places, 0 to 2, seen only where a user chose to rate; side information of users. A share
 * of the ratings is held out at random among those made, so the score speaks of self-selected ratings, not of all.
 *
 * @param held [places][users], NaN where nothing is held out
 */
record Ratings(Table table, double[][] held) {
    private static final List<String> SIDE = List.of("latitude", "longitude", "birth_year", "weight", "height");
    /** Places with fewer ratings say nothing of their own. */
    private static final int LEAST_RATINGS = 10;
    private static final double HELD_OUT = 0.2;

    static Ratings read(Path folder, long seed) throws IOException {
        Table users = CsvReader.read(folder.resolve("users.csv"), CsvOptions.defaults());
        Table made = CsvReader.read(folder.resolve("ratings.csv"), CsvOptions.defaults());
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int row = 0; row < users.rows(); row++) rows.put(users.column("userID").text(row), row);
        Map<String, double[]> places = new TreeMap<>();
        for (int i = 0; i < made.rows(); i++) {
            double[] column = places.computeIfAbsent(made.column("placeID").text(i), place -> filled(users.rows()));
            column[rows.get(made.column("userID").text(i))] = made.column("rating").number(i);
        }
        places.values().removeIf(column -> Arrays.stream(column).filter(x -> !Double.isNaN(x)).count() < LEAST_RATINGS);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] held = new double[places.size()][];
        TableBuilder table = Table.builder();
        for (String side : SIDE) table.real(side, Columns.numbers(users.column(side)));
        int place = 0;
        for (Map.Entry<String, double[]> entry : places.entrySet()) {
            double[] column = entry.getValue();
            held[place] = filled(column.length);
            for (int row = 0; row < column.length; row++) {
                if (Double.isNaN(column[row]) || random.nextDouble() >= HELD_OUT) continue;
                held[place][row] = column[row];
                column[row] = Double.NaN;
            }
            table.real("place " + entry.getKey(), column, ColumnSchema.ALL_DECIMALS);
            place++;
        }
        return new Ratings(table.build(), held);
    }

    int firstPlace() {
        return SIDE.size();
    }

    private static double[] filled(int length) {
        double[] column = new double[length];
        Arrays.fill(column, Double.NaN);
        return column;
    }
}

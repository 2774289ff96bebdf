package dev.lacuna.models.mixture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the supplied targets. */
public final class Targets {

    private Targets() {}

    public static Path root() {
        return Path.of(System.getProperty("lacuna.root"));
    }

    public static Path file(String name) {
        return root().resolve("test-data").resolve("mixture").resolve(name);
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a plain CSV file (no quoting) by column name. */
    public static List<Map<String, String>> csv(Path path) {
        try {
            List<String> lines = Files.readAllLines(path);
            String[] head = lines.get(0).split(",", -1);
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.isBlank()) {
                    continue;
                }
                String[] cells = line.split(",", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < head.length; i++) {
                    row.put(head[i].trim(), i < cells.length ? cells[i].trim() : "");
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] numbers(JsonNode array) {
        double[] out = new double[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i).asDouble();
        }
        return out;
    }

    /** The 24-row set; labels from {@code column} (truth or observed). */
    static PartlyLabelled tiny(String column) {
        List<Map<String, String>> rows = csv(file("tiny24.csv"));
        double[][] y = new double[rows.size()][];
        int[] z = new int[rows.size()];
        for (int j = 0; j < y.length; j++) {
            Map<String, String> r = rows.get(j);
            y[j] = new double[] {Double.parseDouble(r.get("y1")), Double.parseDouble(r.get("y2"))};
            z[j] = r.get(column).equals("NA") ? -1 : Integer.parseInt(r.get(column)) - 1;
        }
        return PartlyLabelled.of(y, z);
    }
}

package dev.lacuna.engine.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a table without their cells, in order, names distinct. */
public record Schema(List<ColumnSchema> columns) {

    public Schema {
        columns = List.copyOf(columns);
        Map<String, Integer> seen = new HashMap<>();
        for (int c = 0; c < columns.size(); c++) {
            Integer before = seen.put(columns.get(c).name(), c);
            if (before != null) {
                throw new IllegalArgumentException("column name '" + columns.get(c).name() + "' is used twice: columns "
                        + (before + 1) + " and " + (c + 1));
            }
        }
    }

    public List<String> names() {
        return columns.stream().map(ColumnSchema::name).toList();
    }

    public Optional<ColumnSchema> find(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}

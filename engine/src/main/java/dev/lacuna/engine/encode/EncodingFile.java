package dev.lacuna.engine.encode;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An encoding as two sections of a model file: properties {@code schema}, and doubles {@code encoding} with two numbers for
 * each column of the schema: mean and scale, or the constant and 0, or two zeros for an ignored column.
 */
final class EncodingFile {

    private static final String SCHEMA = "schema";
    private static final String NUMBERS = "encoding";

    private EncodingFile() {}

    static void write(Encoding encoding, ModelFile.Builder file) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<ColumnSchema> columns = encoding.schema().columns();
        double[] numbers = new double[2 * columns.size()];
        properties.put("columns", Integer.toString(columns.size()));
        for (int c = 0; c < columns.size(); c++) {
            ColumnSchema column = columns.get(c);
            properties.put(c + ".name", column.name());
            properties.put(c + ".type", column.type().name());
            properties.put(c + ".decimals", Integer.toString(column.decimals()));
            properties.put(c + ".levels", Integer.toString(column.levels().size()));
            for (int level = 0; level < column.levels().size(); level++) {
                properties.put(c + ".level." + level, column.levels().get(level));
            }
            if (encoding.constants().containsKey(column.name())) {
                numbers[2 * c] = encoding.constants().get(column.name());
            }
            for (FeatureBlock block : encoding.blocks()) {
                if (block.name().equals(column.name())) {
                    numbers[2 * c] = block.mean();
                    numbers[2 * c + 1] = block.scale();
                }
            }
        }
        file.properties(SCHEMA, properties).doubles(NUMBERS, numbers);
    }

    static Encoding read(ModelFile file) {
        try {
            return parse(file);
        } catch (IllegalArgumentException inconsistent) {
            throw new ModelFileException("section '" + SCHEMA + "' is inconsistent: " + inconsistent.getMessage());
        }
    }

    private static Encoding parse(ModelFile file) {
        Map<String, String> properties = file.properties(SCHEMA);
        double[] numbers = file.doubles(NUMBERS);
        int count = whole(properties, "columns");
        if (numbers.length != 2 * count) {
            throw new ModelFileException("section '" + NUMBERS + "' has " + numbers.length + " numbers for " + count
                    + " columns");
        }
        List<ColumnSchema> columns = new ArrayList<>();
        List<FeatureBlock> blocks = new ArrayList<>();
        Map<String, Double> constants = new TreeMap<>();
        int feature = 0;
        for (int c = 0; c < count; c++) {
            ColumnSchema column = column(properties, c);
            columns.add(column);
            double mean = numbers[2 * c];
            double scale = numbers[2 * c + 1];
            if (column.type() == ColumnType.IGNORED) {
                continue;
            }
            if (scale == 0) {
                constants.put(column.name(), mean);
            } else {
                FeatureBlock block = FeatureBlock.of(column, blocks.size(), feature, mean, scale);
                blocks.add(block);
                feature += block.width();
            }
        }
        return new Encoding(new Schema(columns), blocks, constants);
    }

    private static ColumnSchema column(Map<String, String> properties, int c) {
        int count = whole(properties, c + ".levels");
        List<String> levels = new ArrayList<>();
        for (int level = 0; level < count; level++) {
            levels.add(value(properties, c + ".level." + level));
        }
        String type = value(properties, c + ".type");
        for (ColumnType known : ColumnType.values()) {
            if (known.name().equals(type)) {
                return new ColumnSchema(value(properties, c + ".name"), known, levels, whole(properties, c + ".decimals"));
            }
        }
        throw new ModelFileException("section '" + SCHEMA + "': unknown column type '" + type + "'");
    }

    private static String value(Map<String, String> properties, String key) {
        String value = properties.get(key);
        if (value == null) {
            throw new ModelFileException("section '" + SCHEMA + "' lacks '" + key + "'");
        }
        return value;
    }

    private static int whole(Map<String, String> properties, String key) {
        String value = value(properties, key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ModelFileException("section '" + SCHEMA + "': " + key + " is '" + value + "', not a whole number");
        }
    }
}

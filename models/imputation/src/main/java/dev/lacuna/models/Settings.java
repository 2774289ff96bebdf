package dev.lacuna.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings given for one model, over the defaults of its {@link Setting}s. Every reader names the setting, the value and what
 * is allowed when a value does not fit.
 */
public final class Settings {
    private final String model;
    private final Map<String, Setting> known;
    private final Map<String, String> values;

    private Settings(String model, Map<String, Setting> known, Map<String, String> values) {
        this.model = model;
        this.known = known;
        this.values = values;
    }

    /** @throws IllegalArgumentException where a key is not among the model's settings, listing those that are */
    public static Settings of(String model, List<Setting> allowed, Map<String, String> given) {
        Map<String, Setting> known = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : allowed) {
            known.put(setting.name(), setting);
            values.put(setting.name(), setting.defaultValue());
        }
        given.forEach((key, value) -> {
            if (!known.containsKey(key)) {
                throw new IllegalArgumentException("model " + model + " has no setting '" + key + "'; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
            }
            values.put(key, value.strip());
        });
        return new Settings(model, known, values);
    }

    /** Every setting with the value that applies, in the model's order. */
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /** The same settings with one value replaced: how an automatic value becomes a concrete one. */
    public Settings with(String name, String value) {
        text(name);
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Settings(model, known, changed);
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) throw new IllegalArgumentException("model " + model + " declares no setting '" + name + "'");
        return value;
    }

    public boolean isDefault(String name) {
        return text(name).equals(known.get(name).defaultValue());
    }

    public long whole(String name, long least, long most) {
        try {
            long value = Long.parseLong(text(name).replace("_", ""));
            if (value >= least && value <= most) return value;
        } catch (NumberFormatException notWhole) {
            throw misfit(name, notWhole);
        }
        throw misfit(name, null);
    }

    public double number(String name, double least, double most) {
        try {
            double value = Double.parseDouble(text(name));
            if (value >= least && value <= most) return value;
        } catch (NumberFormatException notNumber) {
            throw misfit(name, notNumber);
        }
        throw misfit(name, null);
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        String wanted = text(name).toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted)) return constant;
        }
        throw misfit(name, null);
    }

    public boolean yes(String name) {
        return switch (text(name)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw misfit(name, null);
        };
    }

    /** Comma-separated whole numbers, such as the widths of layers; empty text is an empty list. */
    public int[] wholes(String name, int least, int most) {
        List<String> parts = list(name);
        int[] values = new int[parts.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = Integer.parseInt(parts.get(i));
            } catch (NumberFormatException notWhole) {
                throw misfit(name, notWhole);
            }
            if (values[i] < least || values[i] > most) throw misfit(name, null);
        }
        return values;
    }

    /** Comma-separated words, such as column names; empty text is an empty list. */
    public List<String> list(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : text(name).split(",")) {
            if (!part.isBlank()) parts.add(part.strip());
        }
        return parts;
    }

    /** The error for a value that does not fit, for checks beyond the readers above. */
    public IllegalArgumentException misfit(String name, Throwable cause) {
        Setting setting = known.get(name);
        return new IllegalArgumentException("setting " + name + " of model " + model + " is '" + text(name) + "'; allowed: "
                + setting.range() + " (" + setting.type() + ", default " + setting.defaultValue() + ")", cause);
    }

    @Override
    public String toString() {
        return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(" "));
    }
}

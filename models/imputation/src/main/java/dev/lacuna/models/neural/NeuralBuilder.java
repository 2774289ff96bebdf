package dev.lacuna.models.neural;

import dev.lacuna.models.Imputer;
import dev.lacuna.models.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds the {@link Imputer} of a neural model: {@code NotMiwae.builder().set("missingness", "self-known").set("steps",
 * 30_000).build()}.
 */
public final class NeuralBuilder {
    private final Architecture architecture;
    private final Map<String, String> given = new LinkedHashMap<>();

    public NeuralBuilder(Architecture architecture) {
        this.architecture = architecture;
    }

    /**
     * One of the model's settings; they are listed, with types, defaults and ranges, in the catalogue ({@code lacuna models}).
     */
    public NeuralBuilder set(String name, Object value) {
        given.put(name, value.toString());
        return this;
    }

    /** @throws IllegalArgumentException where a setting is not known or its value not allowed */
    public Imputer build() {
        return new NeuralImputer(architecture, Settings.of(architecture.name(), architecture.settings(), given));
    }
}

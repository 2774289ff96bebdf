package dev.lacuna.models.latent;

import dev.lacuna.models.Imputer;
import dev.lacuna.models.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds an {@link Imputer} of this family: {@code NotMiwae.builder().set("missingness", "self-known").set("steps",
 * 30_000).build()}.
 */
public final class LatentBuilder {
    private final Composition composition;
    private final Map<String, String> given = new LinkedHashMap<>();

    LatentBuilder(Composition composition) {
        this.composition = composition;
    }

    /**
     * One of the model's settings; they are listed, with types, defaults and ranges, in the catalogue ({@code lacuna models}).
     */
    public LatentBuilder set(String name, Object value) {
        given.put(name, value.toString());
        return this;
    }

    /** @throws IllegalArgumentException where a setting is not known or its value not allowed */
    public Imputer build() {
        return new LatentImputer(composition, Settings.of(composition.name(), composition.settings(), given));
    }
}

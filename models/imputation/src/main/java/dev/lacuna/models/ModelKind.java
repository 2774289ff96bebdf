package dev.lacuna.models;

import dev.lacuna.engine.io.ModelFile;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One entry of the catalogue.
 *
 * @param name as typed after {@code --model}
 * @param assumes what the model takes the holes to depend on, one line
 * @param whenToChoose one line
 * @param settings in reading order
 * @param patternSets whether its models say to which pattern set a row belongs
 */
public record ModelKind(String name, String assumes, String whenToChoose, List<Setting> settings, boolean patternSets,
        Function<Settings, Imputer> factory, Loader loader) {

    public ModelKind {
        settings = List.copyOf(settings);
    }

    /** A kind without pattern sets. */
    public ModelKind(String name, String assumes, String whenToChoose, List<Setting> settings,
            Function<Settings, Imputer> factory, Loader loader) {
        this(name, assumes, whenToChoose, settings, false, factory, loader);
    }

    /** @throws IllegalArgumentException where a setting is not known or its value not allowed */
    public Imputer imputer(Map<String, String> given) {
        return factory.apply(Settings.of(name, settings, given));
    }

    /** Reads the model back; the name in the file is this kind's. */
    @FunctionalInterface
    public interface Loader {
        ImputationModel load(ModelFile file);
    }
}

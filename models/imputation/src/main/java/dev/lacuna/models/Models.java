package dev.lacuna.models;

import dev.lacuna.engine.io.ModelFileReader;
import dev.lacuna.models.latent.LatentModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue: every model by name. */
public final class Models {

    /** What {@code lacuna} uses when no model is named. */
    public static final String DEFAULT = "notmiwae";

    private static final List<ModelKind> KINDS = Stream.of(LatentModels.kinds()).flatMap(List::stream).toList();

    private Models() {}

    /** Every model, the recommended ones first. */
    public static List<ModelKind> all() {
        return KINDS;
    }

    /** @throws IllegalArgumentException where no model has this name, listing those that exist */
    public static ModelKind kind(String name) {
        for (ModelKind kind : KINDS) {
            if (kind.name().equals(name)) return kind;
        }
        throw new IllegalArgumentException("no model is called '" + name + "'; there are "
                + KINDS.stream().map(ModelKind::name).collect(Collectors.joining(", ")));
    }

    /** A model ready to be fitted. */
    public static Imputer imputer(String name, Map<String, String> settings) {
        return kind(name).imputer(settings);
    }

    /** @throws IOException where the file cannot be read, is damaged, or was written by a later version */
    public static ImputationModel load(Path file) throws IOException {
        ModelFileReader reader = ModelFileReader.open(file);
        return kind(reader.model()).loader().load(reader);
    }
}

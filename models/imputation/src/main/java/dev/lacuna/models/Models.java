package dev.lacuna.models;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.models.baseline.Baselines;
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

    /** The section of a model file that holds {@link ImputationModel#provenance()}, which begins with the model's name. */
    public static final String PROVENANCE = "provenance";

    /** The key of the model's name in {@link #PROVENANCE}. */
    public static final String NAME = "model";

    private static final List<ModelKind> KINDS = Stream.of(LatentModels.kinds(), Baselines.kinds()).flatMap(List::stream)
            .toList();

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

    /**
     * @throws IOException where the file cannot be read
     * @throws ModelFileException where it is damaged, foreign or of another version
     */
    public static ImputationModel load(Path path) throws IOException {
        ModelFile file = ModelFile.read(path);
        String name = file.properties(PROVENANCE).get(NAME);
        for (ModelKind kind : KINDS) {
            if (kind.name().equals(name)) return kind.loader().load(file);
        }
        throw new ModelFileException(path + " holds a model of kind '" + name + "', which this version does not know");
    }
}

package dev.lacuna.models;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.models.baseline.Baselines;
import dev.lacuna.models.latent.LatentModels;
import dev.lacuna.models.mixture.TableClassifier;
import dev.lacuna.models.patternset.PatternSetMixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /** The section of a model file that holds the settings of its kind. */
    public static final String SETTINGS = "settings";

    /** The key of the model's name in {@link #PROVENANCE}. */
    public static final String NAME = "model";

    private static final List<ModelKind> KINDS = Stream.of(LatentModels.kinds(), PatternSetMixture.kinds(), Baselines.kinds())
            .flatMap(List::stream).toList();

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

    /** The version of the library, from its jar; {@code (not packaged)} where its classes lie in a folder. */
    public static String version() {
        String version = Models.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
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
        return load(path, Map.of());
    }

    /**
     * As {@link #load(Path)} with some settings changed that only say how rows are completed, such as psmvae's {@code estimate}.
     *
     * @throws IllegalArgumentException where a setting is not known or its value not allowed
     * @throws ModelFileException also where a setting changes the size of what was learned
     */
    public static ImputationModel load(Path path, Map<String, String> changed) throws IOException {
        ModelFile file = ModelFile.read(path);
        String name = file.properties(PROVENANCE).get(NAME);
        for (ModelKind kind : KINDS) {
            if (kind.name().equals(name)) return kind.loader().load(changed.isEmpty() ? file : withSettings(file, changed));
        }
        if (TableClassifier.isIn(file)) {
            throw new ModelFileException(path + " holds a classifier; 'lacuna classify --using' takes it");
        }
        throw new ModelFileException(path + " holds a model of kind '" + name + "', which this version does not know");
    }

    private static ModelFile withSettings(ModelFile file, Map<String, String> changed) {
        Map<String, String> settings = new LinkedHashMap<>(file.properties(SETTINGS));
        settings.putAll(changed);
        return file.withProperties(SETTINGS, settings);
    }
}

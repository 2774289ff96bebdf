package dev.lacuna.models.latent;

import dev.lacuna.models.ModelKind;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue entries of this family. */
public final class LatentModels {

    private LatentModels() {}

    public static List<ModelKind> kinds() {
        return List.of(kind(NotMiwae.INSTANCE), kind(Gnr.INSTANCE), kind(Gina.INSTANCE), kind(Miwae.INSTANCE),
                kind(Pvae.INSTANCE));
    }

    /** The family's names, for messages. */
    static String names() {
        return kinds().stream().map(ModelKind::name).collect(Collectors.joining(", "));
    }

    private static ModelKind kind(Composition composition) {
        return new ModelKind(composition.name(), composition.assumes(), composition.whenToChoose(), composition.settings(),
                settings -> new LatentImputer(composition, settings), file -> LatentModel.load(composition, file));
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.models.ModelKind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue entries of this family. */
public final class LatentModels {

    private LatentModels() {}

    public static List<ModelKind> kinds() {
        return Stream.of(NotMiwae.INSTANCE, Gnr.INSTANCE, Gina.INSTANCE, Miwae.INSTANCE, Pvae.INSTANCE)
                .map(composition -> new LatentArchitecture(composition).kind()).toList();
    }

    /** The family's names, for messages. */
    static String names() {
        return kinds().stream().map(ModelKind::name).collect(Collectors.joining(", "));
    }
}

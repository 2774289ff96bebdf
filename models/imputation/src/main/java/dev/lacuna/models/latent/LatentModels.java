package dev.lacuna.models.latent;

import dev.lacuna.models.ModelKind;
import java.util.List;

/** The catalogue entries of this family. */
public final class LatentModels {

    private LatentModels() {}

    public static List<ModelKind> kinds() {
        return List.of();
    }
}

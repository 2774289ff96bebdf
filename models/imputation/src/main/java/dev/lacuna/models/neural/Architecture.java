package dev.lacuna.models.neural;

import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import java.util.List;

/**
 * One neural model of the catalogue. Its settings include {@code steps} (a number or {@value #AUTO}), {@code batch},
 * {@code learning-rate} and {@code standardise}.
 */
public interface Architecture {

    /** The value of a setting whose number is chosen from the training table. */
    String AUTO = "auto";

    String name();

    /** What the model takes the holes to depend on, one line. */
    String assumes();

    /** One line. */
    String whenToChoose();

    List<Setting> settings();

    /** @throws IllegalArgumentException where a setting is wrong whatever the table: told before a large file is read */
    void check(Settings settings);

    /** The settings with every automatic one but {@code steps} made concrete from the training table. */
    Settings resolve(Settings settings, Encoding encoding, Encoded table);

    /** @param resolved what {@link #resolve} returned */
    Design design(Settings resolved, Encoding encoding);

    /** Whether its networks have a {@link TrainedNetwork#logPatternSet}. */
    default boolean patternSets() {
        return false;
    }

    /** Whether its networks use the sampler that {@link TrainedNetwork#sample} is given. */
    default boolean drawsSamples(Settings settings) {
        return true;
    }

    /** Whether its networks propose from more than one Gaussian for each row. */
    default boolean drawsFromMixture(Settings settings) {
        return false;
    }

    /** The entry of the catalogue. */
    default ModelKind kind() {
        return new ModelKind(name(), assumes(), whenToChoose(), settings(), patternSets(),
                settings -> new NeuralImputer(this, settings), file -> NeuralModel.load(this, file));
    }
}

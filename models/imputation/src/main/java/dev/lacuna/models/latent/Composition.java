package dev.lacuna.models.latent;

import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.List;

/** One model of the family: its settings and how they choose the parts. */
interface Composition {

    String name();

    /** What the model takes the holes to depend on, one line. */
    String assumes();

    /** One line. */
    String whenToChoose();

    List<Setting> settings();

    /** The parts; every automatic setting has its number already. */
    LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary);

    /** Which side information the prior reads, as a setting that names columns; none for most models. */
    default AuxiliaryColumns auxiliary(Settings settings) {
        return new AuxiliaryColumns.None();
    }

    /** Settings that need a look at the training table, made concrete; the family's own are done already. */
    default Settings resolve(Settings settings, TableFacts facts) {
        return settings;
    }

    /**
     * @param missingRate share of missing cells among the modelled ones
     * @param alwaysObserved names of modelled columns without a missing cell, in order
     */
    record TableFacts(int rows, double missingRate, List<String> alwaysObserved) {}
}

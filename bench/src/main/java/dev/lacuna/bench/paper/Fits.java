package dev.lacuna.bench.paper;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.util.Map;

/** A model of the catalogue fitted to a numeric table and asked to complete that table. */
final class Fits {

    private Fits() {}

    static ImputationModel fit(String model, Map<String, String> settings, double[][] holed, long seed) {
        return Models.imputer(model, settings).fit(Columns.table(holed), FitOptions.defaults().withSeed(seed));
    }

    static double[][] completed(String model, Map<String, String> settings, double[][] holed, long seed) {
        Table table = Columns.table(holed);
        return Columns.values(fit(model, settings, holed, seed).impute(table, ImputeOptions.defaults().withSeed(seed))
                .completed());
    }
}

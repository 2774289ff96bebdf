package dev.lacuna.bench.paper;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model of the catalogue fitted to a numeric table and asked to complete that table. */
final class Fits {

    private Fits() {}

    /** {@code name=value} with spaces, as {@code --set} takes them one by one. */
    static Map<String, String> settings(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : text.split(" ")) {
            String[] parts = setting.split("=", 2);
            if (parts.length == 2) settings.put(parts[0], parts[1]);
        }
        return settings;
    }

    static ImputationModel fit(String model, Map<String, String> settings, double[][] holed, long seed) {
        return Models.imputer(model, settings).fit(Columns.table(holed), FitOptions.defaults().withSeed(seed));
    }

    static double[][] completed(String model, Map<String, String> settings, double[][] holed, long seed) {
        Table table = Columns.table(holed);
        return Columns.values(fit(model, settings, holed, seed).impute(table, ImputeOptions.defaults().withSeed(seed))
                .completed());
    }

    static ImputationModel fit(String model, String settings, double[][] holed, long seed, int threads) {
        return Models.imputer(model, settings(settings)).fit(Columns.table(holed),
                FitOptions.defaults().withSeed(seed).withThreads(threads));
    }

    static double[][] completed(ImputationModel model, double[][] holed, int samples, long seed, int threads) {
        ImputeOptions options = ImputeOptions.defaults().withSamples(samples).withSeed(seed).withThreads(threads);
        return Columns.values(model.impute(Columns.table(holed), options).completed());
    }
}

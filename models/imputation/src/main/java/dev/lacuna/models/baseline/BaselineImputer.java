package dev.lacuna.models.baseline;

import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
import dev.lacuna.models.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** A baseline with its settings, before it has seen data. */
record BaselineImputer(String name, Settings settings, Fitting fitting) implements Imputer {

    /** Learns from cells; tells {@code facts} what the provenance should say beyond the settings. */
    @FunctionalInterface
    interface Fitting {
        Method fit(Cells cells, Run run, Map<String, String> facts);
    }

    @Override
    public boolean drawsSamples() {
        return false;
    }

    @Override
    public ImputationModel fit(Table table, FitOptions options) {
        Encoding encoding = Encoding.fit(table);
        Cells cells = Cells.of(encoding, table, UnseenLevels.REFUSE);
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(Models.NAME, name);
        provenance.put("settings", settings.toString());
        provenance.put("seed", Long.toString(options.seed()));
        provenance.put("rows", Integer.toString(table.rows()));
        provenance.put("missing cells", Long.toString(table.missingCount()));
        try (Run run = new Run(options)) {
            Method method = fitting.fit(cells, run, provenance);
            return new BaselineModel(encoding, method, provenance);
        }
    }
}

package dev.lacuna.cli;

import dev.lacuna.engine.train.ProgressListener;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which model learns, and how long. */
final class Learning {

    @Option(names = "--model", paramLabel = "NAME", description = "a model of 'lacuna models'; without it " + Models.DEFAULT)
    private String model;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "a setting of the model ('lacuna models NAME' lists them); repeatable")
    private final Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--minutes", paramLabel = "T", description = "stop learning after so long and take what there is")
    private Double minutes;

    @Option(names = "--steps", paramLabel = "N", description = "stop learning after so many steps")
    private Long steps;

    boolean isGiven() {
        return model != null || !settings.isEmpty() || minutes != null || steps != null;
    }

    String modelName() {
        return model == null ? Models.DEFAULT : model;
    }

    /** Before the table is read, so that a mistake in the settings is told at once. */
    Imputer imputer() {
        return Models.imputer(modelName(), settings);
    }

    FitOptions options(long seed, int threads, ProgressListener progress) {
        FitOptions options = FitOptions.defaults().withSeed(seed).withThreads(threads).withProgress(progress);
        if (minutes != null) {
            if (!(minutes > 0) || minutes > 1e6) throw new IllegalArgumentException("--minutes is " + minutes
                    + "; above 0, up to 1000000");
            options = options.withMaxTime(Duration.ofMillis(Math.round(minutes * 60_000)));
        }
        return steps == null ? options : options.withMaxSteps(steps);
    }
}

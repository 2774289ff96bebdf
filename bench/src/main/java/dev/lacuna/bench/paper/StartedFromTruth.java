package dev.lacuna.bench.paper;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Imputer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/**
 * Training on holed data that begins where training on the complete table ended, the model of the holes apart. Where it ends
 * tells two reasons for a bad fit from each other: if it stays at the truth with a lower loss than a random start, the random start was
 * stuck; if it leaves the truth with its loss falling, the objective does not ask for the truth.
 */
final class StartedFromTruth {
    private static final String PARAMETER = "parameter/";
    private static final String OF_HOLES = PARAMETER + "mask.";

    private StartedFromTruth() {}

    /**
     * A checkpoint of the run's first step gets the parameters of {@code truth}, and the run goes on from it.
     *
     * @param truth of the same kind and sizes, fitted to the complete table
     */
    static ImputationModel fit(ImputationModel truth, Imputer imputer, double[][] holed, long seed, int threads) {
        Table table = Columns.table(holed);
        FitOptions options = FitOptions.defaults().withSeed(seed).withThreads(threads);
        try {
            Path start = Files.createTempFile("truth", ".lacuna");
            Path run = Files.createTempFile("from-truth", ".checkpoint");
            try {
                truth.save(start);
                stopAfterOneStep(imputer, table, options.withCheckpoint(run, false));
                exchange(ModelFile.read(run), ModelFile.read(start)).write(run);
                return imputer.fit(table, options.withCheckpoint(run, true));
            } finally {
                Files.deleteIfExists(start);
                Files.deleteIfExists(run);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void stopAfterOneStep(Imputer imputer, Table table, FitOptions options) {
        Thread.currentThread().interrupt();
        try {
            imputer.fit(table, options);
        } catch (CancellationException asked) {
            Thread.interrupted();
            return;
        }
        throw new IllegalStateException("training went on after it was interrupted");
    }

    private static ModelFile exchange(ModelFile checkpoint, ModelFile truth) {
        ModelFile.Builder changed = ModelFile.builder();
        for (String name : checkpoint.names()) {
            if (name.equals("checkpoint")) {
                changed.properties(name, checkpoint.properties(name));
            } else if (name.equals("progress")) {
                changed.doubles(name, checkpoint.doubles(name));
            } else {
                boolean fromTruth = name.startsWith(PARAMETER) && !name.startsWith(OF_HOLES);
                changed.matrix(name, (fromTruth ? truth : checkpoint).matrix(name));
            }
        }
        return changed.build();
    }
}

package dev.lacuna.models;

import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fitted model. Immutable and safe for use by many threads.
 *
 * <p>Completing a row depends on that row and the seed alone: permuting or splitting a table permutes or splits the result, and
 * no result depends on the number of threads. Rows need not have been seen in fitting. Observed cells are returned as they came.
 */
public interface ImputationModel {

    /** The name under which {@link Models} knows this kind of model. */
    String name();

    /** Whether it completes rows by importance sampling, which {@link ImputeOptions#device} is for. */
    boolean drawsSamples();

    /** Whether those samples come from a mixture of Gaussians for each row, which only the processor weighs. */
    default boolean drawsFromMixture() {
        return false;
    }

    /** The columns the model was fitted on; a table to complete has the same names, in any order. */
    Schema schema();

    /** Every missing cell filled with its best single guess: the mean of a number, the likeliest category. */
    Imputation impute(Table table, ImputeOptions options);

    default Imputation impute(Table table) {
        return impute(table, ImputeOptions.defaults());
    }

    /** {@code count} completed tables, each a draw from the distribution of the missing cells given the observed ones. */
    List<Table> draw(Table table, int count, ImputeOptions options);

    default List<Table> draw(Table table, int count) {
        return draw(table, count, ImputeOptions.defaults());
    }

    /** The pattern set that each row belongs to; none for a model that knows no pattern sets. */
    default Optional<PatternSets> patterns(Table table, ImputeOptions options) {
        return Optional.empty();
    }

    default Optional<PatternSets> patterns(Table table) {
        return patterns(table, ImputeOptions.defaults());
    }

    /** Writes the model file in one piece: either the whole new file is there afterwards, or whatever was there before. */
    void save(Path file) throws IOException;

    /** Where the model comes from, in reading order: model, settings, seed, rows, library version, final loss. */
    Map<String, String> provenance();
}

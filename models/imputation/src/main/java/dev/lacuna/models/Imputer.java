package dev.lacuna.models;

import dev.lacuna.engine.table.Table;

/** A configured model that has not seen data. Immutable; one imputer may fit many tables. */
public interface Imputer {

    /** The name under which {@link Models} knows this kind of model. */
    String name();

    /** Whether its models complete rows by importance sampling, which {@link ImputeOptions#device} is for. */
    boolean drawsSamples();

    /** Whether those samples come from a mixture of Gaussians for each row, which only the processor weighs. */
    default boolean drawsFromMixture() {
        return false;
    }

    /**
     * Learns from the observed cells of a table, and from which cells are observed.
     *
     * @throws IllegalArgumentException naming the column, where the table cannot be learned from
     * @throws dev.lacuna.engine.train.TrainingException where the loss leaves the finite numbers, or a checkpoint does not fit
     */
    ImputationModel fit(Table table, FitOptions options);

    default ImputationModel fit(Table table) {
        return fit(table, FitOptions.defaults());
    }
}

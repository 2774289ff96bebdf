/**
 * What the neural families share: fitting by mini-batches, completing rows by sampling, the model file. A family is an
 * {@link dev.lacuna.models.neural.Architecture}; it makes a {@link dev.lacuna.models.neural.Design} for a table, whose shards
 * train parameters, which become a {@link dev.lacuna.models.neural.TrainedNetwork}. Nothing here knows a family.
 */
package dev.lacuna.models.neural;

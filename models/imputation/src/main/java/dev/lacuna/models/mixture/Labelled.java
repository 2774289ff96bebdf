package dev.lacuna.models.mixture;

import dev.lacuna.engine.table.Table;

/**
 * A table whose labels are complete.
 *
 * @param table the given columns in their order, the label's missing cells filled and its observed ones untouched, then one
 *        column {@code p(CLASS)} for each class, in the order of the classes: 1 and 0 where the label was observed
 * @param filled how many labels were filled
 */
public record Labelled(Table table, int filled) {}

/**
 * Tables in memory: named, typed columns, an observed bit for each cell, and the exact bytes of the file a cell came from.
 *
 * <p>Nothing here knows a model or a file format; {@code csv} reads and writes, {@code encode} turns tables into matrices.
 */
package dev.lacuna.engine.table;

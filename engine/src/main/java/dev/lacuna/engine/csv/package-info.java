/**
 * Delimited text in and out. Reading needs the optional library {@code de.siegmar:fastcsv}; writing and tables built in code
 * do not.
 */
package dev.lacuna.engine.csv;

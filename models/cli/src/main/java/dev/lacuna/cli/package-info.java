/**
 * The program {@code lacuna}: one command for each file, words to standard error, data to standard output. No mathematics lives
 * here. A further command is one class with its line in {@link dev.lacuna.cli.Lacuna}.
 */
package dev.lacuna.cli;

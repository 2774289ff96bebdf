/**
 * The experiments of the papers: protocols that make the holes and keep the score, and commands that print our number beside
 * theirs.
 */
package dev.lacuna.bench.paper;

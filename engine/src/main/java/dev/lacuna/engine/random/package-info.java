/** Randomness named by what it is for: row keys, permutations; and NumPy's generator for published recipes. */
package dev.lacuna.engine.random;

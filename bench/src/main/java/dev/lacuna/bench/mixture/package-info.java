/** Experiments and benchmarks of the mixture with informative labels; every table goes to standard output as markdown. */
package dev.lacuna.bench.mixture;

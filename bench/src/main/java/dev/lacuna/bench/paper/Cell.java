package dev.lacuna.bench.paper;

/**
 * One training run or one reference value of an experiment: what a results file keeps and a rerun skips.
 *
 * @param settings everything that can change the numbers and has no column of its own
 */
record Cell(String experiment, String set, String method, String settings, long seed) {}

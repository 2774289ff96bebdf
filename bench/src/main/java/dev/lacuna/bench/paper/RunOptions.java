package dev.lacuna.bench.paper;

import dev.lacuna.kernels.Kernels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What every experiment takes: seeds, sizes for a quick look, and the file that lets a long run go on where it stopped. */
final class RunOptions {
    @Option(names = "--results", paramLabel = "FILE", description = "CSV that keeps each finished cell; a rerun skips what is"
            + " there")
    private Path results;

    @Option(names = "--sets", split = ",", paramLabel = "NAMES", description = "only these data sets")
    private List<String> sets = List.of();

    @Option(names = "--methods", split = ",", paramLabel = "TEXTS", description = "only methods whose name contains one of"
            + " these, or is it: =NAME")
    private List<String> methods = List.of();

    @Option(names = "--seeds", split = ",", paramLabel = "NUMBERS", description = "default 0 to 4")
    List<Long> seeds = List.of(0L, 1L, 2L, 3L, 4L);

    @Option(names = "--rows", paramLabel = "N", description = "at most the first N rows of each table")
    int rows = Integer.MAX_VALUE;

    @Option(names = "--steps", paramLabel = "N", description = "optimiser steps (default: the paper's)")
    private Long steps;

    @Option(names = "--samples", paramLabel = "L", description = "importance samples of imputation (default: the paper's)")
    private Integer samples;

    @Option(names = "--threads", paramLabel = "N", description = "changes the time, never the result (default: all cores)")
    int threads = Runtime.getRuntime().availableProcessors();

    Results results() throws IOException {
        return Results.open(Optional.ofNullable(results), machine(threads));
    }

    boolean wantsSet(String name) {
        return sets.isEmpty() || sets.contains(name);
    }

    /** @param usual the sets that run when none is named */
    boolean wantsSet(String name, Set<String> usual) {
        return sets.isEmpty() ? usual.contains(name) : sets.contains(name);
    }

    boolean wantsMethod(String name) {
        return methods.isEmpty() || methods.stream().anyMatch(text -> text.startsWith("=") ? name.equals(text.substring(1))
                : name.contains(text));
    }

    long steps(long papers) {
        return steps == null ? papers : steps;
    }

    int samples(int papers) {
        return samples == null ? papers : samples;
    }

    void header(PrintWriter out, String title) {
        out.println(title);
        out.println();
        out.println("Measured on " + machine(threads) + "; seeds " + seeds + ". Seconds are of training and imputation, all seeds.");
        out.println();
    }

    static String machine(int threads) {
        return String.format(Locale.ROOT, "%s %s, %d cores (%d threads used), JDK %s, %s kernels", System.getProperty("os.name"),
                System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), threads,
                System.getProperty("java.version"), Kernels.get().name());
    }
}

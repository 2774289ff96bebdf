package dev.lacuna.cli;

import dev.lacuna.kernels.Kernels;
import picocli.CommandLine.Option;

/** How to compute: seed and threads. */
final class Computing {

    @Option(names = "--seed", paramLabel = "N",
            description = "names the random numbers; the same seed gives the same file (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--threads", paramLabel = "T", description = "changes the time, never the result; all processors by default")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = {"-q", "--quiet"}, description = "say nothing unless something is wrong")
    private boolean quiet;

    long seed() {
        return seed;
    }

    int threads() {
        if (threads < 1) throw new IllegalArgumentException("--threads is " + threads + "; at least 1");
        return threads;
    }

    boolean quiet() {
        return quiet;
    }

    ProgressBar bar(Streams streams) {
        return new ProgressBar(streams.words(), streams.terminal() && !quiet);
    }

    static void sayKernels(Lacuna lacuna) {
        if (lacuna.verbose()) {
            lacuna.streams().words().println("lacuna: kernels " + Kernels.get().name() + " (" + Kernels.choiceReason() + ")");
        }
    }
}

package dev.lacuna.models.baseline;

import dev.lacuna.engine.train.ProgressListener;
import dev.lacuna.models.FitOptions;

/** One fit under way: its threads, its progress, and when it is to stop early. A step of a baseline is one round. */
final class Run implements AutoCloseable {
    private final FitOptions options;
    private final Workers workers;
    private final long start = System.nanoTime();

    Run(FitOptions options) {
        this.options = options;
        this.workers = new Workers(options.threads());
    }

    long seed() {
        return options.seed();
    }

    Workers workers() {
        return workers;
    }

    int mostRounds(int wanted) {
        return (int) Math.min(wanted, options.maxSteps().orElse(wanted));
    }

    /** Reports a finished round; false where the time is up. */
    boolean finished(int round, int rounds) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        options.progress().progress(
                new ProgressListener.Progress("training", round, rounds, Double.NaN, round / Math.max(1e-9, seconds)));
        return options.maxTime().isEmpty() || seconds < options.maxTime().get().toMillis() * 1e-3;
    }

    @Override
    public void close() {
        workers.close();
    }
}

package dev.lacuna.models;

import dev.lacuna.engine.train.ProgressListener;

/**
 * How to complete a table.
 *
 * @param samples importance samples for each row, at least 1; memory does not grow with it
 * @param seed names the random numbers; the same seed gives the same bits
 * @param threads at least 1; changes the time, never the result
 * @param unseenCategory what to do with a category that was not in the training table
 */
public record ImputeOptions(int samples, long seed, int threads, ProgressListener progress, UnseenCategory unseenCategory) {

    /** Enough for a mean to two digits where the effective sample size is healthy; the papers use 1,000 (GNR) and 10,000. */
    public static final int DEFAULT_SAMPLES = 1000;

    public ImputeOptions {
        if (samples < 1) throw new IllegalArgumentException("samples is " + samples + "; at least 1");
        if (threads < 1) throw new IllegalArgumentException("threads is " + threads + "; at least 1");
    }

    public static ImputeOptions defaults() {
        return new ImputeOptions(DEFAULT_SAMPLES, 0, Runtime.getRuntime().availableProcessors(), ProgressListener.SILENT,
                UnseenCategory.REFUSE);
    }

    public ImputeOptions withSamples(int value) {
        return new ImputeOptions(value, seed, threads, progress, unseenCategory);
    }

    public ImputeOptions withSeed(long value) {
        return new ImputeOptions(samples, value, threads, progress, unseenCategory);
    }

    public ImputeOptions withThreads(int value) {
        return new ImputeOptions(samples, seed, value, progress, unseenCategory);
    }

    public ImputeOptions withProgress(ProgressListener value) {
        return new ImputeOptions(samples, seed, threads, value, unseenCategory);
    }

    public ImputeOptions withUnseenCategory(UnseenCategory value) {
        return new ImputeOptions(samples, seed, threads, progress, value);
    }

    /** A category met when completing that the training table did not have. */
    public enum UnseenCategory {
        /** An error that names the cell and the known categories. */
        REFUSE,
        /** The model reads the cell as missing; the cell itself is kept as it came, and a note says so. */
        READ_AS_MISSING
    }
}

package dev.lacuna.models;

import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.train.ProgressListener;

/**
 * How to complete a table.
 *
 * @param samples importance samples for each row, at least 1; memory does not grow with it
 * @param seed names the random numbers; the same seed gives the same bits
 * @param threads at least 1; changes the time, never the result
 * @param unseenLevels what to do with a category that was not in the training table
 * @param device what draws the importance samples; a model without them takes the processor only
 */
public record ImputeOptions(int samples, long seed, int threads, ProgressListener progress, UnseenLevels unseenLevels,
        Device device) {

    /** Enough for a mean to two digits where the effective sample size is healthy; the papers use 1,000 (GNR) and 10,000. */
    public static final int DEFAULT_SAMPLES = 1000;

    public ImputeOptions {
        if (samples < 1) throw new IllegalArgumentException("samples is " + samples + "; at least 1");
        if (threads < 1) throw new IllegalArgumentException("threads is " + threads + "; at least 1");
    }

    public static ImputeOptions defaults() {
        return new ImputeOptions(DEFAULT_SAMPLES, 0, Runtime.getRuntime().availableProcessors(), ProgressListener.SILENT,
                UnseenLevels.REFUSE, Device.cpu());
    }

    public ImputeOptions withSamples(int value) {
        return new ImputeOptions(value, seed, threads, progress, unseenLevels, device);
    }

    public ImputeOptions withSeed(long value) {
        return new ImputeOptions(samples, value, threads, progress, unseenLevels, device);
    }

    public ImputeOptions withThreads(int value) {
        return new ImputeOptions(samples, seed, value, progress, unseenLevels, device);
    }

    public ImputeOptions withProgress(ProgressListener value) {
        return new ImputeOptions(samples, seed, threads, value, unseenLevels, device);
    }

    public ImputeOptions withUnseenLevels(UnseenLevels value) {
        return new ImputeOptions(samples, seed, threads, progress, value, device);
    }

    /** For example {@code withDevice(Device.opencl())}. */
    public ImputeOptions withDevice(Device value) {
        return new ImputeOptions(samples, seed, threads, progress, unseenLevels, value);
    }
}

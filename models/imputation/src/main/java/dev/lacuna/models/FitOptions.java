package dev.lacuna.models;

import dev.lacuna.engine.train.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to fit a model. Nothing here but {@code seed}, {@code maxSteps} and {@code maxTime} can change the result.
 *
 * @param seed names the random numbers of initial weights, shuffles and noise
 * @param threads at least 1
 * @param checkpoint a file that training writes now and then, and removes when it has finished
 * @param resume continue from the checkpoint where it exists; the result equals an uninterrupted run bit for bit
 * @param maxSteps fewer optimiser steps than the model would take by itself
 * @param maxTime stop at the first step after this time; the only option that makes a result depend on the machine's speed
 */
public record FitOptions(long seed, int threads, ProgressListener progress, Optional<Path> checkpoint, boolean resume,
        OptionalLong maxSteps, Optional<Duration> maxTime) {

    public FitOptions {
        if (threads < 1) throw new IllegalArgumentException("threads is " + threads + "; at least 1");
        if (resume && checkpoint.isEmpty()) throw new IllegalArgumentException("resume needs a checkpoint file");
        if (maxSteps.isPresent() && maxSteps.getAsLong() < 1) {
            throw new IllegalArgumentException("maxSteps is " + maxSteps.getAsLong() + "; at least 1");
        }
    }

    public static FitOptions defaults() {
        return new FitOptions(0, Runtime.getRuntime().availableProcessors(), ProgressListener.SILENT, Optional.empty(), false,
                OptionalLong.empty(), Optional.empty());
    }

    public FitOptions withSeed(long value) {
        return new FitOptions(value, threads, progress, checkpoint, resume, maxSteps, maxTime);
    }

    public FitOptions withThreads(int value) {
        return new FitOptions(seed, value, progress, checkpoint, resume, maxSteps, maxTime);
    }

    public FitOptions withProgress(ProgressListener value) {
        return new FitOptions(seed, threads, value, checkpoint, resume, maxSteps, maxTime);
    }

    /** Writes checkpoints to this file; {@code resume} continues from it where it exists. */
    public FitOptions withCheckpoint(Path file, boolean resume) {
        return new FitOptions(seed, threads, progress, Optional.of(file), resume, maxSteps, maxTime);
    }

    public FitOptions withMaxSteps(long value) {
        return new FitOptions(seed, threads, progress, checkpoint, resume, OptionalLong.of(value), maxTime);
    }

    public FitOptions withMaxTime(Duration value) {
        return new FitOptions(seed, threads, progress, checkpoint, resume, maxSteps, Optional.of(value));
    }
}

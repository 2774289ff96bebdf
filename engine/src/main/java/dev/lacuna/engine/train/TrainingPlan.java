package dev.lacuna.engine.train;

import dev.lacuna.engine.optim.AdamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to train, apart from what.
 *
 * @param run names everything that decides the result (model, settings, seed, data); a checkpoint of another run is refused
 * @param rows rows of the training table
 * @param batch rows of a step, 1 to {@code rows}
 * @param steps optimiser steps in all
 * @param shuffleKey names the order of rows
 * @param threads at least 1; changes the time, never the result
 * @param checkpoint a file that is written every {@code checkpointEvery}, and removed when training has finished
 * @param resume continue from the checkpoint where it exists
 * @param maxTime stop after the first step that ends later than this
 */
public record TrainingPlan(String run, int rows, int batch, long steps, long shuffleKey, int threads, AdamOptions optimiser,
        ProgressListener progress, Optional<Path> checkpoint, Duration checkpointEvery, boolean resume,
        Optional<Duration> maxTime) {

    /** A killed run loses this much at most; writing 5 MB this often costs nothing that can be seen. */
    public static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(20);

    public TrainingPlan {
        if (batch < 1 || batch > rows) throw new IllegalArgumentException("batch is " + batch + "; allowed 1 to " + rows
                + " rows");
        if (steps < 1) throw new IllegalArgumentException("steps is " + steps + "; at least 1");
        if (threads < 1) throw new IllegalArgumentException("threads is " + threads + "; at least 1");
    }

    /**
     * Into how many shards a batch is cut: more for more work, a power of two that divides the batch. It must not depend on the
     * number of threads, because the order in which gradients are added decides the last bits. More than four would let more
     * threads help, but with two they cost 10 to 15 % at the largest sizes, where each shard packs and reads whole weights.
     *
     * @param multiplyAdds of one forward pass of the batch; below 50,000 a step (about 0.05 ms) is not worth a second thread;
     *     at 127,000 two threads take 0.085 ms and one 0.147
     */
    public static int shards(long multiplyAdds, int batch) {
        int wanted = multiplyAdds < 50_000 ? 1 : multiplyAdds < 50_000_000 ? 2 : 4;
        while (batch % wanted != 0) wanted /= 2;
        return wanted;
    }
}

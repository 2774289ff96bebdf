package dev.lacuna.models.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs numbered, independent tasks on a few threads. A task writes only what its number owns, so which thread ran it cannot
 * change a bit.
 */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        this.pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, task -> {
            Thread thread = new Thread(task, "lacuna-baseline");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs tasks 0 to count - 1 and returns when all are done; the first failure is thrown here. */
    void run(int count, IntConsumer task) {
        if (pool == null || count == 1) {
            for (int i = 0; i < count; i++) task.accept(i);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) task.accept(i);
        };
        List<Future<?>> others = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, count); t++) others.add(pool.submit(loop));
        RuntimeException failure = null;
        try {
            loop.run();
        } catch (RuntimeException e) {
            failure = e;
            next.set(count);
        }
        for (Future<?> other : others) {
            try {
                other.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) throw error;
                if (failure == null) failure = (RuntimeException) e.getCause();
            } catch (InterruptedException e) {
                next.set(count);
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failure != null) throw failure;
    }

    /** Cuts [0, rows) into blocks of {@code blockRows}, whatever the threads, and runs body(from, to) on each. */
    void runBlocks(int rows, int blockRows, RangeBody body) {
        int blocks = (rows + blockRows - 1) / blockRows;
        run(blocks, block -> body.accept(block * blockRows, Math.min(rows, (block + 1) * blockRows)));
    }

    @Override
    public void close() {
        if (pool != null) pool.shutdownNow();
    }

    @FunctionalInterface
    interface RangeBody {
        void accept(int from, int to);
    }
}

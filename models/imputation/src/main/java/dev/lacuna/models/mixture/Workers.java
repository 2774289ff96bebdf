package dev.lacuna.models.mixture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs numbered pieces of work on a fixed number of threads; one thread means the caller's own. */
final class Workers implements AutoCloseable {
    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, work -> {
            Thread t = new Thread(work, "lacuna-mixture");
            t.setDaemon(true);
            return t;
        });
    }

    int threads() {
        return threads;
    }

    /** Calls work for each of 0..count-1, each once, in any order; returns when all are done. */
    void run(int count, IntConsumer work) {
        if (pool == null || count == 1) {
            for (int i = 0; i < count; i++) {
                work.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable loop = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                work.accept(i);
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            others.add(pool.submit(loop));
        }
        loop.run();
        try {
            for (Future<?> f : others) {
                f.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fitting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override public void close() {
        if (pool != null) {
            pool.shutdown();
        }
    }
}

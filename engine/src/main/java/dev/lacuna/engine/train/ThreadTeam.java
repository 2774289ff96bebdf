package dev.lacuna.engine.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that run the shards of one step side by side, again and again, and allocate nothing in between.
 *
 * <p>Thread t runs the shards t, t + threads, ...; the calling thread is thread 0. A waiting thread looks {@value #LOOKS} times
 * (some microseconds) and then parks: a step is too short for parking alone, and waiting hot for longer starves whoever shares
 * the processor.
 */
final class ThreadTeam implements AutoCloseable {

    /** Looks before a wait parks; about 5 microseconds, a tenth of the smallest step that is worth two threads. */
    private static final int LOOKS = 200;

    /** What is run; shards share nothing that one of them writes. */
    interface Task {
        void run(int shard);
    }

    private final Task task;
    private final int shards;
    private final int threads;
    private final Worker[] workers;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile Thread caller;
    private volatile Throwable failure;
    private volatile int round;
    private volatile boolean closed;

    /** Starts {@code threads - 1} daemon threads, or fewer where there are fewer shards. */
    ThreadTeam(int threads, int shards, Task task) {
        this.task = task;
        this.shards = shards;
        this.threads = Math.min(threads, shards);
        workers = new Worker[this.threads - 1];
        for (int t = 1; t < this.threads; t++) {
            workers[t - 1] = new Worker(t);
            workers[t - 1].start();
        }
    }

    /** Runs every shard once and returns when all are done; what a shard throws is thrown here. */
    void run() {
        if (workers.length == 0) {
            for (int shard = 0; shard < shards; shard++) task.run(shard);
            return;
        }
        caller = Thread.currentThread();
        unfinished.set(workers.length);
        round++;
        for (Worker worker : workers) LockSupport.unpark(worker);
        runShards(0);
        int looks = 0;
        while (unfinished.get() > 0) {
            if (looks++ < LOOKS) Thread.onSpinWait();
            else LockSupport.park(this);
        }
        if (failure != null) throwFailure();
    }

    private void throwFailure() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException exception) throw exception;
        if (thrown instanceof Error error) throw error;
        throw new IllegalStateException(thrown);
    }

    private void runShards(int thread) {
        try {
            for (int shard = thread; shard < shards; shard += threads) task.run(shard);
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) LockSupport.unpark(worker);
    }

    private final class Worker extends Thread {
        private final int thread;

        Worker(int thread) {
            super("lacuna-training-" + thread);
            this.thread = thread;
            setDaemon(true);
        }

        @Override
        public void run() {
            int done = 0;
            int looks = 0;
            while (!closed) {
                if (round != done) {
                    done = round;
                    looks = 0;
                    runShards(thread);
                    if (unfinished.decrementAndGet() == 0) LockSupport.unpark(caller);
                } else if (looks++ < LOOKS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(ThreadTeam.this);
                }
            }
        }
    }
}

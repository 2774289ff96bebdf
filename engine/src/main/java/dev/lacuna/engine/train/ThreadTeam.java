package dev.lacuna.engine.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that run the parts of one piece of work side by side, again and again, and allocate nothing in between.
 *
 * <p>Thread t takes the parts t, t + threads, ... first, which keeps their memory in its core's cache, and then what nobody has
 * taken yet: a thread that wakes late, or that the system has stopped, costs the others nothing but the part it is in.
 *
 * <p>A thread that waits looks for {@value #LOOKING_NANOS} ns before it parks; most of that time it offers the processor to
 * others. Parking after 3 microseconds, a step whose halves take 0.33 ms each took 0.5 with two threads, as waking is slow on a
 * virtual machine.
 */
final class ThreadTeam implements AutoCloseable {

    private static final long LOOKING_NANOS = 50_000;
    /** Looks before the processor is offered to others: about 2 microseconds. */
    private static final int HOT_LOOKS = 64;

    /** Parts share nothing that one of them writes. */
    interface Task {
        void run(int part);
    }

    private final Worker[] workers;
    private final AtomicInteger unfinished = new AtomicInteger();
    /** The round in which each part was last taken. */
    private final AtomicLongArray taken;
    private Task task = part -> {};
    private int parts;
    private Thread caller;
    private volatile boolean callerParked;
    private volatile Throwable failure;
    private volatile long round;
    private volatile boolean closed;

    /** Starts {@code threads - 1} daemon threads, or fewer where no run has so many parts. */
    ThreadTeam(int threads, int mostParts) {
        taken = new AtomicLongArray(mostParts);
        workers = new Worker[Math.min(threads, mostParts) - 1];
        for (int t = 0; t < workers.length; t++) {
            workers[t] = new Worker(t + 1);
            workers[t].start();
        }
    }

    int threads() {
        return workers.length + 1;
    }

    /** Runs every part once and returns when all are done; what a part throws is thrown here. A single part wakes nobody. */
    void run(int count, Task work) {
        if (workers.length == 0 || count == 1) {
            for (int part = 0; part < count; part++) work.run(part);
            return;
        }
        caller = Thread.currentThread();
        task = work;
        parts = count;
        unfinished.set(count);
        long current = round + 1;
        // A thread still in an older round may read this round's task: it must find nothing to take with its own number.
        for (int part = count; part < taken.length(); part++) taken.set(part, current);
        round = current;
        for (Worker worker : workers) {
            if (worker.parked) LockSupport.unpark(worker);
        }
        takeParts(0, current);
        awaitOthers();
        if (failure != null) throwFailure();
    }

    private void awaitOthers() {
        long since = System.nanoTime();
        for (int looks = 0; unfinished.get() > 0; looks++) {
            if (look(looks, since)) continue;
            callerParked = true;
            while (unfinished.get() > 0) LockSupport.park(this);
            callerParked = false;
        }
    }

    /** False when it is time to park. */
    private static boolean look(int looks, long since) {
        if (looks < HOT_LOOKS) {
            Thread.onSpinWait();
            return true;
        }
        Thread.yield();
        return System.nanoTime() - since < LOOKING_NANOS;
    }

    private void throwFailure() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException exception) throw exception;
        if (thrown instanceof Error error) throw error;
        throw new IllegalStateException(thrown);
    }

    /** A thread that comes late finds every part of its round taken, whatever has been started since. */
    private void takeParts(int thread, long current) {
        Task work = task;
        int count = parts;
        for (int part = thread; part < count; part += threads()) take(part, current, work);
        for (int part = 0; part < count; part++) take(part, current, work);
    }

    private void take(int part, long current, Task work) {
        long last = taken.get(part);
        if (last >= current || !taken.compareAndSet(part, last, current)) return;
        try {
            work.run(part);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        if (unfinished.decrementAndGet() == 0 && callerParked) LockSupport.unpark(caller);
    }

    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) LockSupport.unpark(worker);
    }

    private final class Worker extends Thread {
        private final int thread;
        private volatile boolean parked;

        Worker(int thread) {
            super("lacuna-training-" + thread);
            this.thread = thread;
            setDaemon(true);
        }

        @Override
        public void run() {
            long done = 0;
            while (!closed) {
                long since = System.nanoTime();
                for (int looks = 0; round == done && !closed; looks++) {
                    if (look(looks, since)) continue;
                    parked = true;
                    while (round == done && !closed) LockSupport.park(ThreadTeam.this);
                    parked = false;
                }
                done = round;
                takeParts(thread, done);
            }
        }
    }
}

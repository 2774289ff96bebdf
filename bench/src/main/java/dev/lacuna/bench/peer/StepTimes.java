package dev.lacuna.bench.peer;

import dev.lacuna.engine.train.ProgressListener;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;

/** Watches training from outside: how long a step takes in each interval between two reports. */
final class StepTimes implements ProgressListener {
    private final long warmUpNanos;
    private final long measuredNanos;
    private final List<Double> milliseconds = new ArrayList<>();
    private final long started = System.nanoTime();
    private long lastTime = started;
    private long lastStep;
    private long firstStep;
    private long firstBytes;
    private double bytesPerStep;

    StepTimes(double warmUpSeconds, double measuredSeconds) {
        warmUpNanos = (long) (warmUpSeconds * 1e9);
        measuredNanos = (long) (measuredSeconds * 1e9);
    }

    /** Ends the training that is watched. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void progress(Progress progress) {
        long now = System.nanoTime();
        if (lastTime - started > warmUpNanos) {
            if (milliseconds.isEmpty()) {
                firstStep = lastStep;
                firstBytes = allocatedBytes();
            }
            milliseconds.add((now - lastTime) * 1e-6 / (progress.step() - lastStep));
        }
        lastTime = now;
        lastStep = progress.step();
        if (now - started > warmUpNanos + measuredNanos && milliseconds.size() >= 4) {
            bytesPerStep = (allocatedBytes() - firstBytes) / (double) (lastStep - firstStep);
            throw new Enough();
        }
    }

    /** What the training threads allocated while they were measured, with these reports themselves. */
    double bytesPerStep() {
        return bytesPerStep;
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread == null) continue;
            String name = thread.getThreadName();
            if (name.equals("main") || name.startsWith("lacuna-training")) sum += threads.getThreadAllocatedBytes(thread.getThreadId());
        }
        return sum;
    }

    double[] millisecondsPerStep() {
        return milliseconds.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

package dev.lacuna.engine.train;

/**
 * Told how far a long job is. Called on the thread that runs the job, a few times a second at most, and once at the end; an
 * exception thrown here ends the job and reaches its caller.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener SILENT = progress -> {};

    void progress(Progress progress);

    /**
     * @param job what is being done, for people: {@code training}, {@code imputing}
     * @param step steps (or rows) done so far
     * @param total steps (or rows) in all
     * @param loss the objective's mean over the steps since the last report; NaN where the job has none
     * @param stepsPerSecond speed since the job began
     */
    record Progress(String job, long step, long total, double loss, double stepsPerSecond) {}
}

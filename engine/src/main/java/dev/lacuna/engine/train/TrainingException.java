package dev.lacuna.engine.train;

/** Training cannot go on: the loss left the finite numbers, or a checkpoint does not belong to this run. */
public final class TrainingException extends RuntimeException {

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}

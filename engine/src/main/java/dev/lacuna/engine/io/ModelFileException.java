package dev.lacuna.engine.io;

/** A model file that is damaged, cut short, foreign, of another version, or lacks what is asked of it. */
public final class ModelFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ModelFileException(String message) {
        super(message);
    }
}

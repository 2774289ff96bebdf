package dev.lacuna.engine;

/** Data that cannot be used as they are: the message says where (file:line:column), what was found and what is allowed. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InputException(String message) {
        super(message);
    }

    /** {@code place} is {@code file:line:column} or another way to find the spot; the message becomes {@code place: what}. */
    public static InputException at(String place, String what) {
        return new InputException(place + ": " + what);
    }
}

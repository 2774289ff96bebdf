package dev.lacuna.cli;

/** What a shell script may rely on. */
final class ExitCode {
    static final int DONE = 0;
    /** A mistake in this program. */
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int BAD_INPUT = 3;
    static final int BAD_MODEL_FILE = 4;
    /** A file or stream failed, or the device that was asked for cannot be used. */
    static final int INPUT_OUTPUT = 5;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}

package dev.lacuna.cli;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.train.TrainingException;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Every failure as an exit code and one line that names the thing, its place and what is allowed. */
final class Failures {

    private Failures() {}

    /** @param debug also print where in the program it happened */
    static int report(Throwable failure, PrintWriter words, boolean debug) {
        Throwable cause = failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : failure;
        int code = code(cause);
        words.println("lacuna: " + line(cause, code));
        if (debug) cause.printStackTrace(words);
        words.flush();
        return code;
    }

    private static int code(Throwable failure) {
        if (failure instanceof InputException || failure instanceof TrainingException) return ExitCode.BAD_INPUT;
        if (failure instanceof ModelFileException) return ExitCode.BAD_MODEL_FILE;
        if (failure instanceof IOException || failure instanceof DeviceUnavailableException) return ExitCode.INPUT_OUTPUT;
        if (failure instanceof IllegalArgumentException || failure instanceof UnsupportedOperationException) {
            return ExitCode.USAGE;
        }
        return ExitCode.INTERNAL;
    }

    private static String line(Throwable failure, int code) {
        if (failure instanceof OutOfMemoryError) {
            return "not enough memory (" + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB allowed); start with java -Xmx8g -jar ...";
        }
        if (code == ExitCode.INTERNAL) {
            return "a mistake in the program, please report it: " + failure + " (--debug shows where)";
        }
        if (failure instanceof FileSystemException file) return fileLine(file);
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.replaceAll("\\R", " ");
    }

    private static String fileLine(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) return failure.getFile() + ": there is no such file";
        if (failure instanceof AccessDeniedException) return failure.getFile() + ": access denied";
        return failure.getReason() == null ? "cannot use " + failure.getFile() : failure.getFile() + ": " + failure.getReason();
    }
}

package dev.lacuna.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a run reads and writes.
 *
 * @param data what {@code -} as an output means, and the answers of inspect, profile and models
 * @param words messages, summaries, progress
 * @param terminal whether a person watches {@code words} as they come
 */
record Streams(InputStream in, OutputStream data, PrintWriter words, boolean terminal) {

    /** Text to the data stream; flush it, do not close it. */
    PrintWriter text() {
        return new PrintWriter(new OutputStreamWriter(data, StandardCharsets.UTF_8), false);
    }
}

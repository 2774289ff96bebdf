package dev.lacuna.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Starts the program: in a second JVM with what the work needs, else here. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        OptionalInt fromChild = Relaunch.withWhatItNeeds(args);
        System.exit(fromChild.isPresent() ? fromChild.getAsInt() : Lacuna.run(args, standardStreams()));
    }

    /** Not System.out: a print stream hides that its reader is gone. */
    private static Streams standardStreams() {
        return new Streams(System.in, new FileOutputStream(FileDescriptor.out),
                new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8), true),
                Terminal.errorStreamIsOne());
    }
}

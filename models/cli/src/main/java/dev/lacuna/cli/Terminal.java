package dev.lacuna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether someone watches. */
final class Terminal {
    /** Set by {@link Relaunch}: in the relaunched JVM standard error is a pipe to the first one, which knows. */
    static final String PROPERTY = "lacuna.terminal";

    private Terminal() {}

    /**
     * Linux says what file 2 is; elsewhere a console is taken as the sign. Since JDK 22 a console may be there without a
     * terminal, so it is asked for only where the first way fails.
     */
    static boolean errorStreamIsOne() {
        String told = System.getProperty(PROPERTY);
        if (told != null) return Boolean.parseBoolean(told);
        if ("dumb".equals(System.getenv("TERM"))) return false;
        Path errorStream = Path.of("/proc/self/fd/2");
        if (Files.isSymbolicLink(errorStream)) {
            try {
                String target = Files.readSymbolicLink(errorStream).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return System.console() != null;
    }
}

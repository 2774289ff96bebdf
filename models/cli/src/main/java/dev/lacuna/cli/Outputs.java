package dev.lacuna.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that a command writes. Each is there whole or not at all: it is written beside its name and renamed, and an interrupt
 * removes what was not renamed yet.
 */
final class Outputs {
    /** What stands for the number of a draw in a file name. */
    static final String PLACEHOLDER = "{}";

    private Outputs() {}

    /** {@code completed.csv} and 3 draws: completed.1.csv to completed.3.csv; {@code d-{}.csv}: d-1.csv to d-3.csv. */
    static List<Path> drawFiles(String out, int draws) {
        List<Path> files = new ArrayList<>();
        Path path = Path.of(out);
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String pattern = out.contains(PLACEHOLDER) ? out
                : path.resolveSibling(dot > 0 ? name.substring(0, dot) + "." + PLACEHOLDER + name.substring(dot)
                        : name + "." + PLACEHOLDER).toString();
        for (int d = 1; d <= draws; d++) files.add(Path.of(pattern.replace(PLACEHOLDER, Integer.toString(d))));
        return files;
    }

    /** Tells before the long work what would fail after it. */
    static void check(Path file, TableSource source) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) throw new IOException(file + ": " + folder + " is not a folder");
        if (Files.isDirectory(file)) throw new IOException(file + ": is a folder");
        if (!Files.isWritable(Files.exists(file) ? file : folder)) throw new IOException(file + ": access denied");
        if (source.file().isPresent() && Files.exists(file) && Files.exists(source.file().get())
                && Files.isSameFile(file, source.file().get())) {
            throw new IllegalArgumentException("--out is the table itself, " + file
                    + "; its holes would be lost, name another file");
        }
    }

    /** Removes this process's temporary files beside a file. */
    static void removeTemporaries(Path file) {
        String prefix = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(".tmp")) Files.deleteIfExists(entry);
            }
        } catch (IOException e) {
            System.err.println("lacuna: could not look for temporary files beside " + file + ": " + e.getMessage());
        }
    }
}

package dev.lacuna.engine.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a file so that readers see the old content or the whole new one, never a part. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A target and what goes into it. */
    public record Entry(Path target, Content content) {}

    /**
     * Writes to a temporary file beside the target, forces it to disk and renames it. On any failure the target is as before and
     * the temporary file is gone. A symbolic link is followed; a target that is no regular file (a pipe, a device) is written
     * directly.
     */
    public static void write(Path target, Content content) throws IOException {
        writeAll(List.of(new Entry(target, content)));
    }

    /**
     * As {@link #write} for several files: no target changes before the content of all is on disk, so that what cannot be made or
     * does not fit leaves all of them as before. Only a rename that fails can come between.
     */
    public static void writeAll(List<Entry> entries) throws IOException {
        Map<Path, Path> temporaries = new LinkedHashMap<>();
        try {
            for (Entry entry : entries) {
                Path target = entry.target();
                Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
                if (Files.exists(real) && !Files.isRegularFile(real)) {
                    writeThrough(target, real, entry.content());
                } else {
                    Path temporary = temporaryBeside(real);
                    temporaries.put(temporary, real);
                    writeSynced(temporary, entry.content());
                }
            }
            for (Map.Entry<Path, Path> written : temporaries.entrySet()) {
                move(written.getKey(), written.getValue());
            }
        } catch (IOException | RuntimeException | Error failure) {
            for (Path temporary : temporaries.keySet()) {
                Files.deleteIfExists(temporary);
            }
            throw failure;
        }
        temporaries.values().stream().map(Path::getParent).distinct().forEach(AtomicFile::syncDirectory);
    }

    private static void writeThrough(Path target, Path real, Content content) throws IOException {
        if (Files.isDirectory(real)) {
            throw new IOException(target + " is a directory");
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(real))) {
            content.writeTo(out);
        }
    }

    private static void writeSynced(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                BufferedOutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static Path temporaryBeside(Path target) throws IOException {
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot write " + target + ": " + folder + " is not a directory");
        }
        // Not createTempFile: its files are private to the owner, and the rename would keep that.
        String suffix = "." + ProcessHandle.current().pid() + "." + Long.toHexString(System.nanoTime()) + ".tmp";
        return Files.createFile(folder.resolve("." + target.getFileName() + suffix));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void syncDirectory(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems cannot open a directory; the content itself is on disk already.
            return;
        }
    }
}

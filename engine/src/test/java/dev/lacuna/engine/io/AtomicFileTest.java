package dev.lacuna.engine.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    private Path folder;

    @Test
    void writeAll_contentThatFailsInTheThird_leavesAllAsBefore() throws IOException {
        Path old = Files.writeString(folder.resolve("1"), "old");
        AtomicFile.Content good = out -> out.write('x');
        AtomicFile.Content bad = out -> {
            out.write('x');
            throw new IOException("disk full");
        };
        List<AtomicFile.Entry> entries = List.of(new AtomicFile.Entry(old, good),
                new AtomicFile.Entry(folder.resolve("2"), good), new AtomicFile.Entry(folder.resolve("3"), bad));
        assertThrows(IOException.class, () -> AtomicFile.writeAll(entries));
        assertEquals("old", Files.readString(old));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(old), files.toList());
        }
    }

    @Test
    void writeAll_good_replacesAndCreates() throws IOException {
        Path old = Files.writeString(folder.resolve("1"), "old");
        Path fresh = folder.resolve("2");
        AtomicFile.writeAll(List.of(new AtomicFile.Entry(old, out -> out.write('a')), new AtomicFile.Entry(fresh, out -> out.write('b'))));
        assertEquals("a", Files.readString(old));
        assertEquals("b", Files.readString(fresh));
    }
}

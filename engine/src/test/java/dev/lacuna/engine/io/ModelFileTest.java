package dev.lacuna.engine.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

    @TempDir
    Path folder;

    private static ModelFile sample() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("model", "not-MIWAE");
        about.put("odd = key\\", "line\nbreak\r and = and \\n é 😀");
        about.put("empty", "");
        return ModelFile.builder().properties("about", about)
                .matrix("encoder.0.weight", new FMatrixRMaj(2, 3, true, 1, -0f, Float.MIN_VALUE, Float.NaN, 5.5f,
                        Float.MAX_VALUE))
                .matrix("none", new FMatrixRMaj(0, 3))
                .doubles("losses", new double[] {Math.PI, -0.0, Double.NaN, Double.MIN_VALUE}).build();
    }

    private Path written() throws IOException {
        Path path = folder.resolve("m.lacuna");
        sample().write(path);
        return path;
    }

    private String refusal(byte[] bytes) throws IOException {
        Path path = folder.resolve("bad.lacuna");
        Files.write(path, bytes);
        String message = assertThrows(ModelFileException.class, () -> ModelFile.read(path)).getMessage();
        assertTrue(message.contains("bad.lacuna"), message);
        return message;
    }

    /** The bytes with a digest that fits them, so that the checks behind the digest are reached. */
    private static byte[] sealed(byte[] bytes) {
        int end = bytes.length - ModelFileWriter.DIGEST_BYTES;
        System.arraycopy(ModelFileWriter.digest(bytes, end), 0, bytes, end, ModelFileWriter.DIGEST_BYTES);
        return bytes;
    }

    @Test
    void read_writtenFile_isEqual() throws IOException {
        ModelFile file = ModelFile.read(written());
        assertEquals(List.of("about", "encoder.0.weight", "none", "losses"), file.names());
        assertEquals(sample().properties("about"), file.properties("about"));
        assertArrayEquals(sample().matrix("encoder.0.weight").data, file.matrix("encoder.0.weight").data);
        assertEquals(3, file.matrix("encoder.0.weight").numCols);
        assertEquals(0, file.matrix("none").numRows);
        assertArrayEquals(sample().doubles("losses"), file.doubles("losses"));
        assertArrayEquals(Files.readAllBytes(written()), file.toBytes(), "the same content gives the same bytes");
    }

    @Test
    void read_foreignFile_saysSo() throws IOException {
        assertTrue(refusal("age,job\n1,smith\n".getBytes()).contains("not a Lacuna model file"));
        assertTrue(refusal(new byte[0]).contains("not a Lacuna model file"));
    }

    @Test
    void read_otherVersion_namesBoth() throws IOException {
        byte[] bytes = Files.readAllBytes(written());
        bytes[8] = 2;
        String message = refusal(sealed(bytes));
        assertTrue(message.contains("version 2") && message.contains("version 1"), message);
    }

    @Property(tries = 60, seed = "20261121")
    void read_anyChangedByte_isRefused(@ForAll int where) throws IOException {
        byte[] bytes = sample().toBytes();
        bytes[Math.floorMod(where, bytes.length)] ^= 0x10;
        Path path = Files.createTempFile("lacuna", ".model");
        try {
            Files.write(path, bytes);
            assertThrows(ModelFileException.class, () -> ModelFile.read(path));
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void read_anyTruncation_isRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(written());
        for (int length = 0; length < bytes.length; length++) {
            refusal(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void read_hostileLengths_areRefusedWithoutAllocation() throws IOException {
        byte[] good = ModelFile.builder().matrix("m", new FMatrixRMaj(1, 1)).build().toBytes();
        int nameLength = 8 + 4 + 4 + 4;
        int payloadLength = nameLength + 4 + 1;
        int rows = payloadLength + 8;
        assertTrue(refusal(changed(good, 8 + 4, Integer.MAX_VALUE)).contains("number of sections"));
        assertTrue(refusal(changed(good, 8 + 4, -1)).contains("number of sections"));
        assertTrue(refusal(changed(good, nameLength - 4, 17)).contains("section kind 17"));
        assertTrue(refusal(changed(good, nameLength, Integer.MAX_VALUE)).contains("header ends early"));
        assertTrue(refusal(changed(good, nameLength, -5)).contains("name of -5"));
        assertTrue(refusal(changed(good, payloadLength + 4, 1)).contains("claims"));
        assertTrue(refusal(changed(good, payloadLength + 4, -1)).contains("claims"));
        assertTrue(refusal(changed(good, payloadLength, 8)).contains("matrix 'm'"));
        assertTrue(refusal(changed(good, rows, Integer.MAX_VALUE)).contains("matrix 'm'"));
        assertTrue(refusal(changed(good, rows, -1)).contains("matrix 'm'"));
    }

    private static byte[] changed(byte[] good, int offset, int value) {
        byte[] bytes = good.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        return sealed(bytes);
    }

    @Test
    void section_absentOrOfOtherKind_isNamed() {
        assertTrue(assertThrows(ModelFileException.class, () -> sample().matrix("decoder")).getMessage().contains("'decoder'"));
        assertTrue(assertThrows(ModelFileException.class, () -> sample().matrix("losses")).getMessage().contains("DOUBLES"));
        ModelFile.Builder builder = ModelFile.builder().doubles("a", new double[0]);
        assertThrows(IllegalArgumentException.class, () -> builder.doubles("a", new double[0]));
    }

    @Test
    void atomicFile_failureWhileWriting_leavesTheOldFile() throws IOException {
        Path path = folder.resolve("out");
        Files.writeString(path, "old");
        assertThrows(IOException.class, () -> AtomicFile.write(path, out -> {
            out.write(new byte[100_000]);
            throw new IOException("disk full");
        }));
        assertEquals("old", Files.readString(path));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void atomicFile_missingFolder_isNamed() {
        Path path = folder.resolve("no/such/file");
        IOException missing = assertThrows(IOException.class, () -> AtomicFile.write(path, out -> { }));
        assertTrue(missing.getMessage().contains("not a directory"), missing.getMessage());
        IOException directory = assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> { }));
        assertTrue(directory.getMessage().contains("is a directory"), directory.getMessage());
    }

    @Test
    void atomicFile_symbolicLink_isFollowed() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        AtomicFile.write(link, out -> out.write('x'));
        assertEquals("x", Files.readString(real));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void withProperties_replacesOneSectionOfACopy() {
        ModelFile file = sample();
        ModelFile changed = file.withProperties("about", Map.of("model", "gina"));
        assertEquals(Map.of("model", "gina"), changed.properties("about"));
        assertEquals(file.names(), changed.names());
        assertEquals("not-MIWAE", file.properties("about").get("model"));
        assertThrows(ModelFileException.class, () -> file.withProperties("losses", Map.of()));
        assertThrows(ModelFileException.class, () -> file.withProperties("settings", Map.of()));
    }
}

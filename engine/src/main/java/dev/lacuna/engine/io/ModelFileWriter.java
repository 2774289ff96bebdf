package dev.lacuna.engine.io;

import dev.lacuna.engine.io.ModelFile.Section;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** The bytes of a model file; the layout is in {@link ModelFile}. */
final class ModelFileWriter {

    /** As in PNG: a high bit against 7-bit transfer, CR LF and LF against line-end conversion. */
    static final byte[] MAGIC = {(byte) 0x89, 'L', 'C', 'N', '\r', '\n', 0x1a, '\n'};
    static final int DIGEST_BYTES = 32;
    static final int SECTION_HEADER_BYTES = 16;

    private ModelFileWriter() {}

    static byte[] bytes(List<Section> sections) {
        long size = MAGIC.length + 8 + DIGEST_BYTES;
        for (Section section : sections) {
            size += SECTION_HEADER_BYTES + name(section).length + (long) section.payload().length;
        }
        ByteBuffer out = littleEndian(Math.toIntExact(size));
        out.put(MAGIC).putInt(ModelFile.FORMAT_VERSION).putInt(sections.size());
        for (Section section : sections) {
            byte[] name = name(section);
            out.putInt(section.kind().ordinal()).putInt(name.length).put(name).putLong(section.payload().length);
        }
        for (Section section : sections) {
            out.put(section.payload());
        }
        out.put(digest(out.array(), out.position()));
        return out.array();
    }

    private static byte[] name(Section section) {
        return section.name().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] payload(FMatrixRMaj matrix) {
        int elements = matrix.numRows * matrix.numCols;
        ByteBuffer out = littleEndian(Math.toIntExact(8 + 4L * elements));
        out.putInt(matrix.numRows).putInt(matrix.numCols).asFloatBuffer().put(matrix.data, 0, elements);
        return out.array();
    }

    static byte[] payload(double[] values) {
        ByteBuffer out = littleEndian(Math.toIntExact(8L * values.length));
        out.asDoubleBuffer().put(values);
        return out.array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes, 0, length);
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

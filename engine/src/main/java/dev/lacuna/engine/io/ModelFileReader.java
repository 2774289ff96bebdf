package dev.lacuna.engine.io;

import dev.lacuna.engine.io.ModelFile.Kind;
import dev.lacuna.engine.io.ModelFile.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Checks the bytes of a model file and takes them apart. Every length is compared with what is left of the file before
 * anything of that size is allocated.
 */
final class ModelFileReader {

    private final String file;
    private final byte[] bytes;
    private final ByteBuffer in;

    private ModelFileReader(String file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ModelFile read(Path path) throws IOException {
        checkBeginning(path);
        return new ModelFileReader(path.toString(), Files.readAllBytes(path)).read();
    }

    /** A foreign file is refused before it is read whole: it may be of any size. */
    private static void checkBeginning(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            if (!Arrays.equals(in.readNBytes(ModelFileWriter.MAGIC.length), ModelFileWriter.MAGIC)) {
                throw new ModelFileException(path + " is not a Lacuna model file: its first bytes differ");
            }
        }
    }

    private ModelFile read() {
        int contentEnd = bytes.length - ModelFileWriter.DIGEST_BYTES;
        if (contentEnd < ModelFileWriter.MAGIC.length + 8) {
            throw cutShort();
        }
        in.position(ModelFileWriter.MAGIC.length).limit(contentEnd);
        int version = in.getInt();
        if (version != ModelFile.FORMAT_VERSION) {
            throw new ModelFileException(file + " has format version " + version + "; this program reads version "
                    + ModelFile.FORMAT_VERSION);
        }
        byte[] expected = Arrays.copyOfRange(bytes, contentEnd, bytes.length);
        if (!Arrays.equals(expected, ModelFileWriter.digest(bytes, contentEnd))) {
            throw new ModelFileException(file + " is damaged or cut short: its SHA-256 does not match its " + bytes.length
                    + " bytes");
        }
        return new ModelFile(sections(in.getInt()));
    }

    private Map<String, Section> sections(int count) {
        if (count < 0 || count > in.remaining() / ModelFileWriter.SECTION_HEADER_BYTES) {
            throw damaged("number of sections " + count);
        }
        Kind[] kinds = new Kind[count];
        String[] names = new String[count];
        long[] lengths = new long[count];
        for (int s = 0; s < count; s++) {
            kinds[s] = kind();
            names[s] = name();
            need(8);
            lengths[s] = in.getLong();
        }
        Map<String, Section> sections = new LinkedHashMap<>();
        for (int s = 0; s < count; s++) {
            if (lengths[s] < 0 || lengths[s] > in.remaining()) {
                throw damaged("section '" + names[s] + "' claims " + lengths[s] + " bytes, " + in.remaining() + " are left");
            }
            byte[] payload = new byte[(int) lengths[s]];
            in.get(payload);
            checkPayload(names[s], kinds[s], payload);
            if (sections.putIfAbsent(names[s], new Section(kinds[s], names[s], payload)) != null) {
                throw damaged("section '" + names[s] + "' appears twice");
            }
        }
        if (in.hasRemaining()) {
            throw damaged(in.remaining() + " bytes follow the last section");
        }
        return sections;
    }

    private Kind kind() {
        need(4);
        int kind = in.getInt();
        if (kind < 0 || kind >= Kind.values().length) {
            throw damaged("section kind " + kind);
        }
        return Kind.values()[kind];
    }

    private String name() {
        need(4);
        int length = in.getInt();
        if (length < 0) {
            throw damaged("section name of " + length + " bytes");
        }
        need(length);
        byte[] name = new byte[length];
        in.get(name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private void checkPayload(String name, Kind kind, byte[] payload) {
        if (kind == Kind.DOUBLES && payload.length % 8 != 0) {
            throw damaged("section '" + name + "' has " + payload.length + " bytes, not a multiple of 8");
        }
        if (kind == Kind.MATRIX) {
            ByteBuffer matrix = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
            long rows = payload.length < 8 ? -1 : matrix.getInt();
            long columns = payload.length < 8 ? -1 : matrix.getInt();
            if (rows < 0 || columns < 0 || payload.length - 8L != 4 * rows * columns) {
                throw damaged("matrix '" + name + "' [" + rows + " x " + columns + "] in " + payload.length + " bytes");
            }
        }
    }

    private void need(int length) {
        if (in.remaining() < length) {
            throw damaged("the header ends early, at byte " + in.position());
        }
    }

    private ModelFileException damaged(String what) {
        return new ModelFileException(file + " is damaged: " + what);
    }

    private ModelFileException cutShort() {
        return new ModelFileException(file + " is cut short: " + bytes.length + " bytes");
    }

    static FMatrixRMaj matrix(Section section) {
        ByteBuffer in = ByteBuffer.wrap(section.payload()).order(ByteOrder.LITTLE_ENDIAN);
        FMatrixRMaj matrix = new FMatrixRMaj(in.getInt(), in.getInt());
        in.asFloatBuffer().get(matrix.data, 0, matrix.numRows * matrix.numCols);
        return matrix;
    }

    static double[] doubles(Section section) {
        double[] values = new double[section.payload().length / 8];
        ByteBuffer.wrap(section.payload()).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}

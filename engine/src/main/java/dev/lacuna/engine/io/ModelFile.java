package dev.lacuna.engine.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * A trained model or a checkpoint as named sections: key=value properties, float matrices, double arrays. Immutable.
 *
 * <p>The bytes, all numbers little-endian ({@link ModelFileWriter} writes them, {@link ModelFileReader} checks them):
 * <pre>
 * magic 8 bytes | format version int | number of sections int
 * header: for each section  kind int | name length int | name UTF-8 | payload length long
 * payloads in the same order
 * SHA-256 of everything before, 32 bytes
 * </pre>
 * A payload is UTF-8 text for properties; rows int, columns int, floats for a matrix; doubles for an array.
 */
public final class ModelFile {

    /** Changed when old readers could not read a new file; every released version stays readable. */
    public static final int FORMAT_VERSION = 1;

    enum Kind { PROPERTIES, MATRIX, DOUBLES }

    record Section(Kind kind, String name, byte[] payload) {}

    private final Map<String, Section> sections;

    ModelFile(Map<String, Section> sections) {
        this.sections = sections;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** @throws ModelFileException for a file that cannot be trusted; the message names the file and what is wrong where */
    public static ModelFile read(Path path) throws IOException {
        return ModelFileReader.read(path);
    }

    /** Atomically; see {@link AtomicFile}. */
    public void write(Path path) throws IOException {
        AtomicFile.write(path, out -> out.write(toBytes()));
    }

    public byte[] toBytes() {
        return ModelFileWriter.bytes(List.copyOf(sections.values()));
    }

    /** Names of all sections in file order. */
    public List<String> names() {
        return List.copyOf(sections.keySet());
    }

    public boolean has(String name) {
        return sections.containsKey(name);
    }

    /** Key=value pairs in file order. */
    public Map<String, String> properties(String name) {
        return Properties.parse(name, new String(section(name, Kind.PROPERTIES).payload(), StandardCharsets.UTF_8));
    }

    /** A new copy. */
    public FMatrixRMaj matrix(String name) {
        return ModelFileReader.matrix(section(name, Kind.MATRIX));
    }

    /** A new copy. */
    public double[] doubles(String name) {
        return ModelFileReader.doubles(section(name, Kind.DOUBLES));
    }

    /** The same file with other properties in section {@code name}, which it has. */
    public ModelFile withProperties(String name, Map<String, String> properties) {
        section(name, Kind.PROPERTIES);
        Map<String, Section> changed = new LinkedHashMap<>(sections);
        changed.put(name, new Section(Kind.PROPERTIES, name, Properties.format(properties).getBytes(StandardCharsets.UTF_8)));
        return new ModelFile(changed);
    }

    private Section section(String name, Kind kind) {
        Section section = sections.get(name);
        if (section == null) {
            throw new ModelFileException("the model file has no section '" + name + "'; it has " + sections.keySet());
        }
        if (section.kind() != kind) {
            throw new ModelFileException("section '" + name + "' holds " + section.kind() + ", not " + kind);
        }
        return section;
    }

    /** Collects sections; names are distinct. */
    public static final class Builder {
        private final Map<String, Section> sections = new LinkedHashMap<>();

        private Builder() {}

        public Builder properties(String name, Map<String, String> properties) {
            return add(Kind.PROPERTIES, name, Properties.format(properties).getBytes(StandardCharsets.UTF_8));
        }

        public Builder matrix(String name, FMatrixRMaj matrix) {
            return add(Kind.MATRIX, name, ModelFileWriter.payload(matrix));
        }

        public Builder doubles(String name, double[] values) {
            return add(Kind.DOUBLES, name, ModelFileWriter.payload(values));
        }

        private Builder add(Kind kind, String name, byte[] payload) {
            if (sections.putIfAbsent(name, new Section(kind, name, payload)) != null) {
                throw new IllegalArgumentException("section '" + name + "' exists already");
            }
            return this;
        }

        public ModelFile build() {
            return new ModelFile(new LinkedHashMap<>(sections));
        }
    }
}

package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The written sources are what their templates write. */
class TemplatesTest {

    @Test
    void vectorElementwise_comparedWithItsTemplate_isIdentical() throws IOException {
        assertEquals(new VectorElementwiseTemplate().write(), source("VectorElementwise.java"));
    }

    @Test
    void vectorMicro_comparedWithItsTemplate_isIdentical() throws IOException {
        assertEquals(new VectorMicroTemplate().write(), source("VectorMicro.java"));
    }

    private static String source(String name) throws IOException {
        Path folder = Path.of(System.getProperty("lacuna.root"), "kernels/core/src/main/java/dev/lacuna/kernels");
        return Files.readString(folder.resolve(name)).replace("\r\n", "\n");
    }
}

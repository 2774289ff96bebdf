package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VectorElementwiseTemplateTest {

    @Test
    void committedSource_comparedWithItsTemplate_isIdentical() throws IOException {
        Path source = Path.of(System.getProperty("lacuna.root"), "kernels/core/src/main/java/dev/lacuna/kernels/VectorElementwise.java");
        assertEquals(new VectorElementwiseTemplate().write(), Files.readString(source).replace("\r\n", "\n"));
    }
}

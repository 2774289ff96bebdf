package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Model files of version 0.1.0, one a family, must be read by every later version and complete their table as they did then.
 * {@code test-data/models/README.md} says how they were made.
 */
class OldModelFilesTest {

    private static final Path MODELS = Path.of(System.getProperty("lacuna.root"), "test-data", "models");
    /** A kernel may change in its last bits, and a cell then by one in its last digit; a format read wrong changes it by much. */
    private static final double RELATIVE = 5e-3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "gina", "gnr", "psmvae", "chained", "forest", "neighbours"})
    void oldModel_imputes_itsRecordedValues(String model) throws IOException {
        Path out = folder.resolve("out.csv");
        Program program = Program.run("impute", Program.PENGUINS, "--using", MODELS.resolve(model + ".lacuna").toString(),
                "--samples", "100", "--out", out.toString());
        assertEquals(0, program.code(), program.words());
        List<String> completed = Files.readAllLines(out);
        List<String> names = List.of(completed.get(0).split(","));
        List<String> recorded = Files.readAllLines(MODELS.resolve(model + ".csv"));
        for (String line : recorded.subList(1, recorded.size())) {
            String[] cell = line.split(",");
            assertSame(cell[2], completed.get(Integer.parseInt(cell[0])).split(",")[names.indexOf(cell[1])], line);
        }
        assertEquals(20, recorded.size());
    }

    private static void assertSame(String expected, String actual, String place) {
        if (Character.isDigit(expected.charAt(0))) {
            double value = Double.parseDouble(expected);
            assertTrue(Math.abs(Double.parseDouble(actual) - value) <= RELATIVE * Math.abs(value), place + " is now " + actual);
        } else {
            assertEquals(expected, actual, place);
        }
    }
}

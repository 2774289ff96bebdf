package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jobs stay in the first JVM: rows x samples x bytes of the model below 280e9. */
class SmallJobTest {

    @TempDir
    private Path folder;
    private String table;
    private String model;

    @BeforeEach
    void write() throws IOException {
        table = Files.writeString(folder.resolve("t.csv"), "a\n" + "1\n".repeat(999)).toString();
        model = Files.write(folder.resolve("m.lacuna"), new byte[279_999]).toString();
    }

    @Test
    void impute_withASmallModel_isSmallUpToTheBound() throws IOException {
        assertTrue(SmallJob.is(new String[] {"impute", table, "--using", model, "--out", "-"}));
        assertTrue(SmallJob.is(new String[] {"impute", table, "--using=" + model, "--samples=1000"}));
        assertFalse(SmallJob.is(new String[] {"impute", table, "--using", model, "--samples", "1001"}));
        Files.write(Path.of(model), new byte[280_001]);
        assertFalse(SmallJob.is(new String[] {"impute", table, "--using", model}));
        assertTrue(SmallJob.is(new String[] {"impute", table, "--using", model, "--samples", "900"}));
    }

    @Test
    void anyOtherCommandLine_isNotSmall() {
        assertFalse(SmallJob.is(new String[] {}));
        assertFalse(SmallJob.is(new String[] {"impute"}));
        assertFalse(SmallJob.is(new String[] {"impute", table}));
        assertFalse(SmallJob.is(new String[] {"impute", "-", "--using", model}));
        assertFalse(SmallJob.is(new String[] {"impute", table, "--using"}));
        assertFalse(SmallJob.is(new String[] {"impute", table, "--using", folder.resolve("none").toString()}));
        assertFalse(SmallJob.is(new String[] {"impute", table, "--using", model, "--samples", "many"}));
        assertFalse(SmallJob.is(new String[] {"fit", table, "--using", model}));
    }
}

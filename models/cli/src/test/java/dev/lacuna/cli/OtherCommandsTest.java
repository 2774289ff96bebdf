package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.train.ProgressListener;
import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Models;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {

    @Test
    void models_listsEveryModelWithItsSettings() {
        Program all = Program.run("models");
        assertEquals(0, all.code());
        for (ModelKind kind : Models.all()) {
            assertTrue(all.data().contains(kind.assumes()), kind.name());
            Program one = Program.run("models", kind.name());
            assertEquals(0, one.code());
            kind.settings().forEach(setting -> assertTrue(one.data().contains(setting.description()), setting.name()));
        }
        assertEquals("", all.words());
    }

    @Test
    void profile_penguins_countsHolesAndPatterns() {
        Program program = Program.run("profile", Program.PENGUINS);
        assertEquals(0, program.code(), program.words());
        assertTrue(program.data().contains("344 rows, 8 columns, 19 missing cells"), program.data());
        assertTrue(program.data().lines().anyMatch(line -> line.matches("sex +binary +11 +3\\.20 .*")), program.data());
        assertTrue(program.data().lines().anyMatch(line -> line.matches("9 +sex")), program.data());
    }

    @Test
    void inspect_modelFile_saysWhatItIs(@TempDir Path folder) {
        String file = folder.resolve("m.lacuna").toString();
        assertEquals(0, Program.run("fit", Program.PENGUINS, "--model", "neighbours", "--set", "k=7", "--seed", "5", "--out",
                file).code());
        Program program = Program.run("inspect", file);
        assertEquals(0, program.code(), program.words());
        for (String part : new String[] {"neighbours", "344", "body_mass_g", "Adelie, Chinstrap, Gentoo"}) {
            assertTrue(program.data().contains(part), part + " in " + program.data());
        }
        assertTrue(program.data().lines().anyMatch(line -> line.contains("k=7")), program.data());
    }

    @Test
    void help_everyCommand_teachesWithExamples() {
        for (String command : new String[] {"impute", "fit", "classify", "ask", "inspect", "profile", "models"}) {
            Program program = Program.run(command, "--help");
            assertEquals(0, program.code());
            assertTrue(program.data().contains("Example") && program.data().contains("  lacuna " + command), program.data());
            assertTrue(program.data().lines().allMatch(line -> line.length() <= 80), program.data());
            assertEquals(program.data(), Program.run("help", command).data());
        }
        assertTrue(Program.run("--help").data().contains("lacuna impute patients.csv"));
        assertTrue(Program.run("--version").data().startsWith("lacuna "));
        assertTrue(Program.run("fit", "--version").data().startsWith("lacuna "));
    }

    @Test
    void progressBar_line_showsShareSpeedAndTimeLeft() {
        String line = ProgressBar.line(new ProgressListener.Progress("training", 250, 1000, 1.25, 50));
        assertEquals("training  [######..................]  25 %  50.0/s  15 s left  loss 1.250", line);
        assertEquals("3 min 20 s", ProgressBar.duration(200));
        assertEquals("?", ProgressBar.duration(Double.NaN));
    }
}

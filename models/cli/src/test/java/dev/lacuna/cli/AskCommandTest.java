package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskCommandTest {
    private static String model;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void fit() {
        model = folder.resolve("penguins.lacuna").toString();
        Program fit = Program.run("fit", Program.PENGUINS, "--model", "pvae", "--set", "encoder-layers=8", "--set",
                "decoder-layers=8",
                "--set", "set-width=8", "--set", "set-embedding=4", "--set", "latent=2", "--ignore", "year", "--steps", "150",
                        "--out", model);
        assertEquals(0, fit.code(), fit.words());
    }

    @Test
    void ask_row_ranksWhatIsNotKnown() {
        Program program = Program.run("ask", model, "--row", "bill_length_mm=39.1, sex=male");
        assertEquals(0, program.code(), program.words());
        String[] lines = program.data().split(System.lineSeparator());
        assertEquals(6, lines.length, program.data());
        assertTrue(lines[0].matches("ask +tells +\\+- +the answer will be about"), lines[0]);
        assertTrue(program.data().contains("species") && !program.data().contains("bill_length_mm"), program.data());
        assertTrue(program.data().lines().anyMatch(line ->
                line.matches("species +-?\\d\\.\\d{4} +\\d\\.\\d{4} +.*Adelie 0\\.\\d\\d.*")));
        assertTrue(program.data().lines().anyMatch(line ->
                line.matches("body_mass_g +-?\\d\\.\\d{4} +\\d\\.\\d{4} +\\d+ \\+- [\\d.]+")),
                program.data());
        assertEquals(program.data(), Program.run("ask", model, "--row", "sex=male,bill_length_mm=39.1").data());
    }

    @Test
    void ask_targetsAndCosts_areShownAndHeeded() {
        Program program = Program.run("ask", model, "--row", "", "--target", "species", "--target", "body_mass_g", "--cost",
                "species=1e6",
                "--top", "3");
        assertEquals(0, program.code(), program.words());
        String[] lines = program.data().split(System.lineSeparator());
        assertTrue(lines[0].contains("for the cost") && lines[0].contains("entropy of species")
                && lines[0].contains("sd of body_mass_g"),
                lines[0]);
        assertEquals(5, lines.length, program.data());
        assertTrue(lines[1].contains(" -> ") && !lines[1].startsWith("species"), program.data());
        assertEquals("and 4 more columns", lines[4]);
    }

    @Test
    void ask_rowFile_answersEveryRow() {
        Program program = Program.runWithInput("sex,species\nmale,\n,Gentoo\n,\n", "ask", model, "--row-file", "-", "--top", "1");
        assertEquals(0, program.code(), program.words());
        for (String part : new String[] {"row 1: sex=male", "row 2: species=Gentoo", "row 3: nothing is known"}) {
            assertTrue(program.data().contains(part), part + " in " + program.data());
        }
        Program complete = Program.runWithInput("species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex\n"
                + "Adelie,Dream,39,18,181,3700,male\n", "ask", model, "--row-file", "-");
        assertEquals("nothing is left to ask" + System.lineSeparator(), complete.data());
    }

    @Test
    void ask_whatDoesNotFit_isNamed() {
        String[][] mistakes = {{"2", "--row \"\""}, {"2", "row", "--row", "zap"}, {"3", "'zap'", "--row", "zap=1"},
            {"3", "Gentoo", "--row", "species=Emperor"}, {"3", "is a number", "--row", "body_mass_g=big"},
            {"2", "twice", "--row", "sex=male,sex=female"}, {"3", "body_mass_g", "--row", "", "--target", "zap"},
            {"3", "unknown column 'zap'", "--row", "", "--cost", "zap=1"}, {"2", "above 0", "--row", "", "--cost", "sex=0"},
            {"2", "at least 1", "--row", "", "--top", "0"}, {"2", "at least 2", "--row", "", "--samples", "1"},
            {"5", "no such file", "--row-file", folder.resolve("absent.csv").toString()}};
        for (String[] mistake : mistakes) {
            String[] command = new String[mistake.length];
            command[0] = "ask";
            command[1] = model;
            System.arraycopy(mistake, 2, command, 2, mistake.length - 2);
            Program program = Program.run(command);
            assertEquals(Integer.parseInt(mistake[0]), program.code(), mistake[1] + ": " + program.words());
            assertTrue(program.words().contains(mistake[1]), mistake[1] + " in " + program.words());
            assertEquals("", program.data());
        }
    }

    @Test
    void ask_modelWithoutLatentVariable_namesThoseThatCan() {
        String mean = folder.resolve("mean.lacuna").toString();
        assertEquals(0, Program.run("fit", Program.PENGUINS, "--model", "mean", "--out", mean).code());
        Program program = Program.run("ask", mean, "--row", "");
        assertEquals(ExitCode.USAGE, program.code());
        assertTrue(program.words().contains("'mean'") && program.words().contains("pvae"), program.words());
    }
}

package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImputeCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"penguins/penguins.csv, chained", "penguins/penguins.csv, neighbours", "penguins/penguins.csv, mean",
        "credit_gsanchez/credit_gsanchez.csv, chained"})
    void impute_realTable_keepsObservedBytesAndFillsTheRest(String file, String model) throws IOException {
        Path table = Program.TABLES.resolve(file);
        Path out = folder.resolve("out.csv");
        Program program = Program.run("impute", table.toString(), "--out", out.toString(), "--model", model);
        assertEquals(0, program.code(), program.words());
        assertEquals("", program.data());
        assertTrue(program.words().contains("every observed cell is unchanged"), program.words());
        // Neither file quotes a cell, so a comma always ends one.
        List<String> before = Files.readAllLines(table);
        List<String> after = Files.readAllLines(out);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            String[] old = before.get(i).split(",", -1);
            String[] now = after.get(i).split(",", -1);
            assertEquals(old.length, now.length);
            for (int c = 0; c < old.length; c++) {
                if (old[c].isEmpty()) assertFalse(now[c].isEmpty());
                else assertEquals(old[c], now[c]);
            }
        }
    }

    @Test
    void impute_throughTheStandardStreams_equalsTheFile() throws IOException {
        Path out = folder.resolve("out.csv");
        assertEquals(0, Program.run("impute", Program.PENGUINS, "--out", out.toString(), "--seed", "3", "--model", "forest")
                .code());
        Program piped = Program.runWithInput(Files.readString(Path.of(Program.PENGUINS)), "impute", "-", "--out", "-", "--seed",
                "3",
                "--model", "forest");
        assertEquals(0, piped.code(), piped.words());
        assertEquals(Files.readString(out), piped.data());
    }

    @Test
    void impute_tableWithoutHoles_isReturnedAsItIs() {
        String table = "a;b\r\n1;\"x\"\r\n2;y\r\n3;x";
        Program program = Program.runWithInput(table, "impute", "-", "--out", "-");
        assertEquals(0, program.code(), program.words());
        assertEquals(table, program.data());
        assertTrue(program.words().contains("nothing was missing"));
    }

    @Test
    void impute_draws_areNumberedDifferAndRepeat() throws IOException {
        String[] command = {"impute", Program.PENGUINS, "--out", folder.resolve("out.csv").toString(), "--draws", "3", "--model",
            "neighbours"};
        assertEquals(0, Program.run(command).code());
        String first = Files.readString(folder.resolve("out.1.csv"));
        assertNotEquals(first, Files.readString(folder.resolve("out.2.csv")));
        assertTrue(Files.exists(folder.resolve("out.3.csv")));
        assertFalse(Files.exists(folder.resolve("out.csv")));
        assertEquals(0, Program.run(command).code());
        assertEquals(first, Files.readString(folder.resolve("out.1.csv")));
        command[3] = folder.resolve("d-{}.csv").toString();
        assertEquals(0, Program.run(command).code());
        assertEquals(first, Files.readString(folder.resolve("d-1.csv")));
    }

    @Test
    void fitThenImputeUsing_newRows_areCompletedFromTheFile() throws IOException {
        Path model = folder.resolve("penguins.lacuna");
        Program fit = Program.run("fit", Program.PENGUINS, "--model", "chained", "--out", model.toString());
        assertEquals(0, fit.code(), fit.words());
        Path direct = folder.resolve("direct.csv");
        assertEquals(0, Program.run("impute", Program.PENGUINS, "--model", "chained", "--out", direct.toString()).code());
        Program using = Program.runWithInput(Files.readString(Path.of(Program.PENGUINS)), "impute", "-", "--using",
                model.toString(),
                "--out", "-");
        assertEquals(Files.readString(direct), using.data());

        String newRow = "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\n"
                + "Gentoo,,,,,5600,,2010\n";
        Program one = Program.runWithInput(newRow, "impute", "-", "--using", model.toString(), "--out", "-");
        assertEquals(0, one.code(), one.words());
        assertTrue(one.data().contains("Gentoo,Biscoe,"), one.data());
        Program strange = Program.runWithInput(newRow.replace("Gentoo", "Emperor"), "impute", "-", "--using", model.toString(),
                "--out", "-");
        assertEquals(3, strange.code());
        assertTrue(strange.words().contains("standard input:2:1") && strange.words().contains("Emperor"), strange.words());
        Program kept = Program.runWithInput(newRow.replace("Gentoo", "Emperor"), "impute", "-", "--using", model.toString(),
                "--out", "-",
                "--unseen", "missing");
        assertEquals(0, kept.code(), kept.words());
        assertTrue(kept.data().contains("\nEmperor,"), kept.data());
    }

    @Test
    void impute_columnOptions_areHeeded() {
        String table = "id,grade,n,x\na,low,1,-999\nb,,2,4.5\nc,high,,5.5\nd,mid,4,6.5\n,low,2,7.5\n";
        Program program = Program.runWithInput(table, "impute", "-", "--out", "-", "--ignore", "id", "--ordinal",
                "grade=low,mid,high",
                "--type", "n=count", "--missing", "-999", "--model", "chained");
        assertEquals(0, program.code(), program.words());
        String[] lines = program.data().split("\n");
        assertTrue(lines[1].matches("a,low,1,-?[0-9]+\\.[0-9]"), lines[1]);
        assertTrue(lines[2].matches("b,(low|mid|high),2,4\\.5"), lines[2]);
        assertTrue(lines[3].matches("c,high,[0-9]+,5\\.5"), lines[3]);
        assertEquals(",low,2,7.5", lines[5]);
    }

    @Test
    void impute_report_saysWhatWasFilled() throws IOException {
        Path report = folder.resolve("report.txt");
        assertEquals(0, Program.run("impute", Program.PENGUINS, "--out", folder.resolve("o.csv").toString(), "--report",
                report.toString(), "--quiet", "--model", "chained").code());
        String text = Files.readString(report);
        assertTrue(text.contains("19 cells filled in 11 rows") && text.contains("body_mass_g"), text);
    }

    @Test
    void impute_patterns_addsTheSetOfEachRow() throws IOException {
        Path model = folder.resolve("m.lacuna");
        assertEquals(0, Program.run("fit", Program.PENGUINS, "--model", "psmvae", "--set", "categories=2", "--set", "hidden=8", "--steps",
                "20", "--out", model.toString()).code());
        Path out = folder.resolve("out.csv");
        Program program = Program.run("impute", Program.PENGUINS, "--using", model.toString(), "--out", out.toString(), "--samples",
                "10", "--patterns");
        assertEquals(0, program.code(), program.words());
        List<String> lines = Files.readAllLines(out);
        assertTrue(lines.get(0).endsWith(",pattern_set"), lines.get(0));
        assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith(",0") || line.endsWith(",1")));
        assertEquals(345, lines.size());
    }

    @Test
    void impute_patternsOfAModelWithout_isRefusedBeforeTheWork() {
        Program program = Program.run("impute", Program.PENGUINS, "--model", "mean", "--out", "-", "--patterns");
        assertEquals(2, program.code());
        assertTrue(program.words().contains("psmvae"), program.words());
    }
}

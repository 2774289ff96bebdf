package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input has its exit code, one readable line that says where, and leaves no file. */
class BadInputTest {
    private static final String GOOD = "a,b\n1,x\n2,y\n3,\n";

    @TempDir
    private Path folder;

    static List<Arguments> badTables() {
        String numbers = "1\n2\n".repeat(20);
        return List.of(
                Arguments.of("ragged row", "a,b\n1,x\n2\n", List.of("table.csv:3")),
                Arguments.of("unparsable number", "a\n" + numbers + "twelve\n", List.of("table.csv:42:1", "twelve")),
                Arguments.of("empty file", "", List.of("table.csv", "empty")),
                Arguments.of("duplicate header", "a,b,a\n1,2,3\n", List.of("table.csv:1", "'a'")),
                Arguments.of("infinite value", "a,b\n1,2\ninf,3\n4.5,5\n", List.of("table.csv:3:1", "infinite")),
                Arguments.of("column without an observed value", "a,b\n1,\n2,\n", List.of("'b'", "no observed value")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTables")
    void impute_badTable_saysWhereAndWritesNothing(String what, String table, List<String> expected) throws IOException {
        Path in = Files.writeString(folder.resolve("table.csv"), table);
        Program program = Program.run("impute", in.toString(), "--out", folder.resolve("out.csv").toString());
        assertEquals(ExitCode.BAD_INPUT, program.code(), program.words());
        assertEquals(1, program.words().lines().count(), program.words());
        for (String part : expected) assertTrue(program.words().contains(part), program.words());
        assertEquals(List.of("table.csv"), filesIn(folder));
    }

    @Test
    void impute_unknownColumn_listsTheKnownOnes() {
        for (String[] option : new String[][] {{"--ignore", "zap"}, {"--type", "zap=real"}, {"--ordinal", "zap=low,high"}}) {
            Program program = Program.runWithInput(GOOD, "impute", "-", "--out", "-", option[0], option[1]);
            assertEquals(ExitCode.BAD_INPUT, program.code());
            assertTrue(program.words().contains("'zap'") && program.words().contains("[a, b]"), program.words());
            assertEquals("", program.data());
        }
    }

    @Test
    void impute_constantColumnOneRowAndHugeCell_areCompleted() {
        assertEquals("a,b\n7,1\n7,2\n7,3\n", completed("a,b\n7,1\n,2\n7,3\n"));
        assertEquals("a,b\n1,x\n", completed("a,b\n1,x\n"));
        String huge = "y".repeat(100_000);
        assertTrue(completed("a,b\n1.5," + huge + "\n2.5,x\n,x\n").startsWith("a,b\n1.5," + huge + "\n2.5,x\n"));
    }

    private static String completed(String table) {
        Program program = Program.runWithInput(table, "impute", "-", "--out", "-", "--model", "chained");
        assertEquals(0, program.code(), program.words());
        return program.data();
    }

    @Test
    void anyCommand_missingFile_isAnInputOutputError() {
        String absent = folder.resolve("absent.csv").toString();
        for (String[] command : new String[][] {{"impute", absent, "--out", "-"}, {"profile", absent}, {"inspect", absent},
            {"fit", absent, "--out", folder.resolve("m").toString()}}) {
            Program program = Program.run(command);
            assertEquals(ExitCode.INPUT_OUTPUT, program.code(), program.words());
            assertTrue(program.words().contains("absent.csv: there is no such file"), program.words());
        }
    }

    @Test
    void impute_damagedModelFile_isRefusedByCode() throws IOException {
        Path model = folder.resolve("m.lacuna");
        assertEquals(0, Program.run("fit", Program.PENGUINS, "--model", "mean", "--out", model.toString()).code());
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        Program damaged = Program.run("impute", Program.PENGUINS, "--using", model.toString(), "--out", "-");
        assertEquals(ExitCode.BAD_MODEL_FILE, damaged.code());
        assertEquals(1, damaged.words().lines().count(), damaged.words());
        assertEquals(ExitCode.BAD_MODEL_FILE, Program.run("inspect", Program.PENGUINS).code());
    }

    @Test
    void anyCommand_usageMistake_isToldWithoutReadingTheTable() {
        String[][] mistakes = {{}, {"frobnicate"}, {"impute"}, {"impute", "-"}, {"impute", "-", "--out", "-", "--zap"},
            {"impute", "-", "--out", "-", "--model", "zap"}, {"impute", "-", "--out", "-", "--set", "zap=1"},
            {"impute", "-", "--out", "-", "--set", "rounds=many", "--model", "chained"},
                    {"impute", "-", "--out", "-", "--draws", "0"},
            {"impute", "-", "--out", "-", "--draws", "2"}, {"impute", "-", "--out", "-", "--threads", "0"},
            {"impute", "-", "--out", "-", "--samples", "0"}, {"impute", "-", "--out", "-", "--type", "a=zap"},
            {"impute", "-", "--out", "-", "--type", "a=ordinal"}, {"impute", "-", "--out", "-", "--delimiter", "ab"},
            {"impute", "-", "--out", "-", "--unseen", "zap"}, {"impute", "-", "--out", "-", "--minutes", "-1"},
            {"impute", "-", "--out", "out-{}.csv"}, {"impute", "-", "--out", "-", "--using", "m", "--model", "mean"},
            {"fit", "-", "--out", "-"}, {"fit", "-", "--out", "m", "--resume"}, {"models", "zap"},
            {"impute", Program.PENGUINS, "--out", Program.PENGUINS}};
        for (String[] mistake : mistakes) {
            Program program = Program.runWithInput(GOOD, mistake);
            assertEquals(ExitCode.USAGE, program.code(), String.join(" ", mistake) + ": " + program.words());
            assertTrue(program.words().startsWith("lacuna: "), program.words());
            assertFalse(program.words().contains("\tat "), program.words());
            assertEquals("", program.data());
        }
    }

    @Test
    void impute_drawsFromAModelWithoutThem_saysWhichHaveThem() {
        Program program = Program.run("impute", Program.PENGUINS, "--model", "mean", "--draws", "2", "--out",
                folder.resolve("o.csv").toString());
        assertEquals(ExitCode.USAGE, program.code());
        assertTrue(program.words().contains("chained"), program.words());
        assertEquals(List.of(), filesIn(folder));
    }

    @Test
    void impute_outputFolderMissing_isToldBeforeTheWork() {
        Program program = Program.run("impute", Program.PENGUINS, "--out", folder.resolve("no").resolve("o.csv").toString());
        assertEquals(ExitCode.INPUT_OUTPUT, program.code());
        assertTrue(program.words().contains("is not a folder"), program.words());
    }

    private static List<String> filesIn(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }
}

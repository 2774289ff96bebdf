package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClassifyCommandTest {
    private static final String HEADER = "species;bill_length_mm;\"bill_depth_mm\";flipper_length_mm;body_mass_g;sex";

    @TempDir
    private Path folder;

    /**
     * The penguins that are measured completely, as a foreign file: semicolons, CR LF, a quoted cell; every third species
     * hidden.
     */
    private static String penguins() throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append("\r\n");
        Random random = new Random(6);
        for (String line : Files.readAllLines(Path.of(Program.PENGUINS)).subList(1, 345)) {
            String[] cells = line.split(",", -1);
            if (List.of(cells).contains("")) continue;
            String species = random.nextInt(3) == 0 ? "" : random.nextInt(5) == 0 ? '"' + cells[0] + '"' : cells[0];
            text.append(String.join(";", species, cells[2], cells[3], cells[4], cells[5], cells[6])).append("\r\n");
        }
        return text.toString();
    }

    private static Program classify(String table, String... options) {
        List<String> command = new ArrayList<>(List.of("classify", "-", "--out", "-", "--starts", "0"));
        command.addAll(List.of(options));
        return Program.runWithInput(table, command.toArray(String[]::new));
    }

    @Test
    void classify_realTable_keepsObservedBytesAndFillsTheRest() throws IOException {
        String table = penguins();
        Program program = classify(table, "--label", "species", "--mechanism", "logent", "--baseline", "lda", "--baseline",
                "self-training");
        assertEquals(0, program.code(), program.words());
        String[] before = table.split("\r\n", -1);
        String[] after = program.data().split("\r\n", -1);
        assertEquals(before.length, after.length);
        assertEquals(HEADER + ";p(Adelie);p(Chinstrap);p(Gentoo)", after[0]);
        for (int i = 1; i < before.length - 1; i++) {
            int label = before[i].indexOf(';');
            if (label > 0) {
                assertTrue(after[i].startsWith(before[i] + ';'), after[i]);
            } else {
                assertTrue(after[i].matches("(Adelie|Chinstrap|Gentoo)" + before[i] + "(;[01]\\.[0-9]{6}){3}"), after[i]);
            }
        }
        for (String part : new String[] {"every observed cell is unchanged", "mechanism: logent", "AIC", "BIC", "mcar", "Caveat",
            "lda would fill", "self-training would fill"}) {
            assertTrue(program.words().contains(part), part + " in " + program.words());
        }
        assertTrue(program.words().lines().anyMatch(line -> line.matches(" +Gentoo +\\d+ +\\d+ +0\\.\\d+|.*Gentoo.*1\\.000")),
                program.words());
    }

    @Test
    void classify_fileAndStandardStreams_giveTheSameOnAnyThreads() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), penguins());
        Path out = folder.resolve("out.csv");
        Path report = folder.resolve("report.txt");
        Program file = Program.run("classify", table.toString(), "--label", "species", "--mechanism", "mnar", "--out",
                out.toString(),
                "--starts", "0", "--threads", "2", "--report", report.toString(), "--quiet");
        assertEquals(0, file.code(), file.words());
        assertEquals("", file.data() + file.words());
        Program piped = classify(penguins(), "--label", "species", "--mechanism", "mnar", "--threads", "1");
        assertEquals(Files.readString(out), piped.data());
        String text = Files.readString(report);
        assertTrue(text.contains("starts of the search") && text.contains("do missing labels depend on the class?"), text);
    }

    @Test
    void modelOutThenUsing_newRows_areLabelledWithoutLearning() throws IOException {
        String model = folder.resolve("penguins.lacuna").toString();
        assertEquals(0, classify(penguins(), "--label", "species", "--mechanism", "mcar", "--model-out", model).code());
        String rows = "bill_length_mm,sex,bill_depth_mm,body_mass_g,flipper_length_mm\n38.9,female,17.8,3625,181\n50,male,15.2,5700,218\n";
        Program program = Program.runWithInput(rows, "classify", "-", "--using", model, "--out", "-");
        assertEquals(0, program.code(), program.words());
        String[] lines = program.data().split("\n");
        assertTrue(lines[0].endsWith(",species,p(Adelie),p(Chinstrap),p(Gentoo)"), lines[0]);
        assertTrue(lines[1].startsWith("38.9,female,17.8,3625,181,Adelie,") && lines[2].contains(",Gentoo,"), program.data());
        assertTrue(program.words().contains("from the features alone"), program.words());

        Program hole = Program.runWithInput(rows.replace("17.8", ""), "classify", "-", "--using", model, "--out", "-");
        assertEquals(ExitCode.BAD_INPUT, hole.code());
        assertTrue(hole.words().contains("standard input:2:13") && hole.words().contains("'bill_depth_mm'"), hole.words());
        Program ignored = Program.runWithInput(rows.replace("17.8", ""), "classify", "-", "--using", model, "--out", "-",
                "--ignore",
                "bill_depth_mm");
        assertEquals(hole.words(), ignored.words());
        Program strange = Program.runWithInput(rows.replace("female", "egg"), "classify", "-", "--using", model, "--out", "-");
        assertTrue(strange.words().contains("'egg'"), strange.words());

        Program inspect = Program.run("inspect", model);
        assertEquals(0, inspect.code(), inspect.words());
        for (String part : new String[] {"informative-labels", "mcar", "Adelie", "mean of bill_length_mm",
                "Adelie, Chinstrap, Gentoo"}) {
            assertTrue(inspect.data().contains(part), part + " in " + inspect.data());
        }
        assertEquals(ExitCode.BAD_MODEL_FILE, Program.runWithInput(rows, "impute", "-", "--using", model, "--out", "-").code());
        assertEquals(ExitCode.USAGE, Program.runWithInput(rows, "classify", "-", "--using", model, "--label", "sex", "--out",
                "-").code());
    }

    @Test
    void classify_auto_comparesMechanismsAndSaysWhichItTook() throws IOException {
        Program program = classify(penguins(), "--label", "species", "--ignore", "sex", "--ignore", "body_mass_g");
        assertEquals(0, program.code(), program.words());
        for (String name : new String[] {"mcar", "logent", "ent", "mixed:logent", "mnar", "mnar+logent"}) {
            assertTrue(program.words().lines().anyMatch(line -> line.startsWith("    " + name + " ")), name + " in "
                    + program.words());
        }
        assertTrue(program.words().lines().noneMatch(line -> line.startsWith("  ") && line.contains("Caveat")
                && line.length() > 102));
    }

    private static final String TWO = "a,b,k\n1,2,x\n2,1,x\n3,5,x\n4,2,\n5,7,y\n9,1,y\n8,8,y\n7,5,\n";

    static List<Arguments> degenerate() {
        return List.of(
                Arguments.of("every label missing", "a,b,k\n1,2,\n2,1,\n3,5,\n", List.of("'k'", "no label at all", "--classes")),
                Arguments.of("one class", "a,b,k\n1,2,x\n2,1,\n3,5,x\n", List.of("'k'", "one class only, 'x'", "2 of 3 rows")),
                Arguments.of("fewer rows than features", "a,b,c,k\n1,2,3,x\n2,1,1,y\n3,5,2,\n", List.of("3 rows", "3 features",
                        "--covariance diagonal")),
                Arguments.of("collinear", "a,b,k\n1,2,x\n2,4,x\n3,6,y\n4,8,y\n5,10,\n", List.of("collinear", "0 a, 1 b")),
                Arguments.of("hole in a feature", TWO.replace("5,7,y", "5,,y"),
                        List.of("standard input:6:3", "'b'", "lacuna impute")),
                Arguments.of("no feature", "k\nx\ny\n?\n", List.of("no feature")),
                Arguments.of("only a constant", "a,k\n1,x\n1,y\n1,\n", List.of("no feature")),
                Arguments.of("unknown label column", TWO.replace("k\n", "kind\n"), List.of("'k'", "[a, b, kind]")),
                Arguments.of("a probability column already", TWO.replace("a,", "p(x),"), List.of("'p(x)'", "rename")),
                Arguments.of("an identifier as label", identifiers(), List.of("30 different values in 30 cells")));
    }

    private static String identifiers() {
        StringBuilder text = new StringBuilder("a,k\n");
        for (int i = 0; i < 30; i++) text.append(i % 7).append(",name").append(i).append('\n');
        return text.append("3,\n").toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("degenerate")
    void classify_degenerateTable_isAClearError(String what, String table, List<String> expected) {
        Program program = classify(table, "--label", "k");
        assertEquals(ExitCode.BAD_INPUT, program.code(), program.words());
        assertEquals(1, program.words().lines().count(), program.words());
        for (String part : expected) assertTrue(program.words().contains(part), part + " in " + program.words());
        assertEquals("", program.data());
    }

    @Test
    void classify_degenerateTableWithAnAnswer_getsOne() {
        Program groups = classify("a,k\n1,\n2,\n1.5,\n11,\n12,\n11.5,\n", "--label", "k", "--classes", "2");
        assertEquals(0, groups.code(), groups.words());
        String[] lines = groups.data().split("\n");
        assertEquals("a,k,p(unlabelled-1),p(unlabelled-2)", lines[0]);
        assertEquals(lines[1].split(",")[1], lines[3].split(",")[1]);
        assertFalse(lines[1].split(",")[1].equals(lines[4].split(",")[1]), groups.data());
        assertTrue(groups.words().contains("class 'unlabelled-1' has no label"), groups.words());

        Program few = classify("a,b,c,d,k\n1,2,3,4,x\n2,1,7,7,y\n3,5,9,1,\n4,2,2,8,x\n", "--label", "k", "--covariance",
                "diagonal",
                "--mechanism", "mcar");
        assertEquals(0, few.code(), few.words());
        Program constant = classify("a,b,k\n1,7,x\n2,7,x\n3,7,\n4,7,y\n5,7,y\n9,7,\n", "--label", "k", "--mechanism", "mcar");
        assertEquals(0, constant.code(), constant.words());
        assertTrue(constant.words().contains("'b' is constant"), constant.words());
        Program complete = classify(TWO.replace(",\n", ",x\n"), "--label", "k");
        assertEquals(0, complete.code(), complete.words());
        assertTrue(complete.words().contains("no label was missing"), complete.words());
        assertTrue(complete.data().startsWith("a,b,k,p(x),p(y)\n1,2,x,1.000000,0.000000\n"), complete.data());
    }

    @Test
    void classify_usageMistake_saysWhatIsAllowed() {
        String[][] mistakes = {{"logent", "--mechanism", "zap"}, {"auto", "--mechanism", "zap"},
                {"diagonal", "--covariance", "round"},
            {"self-training", "--baseline", "zap"}, {"at least 2", "--classes", "1"}, {"mixed-recorded", "--source", "b"},
            {"--source", "--mechanism", "mixed-recorded:ent"}, {"at least 0", "--starts", "-1"}, {"a file", "--model-out", "-"}};
        for (String[] mistake : mistakes) {
            Program program = Program.runWithInput(TWO, "classify", "-", "--out", "-", "--label", "k", mistake[1], mistake[2]);
            assertEquals(ExitCode.USAGE, program.code(), program.words());
            assertTrue(program.words().contains(mistake[0]), mistake[0] + " in " + program.words());
            assertEquals("", program.data());
        }
        assertTrue(Program.runWithInput(TWO, "classify", "-", "--out", "-").words().contains("--label COLUMN is missing"));
    }
}

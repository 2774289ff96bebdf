package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program in a process of its own: relaunch, exit codes, interrupts. */
@Timeout(120)
class ProcessTest {

    private static final int SIGINT = 2;

    @TempDir
    private Path folder;

    @Test
    void impute_withoutTheVectorModule_relaunchesWithItAndHidesItsWarning() throws Exception {
        Process process = start("impute", Program.PENGUINS, "--out", "-", "--model", "chained", "--verbose");
        String data = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        String words = Files.readString(folder.resolve("words"));
        assertFalse(words.contains("WARNING"), words);
        assertTrue(words.startsWith("lacuna: kernels vector-"), words);
        assertEquals(345, data.lines().count());

        Process plain = start("impute", Program.PENGUINS, "--out", "-", "--model", "chained", "--verbose", "--no-relaunch");
        assertEquals(data, new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, plain.waitFor());
        assertTrue(Files.readString(folder.resolve("words")).startsWith("lacuna: kernels plain "));
    }

    @Test
    void impute_badInputInTheRelaunchedProgram_keepsItsExitCode() throws Exception {
        Path table = Files.writeString(folder.resolve("t.csv"), "a,b\n1\n");
        assertEquals(ExitCode.BAD_INPUT, start("impute", table.toString(), "--out", "-").waitFor());
        assertEquals(ExitCode.USAGE, start("impute", table.toString()).waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--no-relaunch"})
    void impute_interrupted_exitsWith130AndLeavesNoFile(String option) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")) || Files.isExecutable(Path.of("/usr/bin/kill")));
        assumeFalse(interruptsAreIgnored(), "SKIPPED: whoever started this build ignores SIGINT, and so does every child");
        String table = Program.TABLES.resolve("credit_gsanchez").resolve("credit_gsanchez.csv").toString();
        List<String> command = new ArrayList<>(List.of("impute", table, "--out", folder.resolve("out.csv").toString(), "--model",
                "forest",
                "--set", "trees=1000", "--set", "rounds=100", "--verbose"));
        if (!option.isEmpty()) command.add(option);
        Process process = start(command.toArray(String[]::new));
        // The kernels are named when the table has been read: from then on it computes for minutes.
        while (!Files.readString(folder.resolve("words")).contains("kernels") && process.isAlive()) Thread.sleep(20);
        List<ProcessHandle> children = process.descendants().toList();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(ExitCode.INTERRUPTED, process.exitValue());
        for (ProcessHandle child : children) assertFalse(child.isAlive());
        String words = Files.readString(folder.resolve("words"));
        assertTrue(words.endsWith("lacuna: interrupted; nothing was written to " + folder.resolve("out.csv") + System.lineSeparator()),
                words);
        try (var files = Files.list(folder)) {
            assertEquals(List.of("words"), files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** A job that a shell puts in the background inherits SIGINT as ignored, and a JVM leaves it so. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return false;
        String ignored = Files.readString(status).lines().filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn:\t0");
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).trim(), 16) & 1 << SIGINT - 1) != 0;
    }

    @Test
    void passOn_bytes_dropsOnlyTheWarningAndOnlyFirst() throws IOException {
        String warning = "WARNING: Using incubator modules: jdk.incubator.vector\n";
        assertEquals("a\nb", passedOn(warning + "a\nb"));
        assertEquals("a\n" + warning, passedOn("a\n" + warning));
        assertEquals("WARNING: Using", passedOn("WARNING: Using"));
        assertEquals("WARNING: Use\n", passedOn("WARNING: Use\n"));
        assertEquals("", passedOn(warning));
        assertEquals("", passedOn(""));
    }

    private static String passedOn(String bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Relaunch.passOn(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Data by the process's stream, words into {@code folder/words}. */
    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-cp",
                System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        Path words = folder.resolve("words");
        Files.writeString(words, "");
        return new ProcessBuilder(command).redirectError(words.toFile()).start();
    }
}

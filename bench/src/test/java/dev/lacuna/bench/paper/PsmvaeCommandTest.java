package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PsmvaeCommandTest {

    @Test
    void psmvae_runAgain_printsTheSameFromTheFileAndMeasuresNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("psmvae.csv");
        String first = run(file, "--seeds", "0", "--samples", "2");
        String kept = Files.readString(file);
        assertTrue(first.contains("| breast | 80 % | MCAR | psmvae, K = 1 | correct |"), first);
        assertTrue(first.contains("psmvae, K = 2 a category | paper-style |"), first);
        assertEquals(first, run(file, "--seeds", "0", "--samples", "2"));
        assertEquals(kept, Files.readString(file));
        assertEquals(3, kept.lines().count());
        run(file, "--seeds", "0,1", "--samples", "2");
        assertEquals(6, Files.readString(file).lines().count());
        assertTrue(Files.readString(file).startsWith(kept));
    }

    @Test
    void psmvae_table3RunAgain_measuresNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("psmvae.csv");
        String first = run(file, "--seeds", "0", "--table3");
        String kept = Files.readString(file);
        assertEquals(2, kept.lines().count());
        assertEquals(first, run(file, "--seeds", "0", "--table3"));
        assertEquals(kept, Files.readString(file));
    }

    private static String run(Path file, String... more) {
        Path tables = Path.of(System.getProperty("lacuna.root"), "test-data", "tables");
        List<String> arguments = new ArrayList<>(List.of("psmvae", "--data", tables.toString(), "--sets", "breast", "--epochs", "1",
                "--set", "hidden=8", "--results", file.toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        assertEquals(0, new CommandLine(new PaperCommand()).setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new)));
        return out.toString();
    }
}

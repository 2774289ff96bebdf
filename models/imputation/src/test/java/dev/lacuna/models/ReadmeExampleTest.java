package dev.lacuna.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java example of README.md compiles against what is there, and runs. */
class ReadmeExampleTest {
    private static final String IMPORTS = """
            import dev.lacuna.engine.csv.*;
            import dev.lacuna.engine.table.*;
            import dev.lacuna.models.*;
            import dev.lacuna.models.latent.*;
            import java.nio.file.Path;
            import java.util.List;
            """;

    @TempDir
    private Path folder;

    @Test
    void example_ofReadme_compiles() throws Exception {
        assertEquals("", compile(example()));
    }

    /** The same lines with the files in a folder of their own and 20 steps of learning instead of a minute. */
    @Test
    void example_onPatients_fillsEveryCell() throws Exception {
        StringBuilder patients = new StringBuilder("age,job\n,nurse\n");
        for (int row = 0; row < 40; row++) {
            patients.append(20 + row).append(',').append(row % 5 == 0 ? "" : row % 2 == 0 ? "nurse" : "smith").append('\n');
        }
        Files.writeString(folder.resolve("patients.csv"), patients);
        String quick = example().replace("Path.of(", "folder.resolve(")
                .replace("fit(table)", "fit(table, FitOptions.defaults().withMaxSteps(20))");

        assertEquals("", compile(quick));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Example").getMethod("run", Path.class).invoke(null, folder);
        }

        List<String> completed = Files.readAllLines(folder.resolve("completed.csv"));
        assertEquals(42, completed.size());
        assertTrue(completed.stream().noneMatch(line -> line.startsWith(",") || line.endsWith(",")), completed.toString());
    }

    private static String example() throws Exception {
        String readme = Files.readString(Path.of(System.getProperty("lacuna.root"), "README.md"), StandardCharsets.UTF_8);
        int from = readme.indexOf("```java\n") + "```java\n".length();
        return readme.substring(from, readme.indexOf("```", from));
    }

    /** What the compiler says; empty where all is well. */
    private String compile(String lines) throws Exception {
        Path source = folder.resolve("Example.java");
        Files.writeString(source, IMPORTS + "public class Example {\n    public static void run(Path folder) throws Exception {\n"
                + lines + "    }\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(words, files, null,
                    List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d", folder.toString()), null,
                    files.getJavaFileObjects(source)).call();
            return done ? "" : words.toString();
        }
    }
}

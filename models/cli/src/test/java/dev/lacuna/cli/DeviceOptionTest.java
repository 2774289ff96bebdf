package dev.lacuna.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --device}: the device that was asked for, or an error; never another one. */
@Timeout(180)
class DeviceOptionTest {
    private static final Path JAR = Path.of(System.getProperty("lacuna.root"), "kernels", "opencl", "target",
            "lacuna-opencl.jar");
    private static final int ROWS = 60;

    @TempDir
    private Path folder;

    @Test
    void device_unknown_isAMistakeOfUsage() {
        Program program = Program.run("impute", Program.PENGUINS, "--out", folder.resolve("x.csv").toString(), "--device",
                "gpu");
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals("lacuna: --device is 'gpu'; allowed: cpu, opencl", program.words().strip());
    }

    @ParameterizedTest
    @CsvSource({"chained, rounds=2", "psmvae, estimate=category"})
    void device_modelWithoutSamples_isRefusedBeforeTheWork(String model, String setting) throws IOException {
        Program program = Program.run("impute", Program.PENGUINS, "--out", folder.resolve("x.csv").toString(), "--device",
                "opencl", "--model", model, "--set", setting);
        assertEquals(ExitCode.USAGE, program.code());
        assertTrue(program.words().contains("--device opencl is for models that draw importance samples; " + model),
                program.words());
        assertNothingWritten();
    }

    /** With 100,000 steps in it: a refusal after the training would be a test that runs for minutes. */
    @Test
    void opencl_mixturePosterior_isRefusedBeforeTheWork() throws IOException {
        Program program = Program.run("impute", Program.PENGUINS, "--out", folder.resolve("x.csv").toString(), "--device",
                "opencl", "--set", "posterior=mixture", "--steps", "100000");
        assertEquals(ExitCode.USAGE, program.code());
        assertTrue(program.words().contains("--device opencl is for draws of one Gaussian; notmiwae as it is set draws from a"
                + " mixture; allowed: cpu"), program.words());
        assertNothingWritten();
    }

    @Test
    void device_fittedModelWithoutSamples_isRefused() throws IOException {
        Path model = folder.resolve("m.lacuna");
        assertEquals(0, Program.run("fit", Program.PENGUINS, "--model", "mean", "--out", model.toString()).code());
        Program program = Program.run("impute", Program.PENGUINS, "--using", model.toString(), "--out", "-",
                "--device", "opencl");
        assertEquals(ExitCode.USAGE, program.code(), program.words());
        assertEquals("", program.data());
    }

    /** This JVM has no provider on its class path, and is not relaunched. */
    @Test
    void device_withoutItsJar_saysWhatIsNeededAndFillsNothing() throws IOException {
        Program program = Program.run("impute", Program.PENGUINS, "--out", folder.resolve("x.csv").toString(), "--steps", "2",
                "--device", "opencl");
        assertEquals(ExitCode.INPUT_OUTPUT, program.code());
        assertTrue(program.words().startsWith("lacuna: --device opencl needs lacuna-opencl.jar"), program.words());
        assertNothingWritten();
    }

    @Test
    void cpu_isTheDefaultAndIsNamed() {
        Program program = Program.run("impute", Program.PENGUINS, "--out", "-", "--steps", "2", "--samples", "10");
        assertEquals(0, program.code(), program.words());
        assertTrue(program.words().contains("  sampled on cpu ("), program.words());
    }

    @Test
    void places_ofTheJar_areThoseDocumented() {
        Path installed = Path.of("/opt/lacuna");
        assertEquals(List.of(Path.of("/opt/lacuna/lacuna-opencl.jar")), OpenClJar.places(Optional.empty(), installed));
        assertEquals(List.of(Path.of("/a/models/cli/target/lacuna-opencl.jar"),
                Path.of("/a/kernels/opencl/target/lacuna-opencl.jar")),
                OpenClJar.places(Optional.empty(), Path.of("/a/models/cli/target")));
        assertEquals(List.of(Path.of("/b/c.jar")), OpenClJar.places(Optional.of("/b/c.jar"), installed));
    }

    @Test
    void asksForOpenCl_onlyAsTheValueOfTheOption() {
        assertTrue(Relaunch.asksForOpenCl(new String[] {"impute", "t", "--device", "opencl"}));
        assertTrue(Relaunch.asksForOpenCl(new String[] {"impute", "--device=opencl", "t"}));
        assertFalse(Relaunch.asksForOpenCl(new String[] {"impute", "opencl", "--device", "cpu"}));
        assertFalse(Relaunch.asksForOpenCl(new String[] {"impute", "--device"}));
    }

    @Test
    void jarNamedByTheEnvironment_notThere_isToldWithItsPath() throws Exception {
        Run run = run(Map.of(OpenClJar.ENVIRONMENT, "/nowhere/x.jar"), Program.PENGUINS, "--device", "opencl", "--steps", "2");
        assertEquals(ExitCode.INPUT_OUTPUT, run.code());
        assertTrue(run.words().contains("looked for /nowhere/x.jar"), run.words());
        assertEquals("", run.data());
    }

    @Test
    void openClJar_holdsItsProviderAndAparapiButNoKernelsOfTheProgram() throws IOException {
        assumeJar();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertTrue(jar.getEntry("META-INF/services/dev.lacuna.kernels.sampling.ImportanceSampler") != null);
            assertTrue(jar.getEntry("com/aparapi/Kernel.class") != null);
            assertEquals(List.of(), jar.stream().map(Object::toString)
                    .filter(name -> name.startsWith("dev/lacuna/") && name.endsWith(".class"))
                    .filter(name -> !name.startsWith("dev/lacuna/kernels/opencl/")).toList());
        }
    }

    /** The filled cells of the device are the processor's to 1e-3, in a table whose values are of size 1 to 10. */
    @Test
    void opencl_wherePresent_fillsAsTheProcessorDoes() throws Exception {
        assumeJar();
        String table = Files.writeString(folder.resolve("t.csv"), table()).toString();
        Map<String, String> environment = Map.of(OpenClJar.ENVIRONMENT, JAR.toString());
        Run device = run(environment, table, "--device", "opencl", "--steps", "100", "--seed", "5");
        if (device.words().contains("no OpenCL device was found")) {
            assertEquals(ExitCode.INPUT_OUTPUT, device.code());
            skip("no OpenCL device here; install PoCL (pocl-opencl-icd)");
        }
        assertEquals(0, device.code(), device.words());
        assertTrue(device.words().contains("  sampled on opencl: "), device.words());
        Run processor = run(Map.of(), table, "--steps", "100", "--seed", "5");
        assertEquals(0, processor.code(), processor.words());
        List<String> expected = processor.data().lines().toList();
        List<String> actual = device.data().lines().toList();
        assertEquals(ROWS + 1, actual.size());
        for (int row = 1; row <= ROWS; row++) {
            String[] theirs = expected.get(row).split(",", -1);
            String[] ours = actual.get(row).split(",", -1);
            for (int c = 0; c < 3; c++) assertEquals(Double.parseDouble(theirs[c]), Double.parseDouble(ours[c]), 1e-3);
        }
    }

    /** Six decimals, which the filled cells then have too: finer than the tolerance. On PoCL even these were equal. */
    private static String table() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int row = 0; row < ROWS; row++) {
            double a = 5 + random.nextGaussian();
            double b = a + random.nextGaussian() / 2;
            String hidden = String.format(Locale.ROOT, "%.6f", 10 - b + random.nextGaussian() / 2);
            text.append(String.format(Locale.ROOT, "%.6f,%s,%s%n", a, row % 4 == 1 ? "" : String.format(Locale.ROOT, "%.6f", b),
                    row % 3 == 0 ? "" : hidden));
        }
        return text.toString();
    }

    private void assertNothingWritten() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static void assumeJar() {
        if (!Files.exists(JAR)) skip(JAR + " is not built; 'mvn verify' builds it before these tests");
    }

    private static void skip(String why) {
        System.err.println("SKIPPED: " + why);
        Assumptions.abort("SKIPPED: " + why);
    }

    private record Run(int code, String data, String words) {}

    /** {@code impute ... --out -} in a process of its own. */
    private Run run(Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "impute", "--out", "-"));
        command.addAll(List.of(args));
        File words = folder.resolve("words").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(words);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String data = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Run(process.exitValue(), data, Files.readString(words.toPath()));
    }
}

package dev.lacuna.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lacuna.models.latent.ImportanceWeightedGolden;
import dev.lacuna.models.patternset.PatternSetGolden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every golden case of a directory: {@code -Dlacuna.golden=DIR}, a relative one starting at the repository's root. The cases were
 * computed in float64 by an independent implementation; the tolerances are those given with them for a float32 engine.
 */
class GoldenCasesTest {
    private static final double LOSS = 1e-5;
    /** Of a gradient's own norm. */
    private static final double GRADIENT = 2e-4;
    /** A gradient that cancels to nothing has no norm to compare with; this is 2e-4 of a gradient of norm 0.005. */
    private static final double GRADIENT_FLOOR = 1e-6;
    private static final double IMPUTED = 1e-3;
    /** Log-weights are sums of tens of float32 terms; this is the loss's tolerance with room for a single sample. */
    private static final double LOG_WEIGHT = 1e-4;

    private static final List<GoldenFamily> FAMILIES = List.of(new ImportanceWeightedGolden(), new PatternSetGolden());

    @TestFactory
    Stream<DynamicTest> everyCase_agreesWithTheReference() throws IOException {
        Path root = Path.of(System.getProperty("lacuna.root"));
        Path directory = root.resolve(System.getProperty("lacuna.golden", "test-data/golden"));
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        assertFalse(files.isEmpty(), "no golden case in " + directory);
        return files.stream().map(file -> dynamicTest(file.getFileName().toString(), () -> check(GoldenCase.read(file))));
    }

    private static void check(GoldenCase golden) {
        GoldenFamily family = FAMILIES.stream().filter(f -> f.family().equals(golden.family())).findFirst().orElse(null);
        if (family == null) fail("no model runs family '" + golden.family() + "'");
        GoldenFamily.Outcome outcome = family.run(golden, 0);
        List<String> report = new ArrayList<>();
        compare(golden, outcome, report);
        System.out.println("golden " + golden.name() + ": " + String.join(", ", report));
        compare(golden, family.run(golden, 1e6f), new ArrayList<>());
    }

    private static void compare(GoldenCase golden, GoldenFamily.Outcome outcome, List<String> report) {
        double loss = golden.number("expect", "loss");
        double lossError = Math.abs(outcome.loss() - loss) / Math.abs(loss);
        report.add("loss " + format(lossError));
        assertTrue(lossError <= LOSS, () -> "loss " + outcome.loss() + ", expected " + loss);
        outcome.tables().forEach((name, actual) -> {
            double worst = worstRelative(golden.doubles("expect", name), actual, name);
            report.add(name + " " + format(worst));
            assertTrue(worst <= LOG_WEIGHT, () -> name + " is off by " + worst);
        });
        compareGradients(golden, outcome, report);
        double[] imputed = golden.doubles("expect", "imputed");
        assertEquals(imputed.length, outcome.imputed().length, "imputed cells");
        double worstCell = 0;
        for (int i = 0; i < imputed.length; i++) {
            worstCell = Math.max(worstCell, Math.abs(imputed[i] - outcome.imputed()[i]) / Math.max(1, Math.abs(imputed[i])));
        }
        double worstSize = worstRelative(golden.doubles("expect", "ess"), outcome.effectiveSampleSize(), "ess");
        report.add("imputed " + format(worstCell));
        report.add("ess " + format(worstSize));
        assertTrue(worstCell <= IMPUTED, "an imputed cell is off by " + worstCell);
        assertTrue(worstSize <= IMPUTED, "an effective sample size is off by " + worstSize);
    }

    private static void compareGradients(GoldenCase golden, GoldenFamily.Outcome outcome, List<String> report) {
        Set<String> expected = new HashSet<>(golden.names("expect/grads"));
        assertEquals(expected, outcome.gradients().keySet(), "parameters");
        double worst = 0;
        String worstName = "";
        for (String name : expected) {
            double[] reference = golden.doubles("expect/grads", name);
            float[] actual = outcome.gradients().get(name);
            assertEquals(reference.length, actual.length, name);
            double norm = 0;
            double distance = 0;
            for (int i = 0; i < actual.length; i++) {
                norm += reference[i] * reference[i];
                distance += (reference[i] - actual[i]) * (reference[i] - actual[i]);
            }
            double off = Math.sqrt(distance);
            double length = Math.sqrt(norm);
            assertTrue(off <= GRADIENT * length + GRADIENT_FLOOR, () -> "gradient of " + name + " is off by " + off + " of "
                    + length);
            if (length > 0 && off / length > worst) {
                worst = off / length;
                worstName = name;
            }
        }
        report.add("gradient " + format(worst) + " (" + worstName + ")");
    }

    /** Largest difference over the size of the expected number, or over 1 where that is smaller. */
    private static double worstRelative(double[] expected, double[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]) / Math.max(1, Math.abs(expected[i])));
        }
        return worst;
    }

    private static String format(double error) {
        return String.format(java.util.Locale.ROOT, "%.1e", error);
    }
}

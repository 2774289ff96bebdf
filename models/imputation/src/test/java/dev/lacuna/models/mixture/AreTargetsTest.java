package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Source;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Every row of are-targets.csv, or of the file named by the system property {@code lacuna.are} (relative to the repository root),
 * to 1e-6 (spec 8).
 */
class AreTargetsTest {
    private static final double TOLERANCE = 1e-6;

    @Test
    void efficiency_ofEveryRow_meetsTarget() {
        String given = System.getProperty("lacuna.are", "");
        Path path = given.isEmpty() ? Targets.file("are-targets.csv") : Targets.root().resolve(given);
        List<Map<String, String>> rows = Targets.csv(path);
        assertFalse(rows.isEmpty(), path + " holds no rows");
        Map<List<Double>, TwoClassTheory> theories = new HashMap<>();
        assertAll(path.toString(), rows.stream().map(row -> (Executable) () -> check(row, theories)));
    }

    private static void check(Map<String, String> row, Map<List<Double>, TwoClassTheory> theories) {
        double separation = number(row, "Delta");
        double prior = number(row, "pi1");
        TwoClassTheory theory = theories.computeIfAbsent(List.of(separation, prior), k -> TwoClassTheory.of(separation, prior));
        Efficiency e = theory.efficiency(missingness(row), (int) number(row, "p"));
        if (has(row, "xi0") && !Double.isNaN(e.intercept())) {
            double target = number(row, "xi0");
            // eight significant digits in the file
            assertEquals(target, e.intercept(), TOLERANCE * Math.max(1, Math.abs(target)), () -> "xi0 of " + row);
        }
        if (has(row, "ARE_full_vs_CC")) {
            assertEquals(number(row, "ARE_full_vs_CC"), e.full(), TOLERANCE, () -> "full of " + row);
        }
        if (has(row, "ARE_ig_vs_CC")) {
            assertEquals(number(row, "ARE_ig_vs_CC"), e.ignorable(), TOLERANCE, () -> "ignorable of " + row);
        }
    }

    private static Missingness missingness(Map<String, String> row) {
        String name = row.get("covariate").toLowerCase(Locale.ROOT);
        double alpha = has(row, "alpha") ? number(row, "alpha") : 0;
        Source source = row.getOrDefault("mode", "").equalsIgnoreCase("latent") ? Source.LATENT : Source.RECORDED;
        boolean atRandom = name.isEmpty() || name.equals("mcar") || name.equals("none");
        return new Missingness(atRandom ? Optional.empty() : Optional.of(Covariate.named(name)), has(row, "xi1") ? number(row,
                "xi1") : 0,
                number(row, "gamma_mar"), alpha, source);
    }

    private static boolean has(Map<String, String> row, String column) {
        String v = row.getOrDefault(column, "");
        return !v.isEmpty() && !v.equalsIgnoreCase("na") && !v.equalsIgnoreCase("nan");
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }
}

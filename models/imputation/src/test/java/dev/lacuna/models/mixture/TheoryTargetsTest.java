package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Closed-form targets (spec 2.3, 2.4), critical slopes (2.5) and the exact column of the published tables. */
class TheoryTargetsTest {
    private static final JsonNode TARGETS = Targets.json("closed-form-targets.json");

    @Test
    void excess_ofThreeSeparations_meetsTarget() {
        for (JsonNode row : TARGETS.get("excess_coefficients").get("rows")) {
            Efficiency e = TwoClassTheory.of(row.get("Delta").asDouble(), 0.5)
                    .efficiency(Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3), 1);
            // five decimals in the file; the stated tolerance
            assertEquals(row.get("CC").asDouble(), e.excessComplete(), 5e-6);
            assertEquals(row.get("full").asDouble(), e.excessFull(), 5e-6);
            assertEquals(row.get("ig").asDouble(), e.excessIgnorable(), 5e-6);
        }
    }

    @Test
    void excess_ofFiveColumns_isFiveTimesOne() {
        TwoClassTheory theory = TwoClassTheory.of(2, 0.5);
        Missingness m = Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3);
        assertEquals(5 * theory.efficiency(m, 1).excessFull(), theory.efficiency(m, 5).excessFull(), 1e-12);
    }

    @Test
    void matrices_ofUnequalPriors_meetTargets() {
        JsonNode m = TARGETS.get("matrices");
        Efficiency e = TwoClassTheory.of(2, 0.3).efficiency(Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3), 1);
        assertEquals(m.get("xi0").asDouble(), e.intercept(), 1e-7);
        assertArrayEquals(block(m.get("V_CC_inverse")), e.completeInverse(), 1e-7);
        assertArrayEquals(block(m.get("D")), e.labelLoss(), 1e-7);
        assertArrayEquals(block(m.get("M")), e.missingnessGain(), 1e-7);
        assertEquals(m.get("ARE_full").asDouble(), e.full(), 1e-6);
        assertEquals(m.get("ARE_ig").asDouble(), e.ignorable(), 1e-6);
    }

    private static double[] block(JsonNode m) {
        return new double[] {m.get(0).get(0).asDouble(), m.get(0).get(1).asDouble(), m.get(1).get(1).asDouble()};
    }

    @Test
    void unlabelledSample_againstLabelled_meetsTable() {
        JsonNode table = TARGETS.get("unlabelled_vs_labelled_percent");
        for (JsonNode row : table.get("rows")) {
            double[] separation = Targets.numbers(row.get("Delta"));
            double[] percent = Targets.numbers(row.get("ARE"));
            for (int i = 0; i < percent.length; i++) {
                Efficiency e = TwoClassTheory.of(separation[i], row.get("pi1").asDouble()).efficiency(Missingness.atRandom(1), 1);
                // two decimals of a percentage in the file
                assertEquals(percent[i], 100 * e.ignorable(), 0.01, row + " at " + separation[i]);
            }
        }
    }

    @Test
    void intercept_calibrated_meetsTargets() {
        for (JsonNode row : TARGETS.get("xi0_calibration")) {
            boolean identity = row.get("Sigma").asText().equals("identity");
            // with Sigma_ij = 0.3^|i-j| the Mahalanobis distance is the coordinate distance over sqrt(0.91)
            double separation = identity ? row.get("Delta").asDouble()
                    : row.get("coordinate_distance").asDouble() / Math.sqrt(0.91);
            double found = TwoClassTheory.of(separation, 0.5).intercept(Covariate.LOG_ENTROPY, row.get("xi1").asDouble(),
                    row.get("gamma").asDouble());
            assertEquals(row.get("xi0").asDouble(), found, identity ? 5e-7 : 1e-10, row.toString());
        }
    }

    @Test
    void vignette_unitValues_meetTargets() {
        JsonNode v = TARGETS.get("vignette");
        double[] mu = Targets.numbers(v.get("mu"));
        GaussianMixture mixture = GaussianMixture.of(Covariances.EQUAL, new double[] {0.5, 0.5},
                new double[][] {{mu[0]}, {mu[1]}}, new double[][] {{1}});
        JsonNode f = v.get("fitted");
        GaussianMixture fitted = GaussianMixture.of(Covariances.EQUAL, new double[] {f.get("pi1").asDouble(),
                1 - f.get("pi1").asDouble()},
                new double[][] {{f.get("mu").get(0).asDouble()}, {f.get("mu").get(1).asDouble()}},
                new double[][] {{f.get("variance").asDouble()}});
        RowTerm term = Mechanism.named("logent").term(Targets.numbers(v.get("xi")), 0, 2);
        double[] x = Targets.numbers(v.get("x"));
        Posterior at = new Posterior(2);
        for (int i = 0; i < x.length; i++) {
            mixture.posterior(new double[] {x[i]}, 0, at);
            // the last printed digit: x itself carries seven decimals, and d moves three times as fast
            assertEquals(v.get("entropy").get(i).asDouble(), at.entropy(), 2e-8);
            assertEquals(v.get("prob_mar").get(i).asDouble(), term.missingProbability(at), 2e-7);
            assertEquals(f.get("posterior_class1").get(i).asDouble(), fitted.probabilities(new double[] {x[i]})[0], 5e-7);
        }
    }

    @Test
    void criticalSlope_ofEveryRow_meetsTarget() {
        for (Map<String, String> row : Targets.csv(Targets.file("critical-slopes.csv"))) {
            Covariate covariate = Covariate.named(row.get("covariate"));
            TwoClassTheory theory = TwoClassTheory.of(Double.parseDouble(row.get("Delta")), 0.5);
            double rate = Double.parseDouble(row.get("gamma"));
            String target = row.get("critical_abs_xi1");
            if (target.isEmpty()) {
                assertTrue(theory.criticalSlope(covariate, rate, 1, 400).isEmpty(), row.toString());
                continue;
            }
            double sign = covariate == Covariate.SQUARED_LOG_ODDS ? -1 : 1;
            double printed = Double.parseDouble(target);
            int decimals = target.length() - target.indexOf('.') - 1;
            double half = 0.6 * Math.pow(10, -decimals);
            // 0.6 of the last printed digit: 103 rows lie within half of it, one (logent, 0.5, 0.99) at 15.8049 against 15.81
            assertTrue(theory.efficiency(Missingness.linked(covariate, sign * (printed - half), rate), 1).full() < 1,
                    row.toString());
            assertTrue(theory.efficiency(Missingness.linked(covariate, sign * (printed + half), rate), 1).full() > 1,
                    row.toString());
        }
    }

    @Test
    void criticalSlope_searched_bracketsOne() {
        assertEquals(0.954, TwoClassTheory.of(2, 0.5).criticalSlope(Covariate.LOG_ENTROPY, 0.3, 1, 400).orElseThrow(), 5e-4);
        assertEquals(0.114, TwoClassTheory.of(2, 0.5).criticalSlope(Covariate.SQUARED_LOG_ODDS, 0.3, 1, 400).orElseThrow(), 5e-4);
    }

    @Test
    void publishedMixed_exactColumn_isMet() {
        for (Map<String, String> row : Targets.csv(Targets.file("published-mixed.csv"))) {
            Missingness m = new Missingness(Optional.of(Covariate.LOG_ENTROPY), 3, Double.parseDouble(row.get("gamma_mar")),
                    Double.parseDouble(row.get("alpha")), row.get("source").equals("latent") ? Source.LATENT : Source.RECORDED);
            Efficiency e = TwoClassTheory.of(Double.parseDouble(row.get("Delta")), 0.5).efficiency(m,
                    Integer.parseInt(row.get("p")));
            // four decimals in the file
            assertEquals(Double.parseDouble(row.get("are_exact")), e.full(), 5.1e-5, row.toString());
        }
    }

    @Test
    void recordedMixture_efficiency_isLinearInAlpha() {
        TwoClassTheory theory = TwoClassTheory.of(2, 0.5);
        Missingness m = Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3);
        double none = theory.efficiency(m, 1).full();
        double some = theory.efficiency(m.mixedWith(0.2, Source.RECORDED), 1).full();
        double more = theory.efficiency(m.mixedWith(0.4, Source.RECORDED), 1).full();
        assertEquals(some - none, more - some, 1e-10);
    }

    @Test
    void arguments_outsideTheirRange_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> TwoClassTheory.of(0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> TwoClassTheory.of(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Missingness.linked(Covariate.ENTROPY, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Missingness.atRandom(0.3).mixedWith(1, Source.LATENT));
    }
}

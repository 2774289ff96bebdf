package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Simulation against theory, small; the full tables are in the bench results. */
class RelativeEfficiencyTest {

    @Test
    void simulatedEfficiency_atHighSeparation_agreesWithTheIntegral() {
        Efficiency exact = TwoClassTheory.of(2, 0.5).efficiency(Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3), 2);
        GaussianMixture truth = Samples.canonical(2, 2);
        LabelSimulator simulator = LabelSimulator.of(truth, Mechanism.named("logent"), new double[] {exact.intercept(), 3});
        List<RelativeEfficiency.Outcome> out = RelativeEfficiency.run(truth, simulator, List.of(RelativeEfficiency.complete(),
                RelativeEfficiency.fitted("ignorable", InformativeLabels.builder().randomStarts(0).build()),
                RelativeEfficiency.fitted("full",
                        InformativeLabels.builder().randomStarts(0).mechanism(Mechanism.named("logent")).build())),
                800, 60, 20251204, 1);
        RelativeEfficiency.Outcome full = out.get(2);
        RelativeEfficiency.Outcome ignorable = out.get(1);
        // three Monte Carlo errors
        assertEquals(exact.full(), full.efficiency(), 3 * full.efficiencyError(), out.toString());
        assertEquals(exact.ignorable(), ignorable.efficiency(), 3 * ignorable.efficiencyError(), out.toString());
        assertTrue(full.efficiency() - 2 * full.efficiencyError() > 1, "partial labels should beat complete ones here: " + full);
        assertEquals(exact.excessComplete() / 800, out.get(0).meanExcess(), 3 * out.get(0).excessError());
        assertEquals(0, full.failures());
    }

    @Test
    void error_ofTheBayesRule_isTheNormalTail() {
        GaussianMixture truth = Samples.canonical(2, 3);
        assertEquals(0.158655253931457, RelativeEfficiency.error(truth, truth.discriminant()), 1e-14);
    }
}

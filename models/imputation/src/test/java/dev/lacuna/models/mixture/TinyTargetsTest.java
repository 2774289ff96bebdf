package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import org.junit.jupiter.api.Test;

/** The 24-row set: values to 1e-8, gradient to 1e-6, maxima to the printed digits (spec 3.3). */
class TinyTargetsTest {
    private static final JsonNode TARGETS = Targets.json("tiny24-targets.json");

    private static Mechanism mechanism(String name) {
        return switch (name) {
            case "ig" -> new Mechanism.Mcar();
            case "mixed latent" -> Mechanism.named("mixed:logent");
            case "mnar+ent" -> Mechanism.named("mnar+logent");
            default -> Mechanism.named(name);
        };
    }

    private static GaussianMixture theta(Covariances structure) {
        JsonNode t = TARGETS.get("theta");
        double[][] covariance = structure.shared() ? new double[][] {flat(t.get("Sigma_equal"))}
                : new double[][] {flat(t.get("Sigma_unequal").get(0)), flat(t.get("Sigma_unequal").get(1))};
        return GaussianMixture.of(structure, Targets.numbers(t.get("pi")),
                new double[][] {Targets.numbers(t.get("mu").get(0)), Targets.numbers(t.get("mu").get(1))}, covariance);
    }

    private static double[] flat(JsonNode m) {
        return new double[] {m.get(0).get(0).asDouble(), m.get(0).get(1).asDouble(), m.get(1).get(0).asDouble(),
                m.get(1).get(1).asDouble()};
    }

    private static double[] parameters(JsonNode row) {
        if (row.has("logit_phi")) {
            return Targets.numbers(row.get("logit_phi"));
        }
        if (row.has("xi0")) {
            double[] xi0 = Targets.numbers(row.get("xi0"));
            return new double[] {xi0[0], xi0[1], row.get("xi1").asDouble()};
        }
        if (row.has("alpha")) {
            double[] xi = Targets.numbers(row.get("xi"));
            return new double[] {xi[0], xi[1], LogSpace.logit(row.get("alpha").asDouble())};
        }
        return row.has("xi") ? Targets.numbers(row.get("xi")) : new double[] {0.3};
    }

    @Test
    void value_atGivenTheta_meetsTargets() {
        PartlyLabelled sample = Targets.tiny("observed");
        try (Workers workers = new Workers(1)) {
            for (JsonNode row : TARGETS.get("loglik")) {
                for (Covariances structure : new Covariances[] {Covariances.EQUAL, Covariances.UNEQUAL}) {
                    Likelihood l = new Likelihood(new RowBlocks(sample), structure, 2, mechanism(row.get("mechanism").asText()),
                            workers);
                    double[] x = l.coordinates.encode(theta(structure), parameters(row));
                    boolean ignorable = row.get("mechanism").asText().equals("ig");
                    assertEquals(row.get(structure.name().toLowerCase()).asDouble(), ignorable ? l.ignorable(x) : l.value(x),
                            1e-8,
                            row.get("mechanism").asText() + " " + structure);
                }
            }
        }
    }

    @Test
    void gradient_atGivenTheta_meetsTarget() {
        try (Workers workers = new Workers(1)) {
            Likelihood l = new Likelihood(new RowBlocks(Targets.tiny("observed")), Covariances.EQUAL, 2,
                    Mechanism.named("logent"), workers);
            double[] gradient = new double[l.size()];
            JsonNode target = TARGETS.get("gradient_logent_equal");
            l.valueAndGradient(l.coordinates.encode(theta(Covariances.EQUAL), Targets.numbers(target.get("xi"))), gradient);
            assertArrayEquals(Targets.numbers(target.get("value")), gradient, 1e-6);
        }
    }

    @Test
    void maximum_ofEveryMechanism_meetsTarget() {
        try (Workers workers = new Workers(1)) {
            for (JsonNode row : TARGETS.get("mle_equal")) {
                String name = row.get("mechanism").asText();
                boolean complete = name.equals("cc");
                MixtureFitter fitter = new MixtureFitter(Targets.tiny(complete ? "truth" : "observed"), Covariances.EQUAL, 2,
                        FitOptions.DEFAULT, workers);
                MixtureFitter.Fit fit = fitter.fit(complete ? new Mechanism.Mcar() : mechanism(name));
                double value = row.has("kind") ? fit.report().ignorableLogLikelihood() : fit.report().logLikelihood();
                // the targets carry eight decimals
                assertEquals(row.get("loglik").asDouble(), value, 1e-7, name + " " + fit.report());
                double[] found = fit.coordinates().mechanismParameters(fit.x());
                for (String key : new String[] {"xi", "logit_phi"}) {
                    if (row.has(key)) {
                        assertArrayEquals(Targets.numbers(row.get(key)), found, 2e-4, name);
                    }
                }
                if (row.has("pi1")) {
                    assertEquals(row.get("pi1").asDouble(), fit.mixture().weight(0), 1e-5);
                    assertArrayEquals(Targets.numbers(row.get("mu1")), fit.mixture().mean(0), 1e-5);
                    assertArrayEquals(Targets.numbers(row.get("mu2")), fit.mixture().mean(1), 1e-5);
                    assertArrayEquals(flat(row.get("Sigma")), fit.mixture().covariance(0), 1e-5);
                }
            }
        }
    }
}

package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The likelihood and its gradient: finite differences, reductions between mechanisms, invariances, bits. */
class LikelihoodTest {

    private static List<Mechanism> all(int classes) {
        List<Mechanism> list = new ArrayList<>(List.of(new Mechanism.Mcar(), new Mechanism.ClassDependent()));
        for (Covariate c : Covariate.values()) {
            if (c != Covariate.SQUARED_LOG_ODDS || classes == 2) {
                list.add(Mechanism.named(c.shortName()));
                list.add(Mechanism.named("mixed:" + c.shortName()));
                list.add(Mechanism.named("mixed-recorded:" + c.shortName()));
                list.add(Mechanism.named("mnar+" + c.shortName()));
            }
        }
        return list;
    }

    private static double[] point(Coordinates at) {
        // seed 7: any interior point will do
        double[] noise = Draws.of(7, "test point").normal(0, at.size());
        for (int i = 0; i < noise.length; i++) {
            noise[i] *= 0.4;
        }
        return noise;
    }

    @Test
    void gradient_ofEveryMechanismAndStructure_agreesWithFiniteDifferences() {
        try (Workers workers = new Workers(1)) {
            for (int g : new int[] {2, 3}) {
                PartlyLabelled sample = g == 2 ? Samples.entropy(150, 2, 2, 0).observed() : Samples.threeClasses(150, 2,
                        0).observed();
                RowBlocks blocks = new RowBlocks(sample);
                for (Covariances structure : Covariances.values()) {
                    for (Mechanism mechanism : all(g)) {
                        Likelihood l = new Likelihood(blocks, structure, g, mechanism, workers);
                        double[] x = point(l.coordinates);
                        double[] gradient = new double[l.size()];
                        l.valueAndGradient(x, gradient);
                        for (int i = 0; i < x.length; i++) {
                            double h = 1e-6;
                            double[] up = x.clone();
                            double[] down = x.clone();
                            up[i] += h;
                            down[i] -= h;
                            double numeric = (l.value(up) - l.value(down)) / (2 * h);
                            // central difference: rounding 1e-13 |L| / h, |L| < 2000
                            assertEquals(numeric, gradient[i], 2e-5 * Math.max(1, Math.abs(numeric) / 10),
                                    mechanism.name() + " " + structure + " g=" + g + " " + l.coordinates.names().get(i));
                        }
                    }
                }
            }
        }
    }

    @Test
    void bits_doNotDependOnThreads() {
        PartlyLabelled sample = Samples.threeClasses(3001, 3, 1).observed();
        try (Workers one = new Workers(1); Workers three = new Workers(3)) {
            for (Covariances structure : Covariances.values()) {
                Likelihood a = new Likelihood(new RowBlocks(sample), structure, 3, Mechanism.named("mnar+gini"), one);
                Likelihood b = new Likelihood(new RowBlocks(sample), structure, 3, Mechanism.named("mnar+gini"), three);
                double[] ga = new double[a.size()];
                double[] gb = new double[a.size()];
                double[] x = point(a.coordinates);
                assertEquals(a.valueAndGradient(x, ga), b.valueAndGradient(x, gb));
                assertArrayEquals(ga, gb);
            }
        }
    }

    @Test
    void mechanisms_atTheirEdges_reduceToSimplerOnes() {
        PartlyLabelled sample = Samples.entropy(200, 2, 2, 3).observed();
        RowBlocks blocks = new RowBlocks(sample);
        try (Workers workers = new Workers(1)) {
            GaussianMixture theta = Samples.canonical(2, 2);
            double mar = value(blocks, theta, "logent", workers, 1, 1.5);
            assertEquals(mar, value(blocks, theta, "mixed:logent", workers, 1, 1.5, Double.NEGATIVE_INFINITY), 1e-9);
            double random = value(blocks, theta, "mcar", workers, 0.4);
            assertEquals(random, value(blocks, theta, "logent", workers, 0.4, 0), 1e-9);
            assertEquals(random, value(blocks, theta, "mnar", workers, 0.4, 0.4), 1e-9);
            assertEquals(mar, value(blocks, theta, "mnar+logent", workers, 1, 1, 1.5), 1e-9);
        }
    }

    private static double value(RowBlocks blocks, GaussianMixture theta, String mechanism, Workers workers,
            double... parameters) {
        Likelihood l = new Likelihood(blocks, Covariances.EQUAL, 2, Mechanism.named(mechanism), workers);
        return l.value(l.coordinates.encode(theta, parameters));
    }

    @Test
    void expectationMaximisation_everyStep_raisesTheLikelihood() {
        PartlyLabelled raw = Samples.threeClasses(400, 2, 5).observed();
        Scaling scaling = Scaling.of(raw);
        PartlyLabelled sample = raw.standardised(scaling.centre(), scaling.scale());
        try (Workers workers = new Workers(1)) {
            for (Mechanism mechanism : List.of(new Mechanism.Mcar(), new Mechanism.ClassDependent())) {
                for (Covariances structure : Covariances.values()) {
                    Likelihood l = new Likelihood(new RowBlocks(sample), structure, 3, mechanism, workers);
                    double[] x = l.coordinates.encode(LabelledMoments.start(sample, structure, 3, new double[3][]),
                            new double[mechanism.parameters(3)]);
                    double last = Double.NEGATIVE_INFINITY;
                    for (int step = 0; step < 30; step++) {
                        WeightedSums sums = l.expectation(x);
                        assertTrue(sums.logLikelihood >= last - 1e-10 * Math.abs(last), mechanism + " " + structure + " step "
                                + step);
                        last = sums.logLikelihood;
                        x = ExpectationMaximisation.step(l, x, sums);
                    }
                }
            }
        }
    }

    @Test
    void logEntropy_ofConfidentRows_keepsItsTail() {
        Posterior at = new Posterior(2);
        for (double d : new double[] {1, 10, 29.9, 30.1, 200, 800}) {
            at.logJoint[0] = d;
            at.logJoint[1] = 0;
            at.update();
            // e = log(1 + e^-d) + d sigma(-d); log e = -d + log(1 + d) to e^-d beyond 30 (spec 1.8)
            double expected = d > 30 ? -d + Math.log1p(d) : Math.log(Math.log1p(Math.exp(-d)) + d * LogSpace.sigmoid(-d));
            assertEquals(expected, Covariate.LOG_ENTROPY.value(at), 1e-12 * Math.abs(expected));
        }
    }

    @Test
    void logEntropyDerivative_acrossTheSwitch_isContinuous() {
        Posterior at = new Posterior(3);
        double[] below = new double[3];
        double[] above = new double[3];
        for (double[] out : new double[][] {below, above}) {
            at.logJoint[0] = 0;
            at.logJoint[1] = -30 + (out == below ? 1e-9 : -1e-9);
            at.logJoint[2] = -31;
            at.update();
            Covariate.LOG_ENTROPY.derivative(at, out);
        }
        assertArrayEquals(below, above, 1e-8);
    }
}

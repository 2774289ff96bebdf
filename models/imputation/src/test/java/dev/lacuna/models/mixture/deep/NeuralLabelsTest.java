package dev.lacuna.models.mixture.deep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.nn.Initialiser;
import dev.lacuna.engine.nn.Mlp;
import dev.lacuna.kernels.Activation;
import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.LabelSimulator;
import dev.lacuna.models.mixture.PartlyLabelled;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import org.junit.jupiter.api.Test;

/** The neural class model: gradient through the entropy, recovery on Gaussian data, repeatability. */
class NeuralLabelsTest {
    private static final double SLOPE = 6;

    private static LabelSimulator.Draw draw(int rows) {
        GaussianMixture truth = GaussianMixture.of(Covariances.EQUAL, new double[] {0.5, 0.5}, new double[][] {{1, 0}, {-1, 0}},
                new double[][] {{1, 0, 0, 1}});
        double intercept = TwoClassTheory.of(2, 0.5).intercept(Covariate.NORMALISED_ENTROPY, SLOPE, 0.4);
        return LabelSimulator.of(truth, new Mechanism.Mar(Covariate.NORMALISED_ENTROPY), new double[] {intercept,
                SLOPE}).draw(rows, 5, 0);
    }

    @Test
    void gradient_ofUnlabelledRows_reachesTheNetworkThroughTheEntropy() {
        Parameters parameters = new Parameters();
        Mlp network = Mlp.create(parameters, "network", new int[] {2, 3, 2}, Activation.TANH, Initialiser.GLOROT_UNIFORM, 1);
        Parameter intercept = parameters.add("intercept", 1, 1);
        Parameter slope = parameters.add("slope", 1, 1);
        intercept.value().data[0] = -1;
        slope.value().data[0] = 3;
        PartlyLabelled sample = PartlyLabelled.of(new double[][] {{0.5, -1}, {2, 1}, {-1, 0.3}, {0.2, 0.1}}, new int[] {-1, 1, 0,
                -1});
        InformativeObjective objective = new InformativeObjective(network, intercept, slope, true, 4, 2, 2);
        for (int j = 0; j < 4; j++) {
            objective.put(j, sample, j, new double[2], new double[] {1, 1});
        }
        objective.run(true);
        for (Parameter parameter : parameters) {
            float[] gradient = objective.tape.gradient(parameter).data.clone();
            for (int i = 0; i < gradient.length; i++) {
                float old = parameter.value().data[i];
                parameter.value().data[i] = old + 1e-2f;
                double up = objective.run(false);
                parameter.value().data[i] = old - 1e-2f;
                double down = objective.run(false);
                parameter.value().data[i] = old;
                // float32: rounding 1e-7 / 2e-2, curvature 1e-4
                assertEquals((up - down) / 2e-2, gradient[i], 1e-3, parameter.name() + " " + i);
            }
        }
    }

    @Test
    void linearFit_onGaussianData_findsRuleAndSlope() {
        LabelSimulator.Draw draw = draw(2000);
        FittedNeuralLabels fitted = NeuralLabels.builder().hidden().weightDecay(0).build().fit(draw.observed(), 2);
        int wrong = 0;
        for (int j = 0; j < 2000; j++) {
            wrong += fitted.classify(draw.observed().row(j)) == draw.truth()[j] ? 0 : 1;
        }
        // Bayes error 0.1587, binomial standard error 0.0082
        assertEquals(0.1587, wrong / 2000.0, 3 * 0.0082);
        // standard error of the slope near 0.6 at this size
        assertEquals(SLOPE, fitted.slope(), 2);
        assertTrue(fitted.missingProbability(new double[] {0, 0}) > fitted.missingProbability(new double[] {3, 0}));
    }

    @Test
    void sameSeed_givesTheSameBits() {
        PartlyLabelled sample = draw(300).observed();
        NeuralLabels settings = NeuralLabels.builder().steps(50).batchRows(64).build();
        assertArrayEquals(settings.fit(sample, 2).probabilities(sample.row(0)), settings.fit(sample,
                2).probabilities(sample.row(0)));
    }

    @Test
    void classWithoutLabels_isRefused() {
        PartlyLabelled sample = PartlyLabelled.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 0, -1});
        assertTrue(assertThrows(IllegalArgumentException.class, () -> NeuralLabels.builder().build().fit(sample, 2)).getMessage()
                .contains("class 1"));
    }
}

package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/** The bound under a mixture posterior, drawn in strata, where the posterior has two modes: x | z ~ N(|z|, s²), z ~ N(0, 1). */
class MixturePosteriorTest {
    private static final double STD = 0.3;
    private static final float X = 1.2f;
    /** Mean and variance of the mode at z > 0, a Gaussian up to what of it is below 0. */
    private static final float MODE = (float) (X / (1 + STD * STD));
    private static final float MODE_LOG_VARIANCE = (float) Math.log(STD * STD / (1 + STD * STD));

    /** An encoder without hidden layers and with zero weights says the same of every row: its biases. */
    private static LatentObjective objective(int components, int samples, int rows, float[] encoderBias, float[] shareBias) {
        LatentSpec spec = new LatentSpec(FeatureLayout.uniform(1, FeatureKind.GAUSSIAN), 1, samples,
                new MlpEncoder(new Encoder.Layers(List.of(), Activation.TANH, 10, components), false),
                new Trunk(List.of(2), Activation.RELU), new DataHead(new DataHead.Scale.Fixed(STD)), new Prior.StandardNormal(),
                new Missingness.None(), Mixing.MEAN, 1, Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
        Parameters parameters = spec.initialParameters(1, new float[1]);
        set(parameters, "encoder.0.weight", new float[encoderBias.length]);
        set(parameters, "encoder.0.bias", encoderBias);
        if (components > 1) {
            set(parameters, "encoder.share.weight", new float[components]);
            set(parameters, "encoder.share.bias", shareBias);
        }
        set(parameters, "trunk.0.weight", new float[] {1, -1});
        set(parameters, "trunk.0.bias", new float[2]);
        set(parameters, "head.mean.weight", new float[] {1, 1});
        set(parameters, "head.mean.bias", new float[1]);
        LatentObjective objective = new LatentObjective(spec, parameters, rows, rows);
        FMatrixRMaj x = new FMatrixRMaj(1, 1, true, X);
        for (int row = 0; row < rows; row++) objective.inputs().load(row, x, new FMatrixRMaj(1, 1, true, 1), 0);
        float[] noise = objective.inputs().latentNoise.value().data;
        Kernels.get().normal(3, 0, 0, noise, 0, noise.length);
        return objective;
    }

    private static void set(Parameters parameters, String name, float[] values) {
        System.arraycopy(values, 0, parameters.get(name).value().data, 0, values.length);
    }

    /** Trapezoid rule, 4,000 steps: far below the sampling errors. */
    private static double logEvidence() {
        double sum = 0;
        for (int i = 0; i <= 4000; i++) {
            double z = -8 + i * 0.004;
            double miss = (X - Math.abs(z)) / STD;
            sum += 0.004 * Math.exp(-0.5 * (z * z + miss * miss)) / (2 * Math.PI * STD);
        }
        return Math.log(sum);
    }

    /**
     * The mean over rows of mean weights is an unbiased estimate of p(x) whatever the shares, here wrong ones; five standard
     * errors. Its logarithm, row by row, is the bound: nearly tight with two components in equal shares, loose with the best
     * single Gaussian and as many draws.
     */
    @Test
    void loss_posteriorOfTwoModes_isUnbiasedAndTighterThanOneGaussian() {
        int rows = 4000;
        LatentObjective wrong = objective(2, 3, rows, new float[] {MODE, -0.8f * MODE, MODE_LOG_VARIANCE, -1},
                new float[] {1, -1});
        wrong.evaluate();
        double[] log = wrong.logWeights().orElseThrow();
        double mean = 0;
        double square = 0;
        for (int row = 0; row < rows; row++) {
            double estimate = 0;
            for (int k = 0; k < 6; k++) estimate += Math.exp(log[k * rows + row]) / 6;
            mean += estimate / rows;
            square += estimate * estimate / rows;
        }
        assertEquals(Math.exp(logEvidence()), mean, 5 * Math.sqrt((square - mean * mean) / rows));

        double two = objective(2, 2, rows, new float[] {MODE, -MODE, MODE_LOG_VARIANCE, MODE_LOG_VARIANCE}, new float[2])
                .evaluate();
        double one = objective(1, 4, rows, new float[] {0, (float) Math.log(X * X)}, new float[0]).evaluate();
        assertEquals(-logEvidence(), two, 0.002, "what of each mode lies beyond 0, some 1e-4 of it, and the sampling error");
        assertTrue(one > two + 0.1, "two components " + two + ", one " + one);
    }

    /** Equal components in equal shares: draw k of component m is draw k M + m of one Gaussian. Tolerance: float32 terms. */
    @Test
    void loss_equalComponents_isThatOfOneGaussian() {
        float[] bias = {0.3f, 0.3f, -0.4f, -0.4f};
        LatentObjective two = objective(2, 5, 8, bias, new float[] {0.7f, 0.7f});
        LatentObjective one = objective(1, 10, 8, new float[] {0.3f, -0.4f}, new float[0]);
        assertEquals(one.evaluate(), two.evaluate(), 1e-6);
        double[] expected = one.logWeights().orElseThrow();
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], two.logWeights().orElseThrow()[i], 1e-5);
    }
}

package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Draws from a mixture of Gaussians in strata. */
class MixturePosteriorTest {
    private static final double STD = 0.3;

    /** x_1 | z ~ N(|z|, STD²) and x_2 | z ~ N(z, STD²): relu(z) ± relu(-z). The sign of z is not known from x_1. */
    private static FrozenNetwork twoSided(FrozenMissingness missingness) {
        return FrozenNetwork.builder(1, new int[] {0, 1}, Collections.nCopies(2, FeatureKind.GAUSSIAN))
                .trunk(List.of(new DenseLayer(1, 2, new float[] {1, -1}, new float[2], Activation.RELU)))
                .mean(DenseLayer.linear(2, 2, new float[] {1, 1, 1, -1}, new float[2])).scale(FrozenScale.shared(STD, 2))
                .missingness(missingness, 1, Mixing.SAMPLE).build();
    }

    private static SamplingRequest.Builder request(float x, int samples) {
        return SamplingRequest.builder(1).values(new float[] {x, 0}, new float[] {1, 0}).samples(samples)
                .noise(new Noise.Keyed(7, new long[] {99}));
    }

    /** q as it should be, two Gaussians at ±x / (1 + STD²), though with unequal shares. */
    private static SamplingRequest.Builder mixture(float x, int samples) {
        float mean = (float) (x / (1 + STD * STD));
        float logVariance = (float) Math.log(STD * STD / (1 + STD * STD));
        return request(x, samples).posterior(new float[] {mean, -mean}, new float[] {logVariance, logVariance})
                .mixture(new double[] {Math.log(0.7), Math.log(0.3)});
    }

    /** p(z) p(x_1 | z) P(missing x_2 | z) f(z) by the trapezoid rule, 4,000 steps: far below the sampling errors. */
    private static double integral(double x, DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i <= 4000; i++) {
            double z = -8 + i * 0.004;
            double miss = (x - Math.abs(z)) / STD;
            sum += 0.004 * Math.exp(-0.5 * (z * z + miss * miss)) / (2 * Math.PI * STD) * f.applyAsDouble(z);
        }
        return sum;
    }

    /** Four standard errors of the estimates at their effective size; one Gaussian over both modes has a much smaller one. */
    @Test
    void sample_posteriorOfTwoModes_equalsTheIntegrals() {
        float x = 1.2f;
        int samples = 5000;
        FrozenNetwork network = twoSided(new FrozenMissingness.None());
        SamplingResult result = ImportanceSampler.cpu().sample(network, mixture(x, samples).build());
        double evidence = integral(x, z -> 1);
        double size = result.effectiveSampleSize()[0];
        double spread = Math.sqrt(integral(x, z -> z * z) / evidence + STD * STD);
        assertEquals(Math.log(evidence), result.logMeanWeight()[0], 4 / Math.sqrt(size));
        assertEquals(0, result.expected()[1], 4 * spread / Math.sqrt(size), "both signs are as likely");
        assertEquals(spread, result.standardDeviation()[1], 4 * spread / Math.sqrt(size));
        assertEquals(2 * samples, result.samplesUsed()[0]);
        assertTrue(size > 0.7 * 2 * samples, "unequal shares cost (Σπ)² / Σπ² / 2 = .86; effective size " + size);
        SamplingResult single = ImportanceSampler.cpu().sample(network,
                request(x, 2 * samples).posterior(new float[1], new float[] {(float) Math.log(x * x)}).build());
        assertTrue(single.effectiveSampleSize()[0] < 0.6 * size, "one Gaussian: " + single.effectiveSampleSize()[0]);
    }

    /** The missing value hides itself, so each component's draws need noise of their own. */
    @Test
    void sample_selfMaskedValue_equalsTheIntegral() {
        FrozenMissingness hidesLarge = FrozenMissingness.selfMasking(new float[] {0, 4}, new float[] {0, 0.5f}, new int[] {0, 1});
        SamplingResult result = ImportanceSampler.cpu().sample(twoSided(hidesLarge), mixture(1.2f, 20_000).build());
        DoubleUnaryOperator hidden = z -> {
            double sum = 0;
            for (int i = 0; i <= 400; i++) {
                double e = -5 + i * 0.025;
                sum += 0.025 * Math.exp(-0.5 * e * e) / Math.sqrt(2 * Math.PI) / (1 + Math.exp(-4 * (z + STD * e - 0.5)));
            }
            return 0.5 * sum; // the column that reads nothing is observed with probability a half
        };
        double evidence = integral(1.2, hidden);
        assertEquals(Math.log(evidence), result.logMeanWeight()[0], 4 / Math.sqrt(result.effectiveSampleSize()[0]));
    }

    /** M equal components in equal shares are one Gaussian, and draw k of component m is its draw k M + m. */
    @Test
    void sample_equalComponents_areOneGaussian() {
        int components = 3;
        int samples = 70;
        float[] noise = new float[components * samples];
        Kernels.get().normal(5, 0, 0, noise, 0, noise.length);
        Noise given = new Noise.Given(noise, new float[2 * noise.length]);
        float[] mean = new float[components];
        float[] logVariance = new float[components];
        double[] share = new double[components];
        Arrays.fill(mean, 0.4f);
        Arrays.fill(logVariance, -0.3f);
        Arrays.fill(share, -Math.log(components));
        FrozenNetwork network = twoSided(new FrozenMissingness.None());
        SamplingResult mixture = ImportanceSampler.cpu().sample(network,
                request(0.8f, samples).posterior(mean, logVariance).mixture(share).noise(given).build());
        SamplingResult one = ImportanceSampler.cpu().sample(network, request(0.8f, components * samples)
                .posterior(new float[] {0.4f}, new float[] {-0.3f}).noise(given).build());
        // Weights are float32: each is good to 1e-7, their sums in another order to 1e-6.
        assertEquals(one.expected()[1], mixture.expected()[1], 1e-6);
        assertEquals(one.standardDeviation()[1], mixture.standardDeviation()[1], 1e-6);
        assertEquals(one.logMeanWeight()[0], mixture.logMeanWeight()[0], 1e-6);
        assertEquals(one.effectiveSampleSize()[0], mixture.effectiveSampleSize()[0], 1e-4);
    }

    @Test
    void sample_oneComponent_hasTheBitsOfOneGaussian() {
        FrozenNetwork network = twoSided(new FrozenMissingness.None());
        SamplingRequest.Builder one = request(0.8f, 100).posterior(new float[] {0.4f}, new float[] {-0.3f});
        assertArrayEquals(ImportanceSampler.cpu().sample(network, one.build()).expected(),
                ImportanceSampler.cpu().sample(network, one.mixture(new double[1]).build()).expected());
    }

    @Test
    void request_sharesThatCannotBe_areRefused() {
        FrozenNetwork network = twoSided(new FrozenMissingness.None());
        SamplingRequest positive = mixture(1, 10).mixture(new double[] {0.1, -1}).build();
        SamplingRequest third = mixture(1, 10).mixture(new double[3]).build();
        for (SamplingRequest request : List.of(positive, third)) {
            assertThrows(IllegalArgumentException.class, () -> ImportanceSampler.cpu().sample(network, request));
        }
        SamplingRequest perCategory = mixture(1, 10).prior(new LatentPrior.PerCategory(new float[1], new float[1])).build();
        String message = assertThrows(IllegalArgumentException.class,
                () -> ImportanceSampler.cpu().sample(network, perCategory)).getMessage();
        assertTrue(message.contains("2 components"), message);
    }
}

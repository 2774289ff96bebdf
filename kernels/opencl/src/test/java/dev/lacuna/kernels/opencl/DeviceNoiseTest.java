package dev.lacuna.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.NoiseAddress;
import dev.lacuna.kernels.sampling.SamplingRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The device's normals are those of {@link Kernels#normal}. With one sample, a posterior N(0, I) and an identity for a decoder,
 * the imputed values are the noise itself.
 */
class DeviceNoiseTest {
    private static final int SEED = 20261121;
    private static final int ROWS = 500;
    private static final int LATENT = 64;
    /**
     * Where a radius or an angle's function is small, the device's logarithm and contractions show: at most 2 ulp on PoCL, of
     * 1.3 million.
     */
    private static final double ULPS = 8;

    @Test
    void latentNoise_manyRows_isTheProcessorsWithinUlps() {
        OpenClSampler sampler = TestDevice.sampler();
        int[] column = new int[LATENT];
        Arrays.setAll(column, e -> e);
        float[] identity = new float[LATENT * LATENT];
        for (int i = 0; i < LATENT; i++) {
            identity[i * LATENT + i] = 1;
        }
        FrozenNetwork network = FrozenNetwork.builder(LATENT, column, Collections.nCopies(LATENT, FeatureKind.GAUSSIAN))
                .mean(DenseLayer.linear(LATENT, LATENT, identity, new float[LATENT])).build();
        long[] keys = new SplittableRandom(SEED).longs(ROWS).toArray();
        float[] zeros = new float[ROWS * LATENT];
        SamplingRequest request = SamplingRequest.builder(ROWS).posterior(zeros, zeros.clone())
                .values(zeros.clone(), zeros.clone()).noise(new Noise.Keyed(SEED, keys)).samples(1).build();
        float[] drawn = sampler.sample(network, request).expected();
        long key = NoiseAddress.key(SEED, NoiseAddress.Purpose.LATENT);
        float[] normals = new float[LATENT];
        double worst = 0;
        for (int b = 0; b < ROWS; b++) {
            Kernels.get().normal(key, keys[b], 0, normals, 0, LATENT);
            for (int h = 0; h < LATENT; h++) {
                worst = Math.max(worst, Math.abs(normals[h] - drawn[b * LATENT + h]) / Math.ulp(normals[h]));
            }
        }
        assertTrue(worst <= ULPS, "largest difference: " + worst + " ulp");
    }
}

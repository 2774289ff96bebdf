package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.kernels.opencl.OpenClSampler;
import dev.lacuna.kernels.opencl.TestDevice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Imputations and effective sample sizes of the golden cases on OpenCL. Tolerance 1e-3 relative to max(1, value), which the cases
 * state for a float32 engine.
 */
class OpenClGoldenTest {
    private static final double TOLERANCE = 1e-3;

    @ParameterizedTest
    @ValueSource(strings = {"miwae", "miwae-linear-shared", "notmiwae-self", "notmiwae-self-known", "notmiwae-linear",
        "notmiwae-mlp", "notmiwae-ppca-self-known-mean", "gina-synthetic", "gina-mean-beta", "gina-pointnet-bernoulli",
        "gina-elbo", "pvae-elbo", "pvae-iw", "gnr", "gnr-alpha10", "psmvae-a", "psmvae-b", "psmvae-b-pi-vector",
        "psmvae-without-mask"})
    void imputation_goldenCase_agrees(String name) {
        OpenClSampler sampler = TestDevice.sampler();
        GoldenCase golden = GoldenCase.read(name);
        SamplingResult result = sampler.sample(golden.network(), golden.request());
        for (int b = 0; b < golden.rows; b++) {
            for (int d = 0; d < golden.columns; d++) {
                double expected = golden.imputed()[b][d];
                assertEquals(expected, result.expected()[b * golden.columns + d], TOLERANCE * Math.max(1, Math.abs(expected)),
                        "row " + b + ", column " + d);
            }
            double ess = golden.ess()[b];
            assertEquals(ess, result.effectiveSampleSize()[b], TOLERANCE * ess, "effective sample size of row " + b);
        }
    }
}

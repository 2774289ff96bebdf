package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.List;
import java.util.function.BiFunction;

/** A tiny request that a device must answer as the processor does before it is trusted with a real one. */
final class SelfCheck {
    /** float32 with another exponential: 1e-5 was seen. */
    private static final float TOLERANCE = 1e-3f;

    private SelfCheck() {}

    static void run(BiFunction<FrozenNetwork, SamplingRequest, SamplingResult> sampler) {
        FrozenNetwork network = network();
        SamplingRequest request = SamplingRequest.builder(1).posterior(new float[] {0.1f, -0.2f}, new float[] {-0.5f, 0.3f})
                .values(new float[] {0.7f, 0}, new float[] {1, 0}).noise(new Noise.Keyed(1, new long[] {2})).samples(100).build();
        SamplingResult device = sampler.apply(network, request);
        SamplingResult processor = ImportanceSampler.cpu().sample(network, request);
        float difference = Math.abs(device.expected()[1] - processor.expected()[1]);
        if (!(difference <= TOLERANCE)) {
            throw new DeviceUnavailableException("the OpenCL device answers a trial with " + device.expected()[1] + " where "
                    + processor.expected()[1] + " is right; it is not used");
        }
    }

    private static FrozenNetwork network() {
        return FrozenNetwork.builder(2, new int[] {0, 1}, List.of(FeatureKind.GAUSSIAN, FeatureKind.GAUSSIAN))
                .trunk(List.of(new DenseLayer(2, 3, new float[] {0.4f, -0.3f, 0.8f, 0.5f, 0.2f, -0.6f}, new float[3],
                        Activation.TANH)))
                .mean(DenseLayer.linear(3, 2, new float[] {0.9f, -0.4f, 0.3f, 0.7f, -0.5f, 0.6f}, new float[] {0.1f, -0.1f}))
                .missingness(FrozenMissingness.selfMasking(new float[] {0.5f, 1}, new float[] {0, 0.2f}, new int[] {0, 1}), 1,
                        Mixing.SAMPLE)
                .build();
    }
}

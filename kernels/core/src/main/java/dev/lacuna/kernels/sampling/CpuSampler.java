package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;

final class CpuSampler implements ImportanceSampler {
    private final Kernels kernels;

    CpuSampler(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override public String name() {
        return "cpu (" + kernels.name() + ")";
    }

    @Override public SamplingResult sample(FrozenNetwork network, SamplingRequest request) {
        throw new UnsupportedOperationException("the provider follows in the next commit");
    }
}

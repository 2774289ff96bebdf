package dev.lacuna.kernels.opencl;

import org.junit.jupiter.api.Assumptions;

/** The sampler that all tests share; tests are skipped, and say so, only where this machine lists no OpenCL device at all. */
public final class TestDevice {
    private static final OpenClSampler SAMPLER = new OpenClSampler();

    private TestDevice() {}

    public static OpenClSampler sampler() {
        if (OpenClDevices.all().isEmpty()) {
            String message = "SKIPPED: no OpenCL device here; install PoCL (pocl-opencl-icd) to run the OpenCL tests";
            System.err.println(message);
            Assumptions.abort(message);
        }
        return SAMPLER;
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.concurrent.CancellationException;

/** Imputes rows by self-normalised importance sampling; one implementation for each kind of device. Thread-safe. */
public interface ImportanceSampler {

    /** Samples are weighed, and stopping rules looked at, in chunks of this many of one row and category. */
    int CHUNK = 64;

    /** The device that really runs, for people: for example {@code cpu (vector-512)}. */
    String name();

    /**
     * Weighs all samples of all rows.
     *
     * @throws IllegalArgumentException if the shapes of network and request do not fit
     * @throws ArithmeticException if the weights of a row are not numbers, or all are zero; names the row
     * @throws CancellationException if the calling thread is interrupted; its flag stays set
     */
    SamplingResult sample(FrozenNetwork network, SamplingRequest request);

    /** The sampler on this machine's processor. */
    static ImportanceSampler cpu() {
        return new CpuSampler(Kernels.get());
    }
}

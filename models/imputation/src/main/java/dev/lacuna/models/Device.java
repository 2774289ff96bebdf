package dev.lacuna.models;

import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Where the importance samples of an imputation are drawn and weighed. Opened and tried when it is made, so that what cannot run
 * is told before a model learns; nothing else is ever used in its place. Thread-safe.
 *
 * <p>Opening an OpenCL device takes seconds (its kernels are translated and tried): keep the device for further imputations.
 */
public final class Device {
    private static final String CPU = "cpu";
    private static final String OPENCL = "opencl";
    /** What {@link #of} knows. */
    public static final List<String> KINDS = List.of(CPU, OPENCL);

    private final String kind;
    private final ImportanceSampler sampler;

    Device(String kind, ImportanceSampler sampler) {
        this.kind = kind;
        this.sampler = sampler;
    }

    /** This machine's processor: the default, always there, the same bits everywhere. */
    public static Device cpu() {
        return new Device(CPU, ImportanceSampler.cpu());
    }

    /**
     * An OpenCL device, through the optional artifact {@code dev.lacuna:lacuna-opencl}. Results agree with the processor's to a
     * tolerance, not to the bit.
     *
     * @throws DeviceUnavailableException where the artifact is not on the class path, or no device works; says what would help
     */
    public static Device opencl() {
        Device device = new Device(OPENCL, provider().orElseThrow(() -> new DeviceUnavailableException("device " + OPENCL
                + ": no provider is on the class path; add the artifact dev.lacuna:lacuna-opencl, or use device " + CPU)));
        device.name();
        return device;
    }

    /**
     * {@code cpu} or {@code opencl}.
     *
     * @throws IllegalArgumentException where it is neither
     * @throws DeviceUnavailableException see {@link #opencl}
     */
    public static Device of(String kind) {
        return switch (kind) {
            case CPU -> cpu();
            case OPENCL -> opencl();
            default -> throw new IllegalArgumentException("the device is '" + kind + "'; allowed: " + String.join(", ", KINDS));
        };
    }

    private static Optional<ImportanceSampler> provider() {
        try {
            return ServiceLoader.load(ImportanceSampler.class).findFirst();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new DeviceUnavailableException("device " + OPENCL + ": its provider does not load (" + e
                    + "); is the artifact dev.lacuna:lacuna-opencl whole, with Aparapi beside it?", e);
        }
    }

    public boolean isCpu() {
        return kind.equals(CPU);
    }

    /** What really runs, for people: for example {@code cpu (vector-512)}. */
    public String name() {
        return sampler.name();
    }

    public ImportanceSampler sampler() {
        return sampler;
    }

    /** @throws IllegalArgumentException where this is not the processor and the model would leave it idle, or ask too much of it */
    public void requireUse(ImputationModel model) {
        if (isCpu()) return;
        if (!model.drawsSamples()) {
            throw new IllegalArgumentException("model " + model.name() + " as it is set draws no importance samples, which device "
                    + kind + " is for; allowed: " + CPU);
        }
        if (model.drawsFromMixture()) {
            throw new IllegalArgumentException("model " + model.name() + " as it is set draws from a mixture, which device "
                    + kind + " cannot weigh; allowed: " + CPU);
        }
    }
}

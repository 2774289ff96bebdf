package dev.lacuna.kernels.opencl;

import com.aparapi.device.OpenCLDevice;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.SamplingOutput;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Importance sampling on an OpenCL device through Aparapi, found by {@link java.util.ServiceLoader}. float32 with compensated
 * log-weights; the noise is that of the processor's sampler up to the device's logarithm, exponential and square root.
 *
 * <p>There is no silent fall-back: what cannot run on the device, such as a mixture posterior, throws {@link
 * DeviceUnavailableException}. The device is opened, and tried against the processor's sampler, when it is first needed. Threads
 * take turns.
 */
public final class OpenClSampler implements ImportanceSampler {
    /** Aparapi's translator has been seen to hang; a translation took 1 to 3 s where it did not. */
    private static final int PROBE_SECONDS = 60;

    private final String wanted;
    private final int probeSeconds;
    private final Object lock = new Object();
    private OpenCLDevice device;
    private SamplingKernel kernel;
    private DeviceUnavailableException failure;

    /** The device that system property {@value OpenClDevices#PROPERTY} names, else the first GPU, else any. */
    public OpenClSampler() {
        this(System.getProperty(OpenClDevices.PROPERTY, ""));
    }

    /** {@code gpu}, {@code cpu}, a part of a device's name, or empty for the first GPU, else any. */
    public OpenClSampler(String device) {
        this(device, PROBE_SECONDS);
    }

    OpenClSampler(String device, int probeSeconds) {
        wanted = device;
        this.probeSeconds = probeSeconds;
    }

    /** {@code opencl: } and the device's name. */
    @Override public String name() {
        synchronized (lock) {
            open();
            return "opencl: " + OpenClDevices.name(device);
        }
    }

    @Override public SamplingResult sample(FrozenNetwork network, SamplingRequest request) {
        request.requireFits(network);
        if (request.components() > 1) {
            throw new DeviceUnavailableException("the OpenCL kernel weighs draws of one Gaussian, not of a mixture of "
                    + request.components() + "; a model with a mixture posterior runs on the cpu");
        }
        synchronized (lock) {
            open();
            return run(kernel, device, network, request);
        }
    }

    private static SamplingResult run(SamplingKernel kernel, OpenCLDevice device, FrozenNetwork network,
            SamplingRequest request) {
        int[] rows = request.rowsToWeigh(network);
        if (rows.length == 0) {
            return new SamplingOutput(request).toResult();
        }
        long chunks = (request.samples() + SamplingKernel.UNIT - 1L) / SamplingKernel.UNIT;
        DeviceRun run = new DeviceRun(kernel, device, network, request,
                chunks * SamplingKernel.UNIT * network.categories() * rows.length);
        return new RequestRunner(network, request, run, rows).run();
    }

    private void open() {
        if (failure != null) {
            throw failure;
        }
        if (device == null) {
            try {
                probe();
            } catch (DeviceUnavailableException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Chooses, translates and tries on a daemon thread, which a hanging translator may keep. */
    private void probe() {
        SamplingKernel candidate = new SamplingKernel();
        FutureTask<OpenCLDevice> task = new FutureTask<>(() -> {
            OpenCLDevice chosen = OpenClDevices.choose(wanted);
            SelfCheck.run((network, request) -> run(candidate, chosen, network, request));
            return chosen;
        });
        Thread thread = new Thread(task, "lacuna-opencl-probe");
        thread.setDaemon(true);
        thread.start();
        try {
            device = task.get(probeSeconds, TimeUnit.SECONDS);
            kernel = candidate;
        } catch (TimeoutException e) {
            throw new DeviceUnavailableException("OpenCL did not answer a trial within " + probeSeconds + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("opening the OpenCL device was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceUnavailableException unavailable) {
                throw unavailable;
            }
            throw new DeviceUnavailableException("OpenCL cannot be used: " + e.getCause(), e.getCause());
        }
    }
}

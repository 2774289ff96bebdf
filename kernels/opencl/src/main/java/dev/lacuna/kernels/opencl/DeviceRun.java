package dev.lacuna.kernels.opencl;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;

/**
 * The device's side of one request: the arrays of a {@link SamplingKernel}, the lanes of a launch, and the proof that a launch
 * ran where it was meant to.
 */
final class DeviceRun {
    /** Working memory in floats: 128 MiB on a graphics card, 4 MiB, near the caches, on a processor. */
    private static final int GPU_FLOATS = 1 << 25;
    private static final int CPU_FLOATS = 1 << 20;
    private static final int MOST_LANES = 1 << 16;
    private static final int UNIT = SamplingKernel.UNIT;
    /** Lanes come in quarters of whole groups of work items. */
    private static final int STEP = 4 * UNIT;

    private final SamplingKernel kernel;
    private final OpenCLDevice device;
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final NetworkProgram program;
    private final int capacity;

    /** {@code neededLanes} bounds what is set aside: more lanes than there are samples are never used. */
    DeviceRun(SamplingKernel kernel, OpenCLDevice device, FrozenNetwork network, SamplingRequest request, long neededLanes) {
        this.kernel = kernel;
        this.device = device;
        this.network = network;
        this.request = request;
        program = new NetworkProgram(network, request.noise());
        int floats = device.getType() == Device.TYPE.CPU ? CPU_FLOATS : GPU_FLOATS;
        long affordable = Math.min(Math.min(MOST_LANES, neededLanes + STEP - 1), floats / program.scratchRows()) / STEP * STEP;
        capacity = roundUp((int) Math.max(affordable, (long) UNIT * network.categories()));
        install();
    }

    private void install() {
        program.install(kernel);
        kernel.rows = request.rows();
        kernel.posteriorMean = request.posteriorMean();
        kernel.posteriorLogVariance = request.posteriorLogVariance();
        kernel.x = request.x();
        kernel.observed = request.observed();
        installPrior();
        kernel.rowKeys = new int[2 * request.rows()];
        if (request.noise() instanceof Noise.Keyed keyed) {
            for (int r = 0; r < request.rows(); r++) {
                kernel.rowKeys[2 * r] = (int) keyed.rowKeys()[r];
                kernel.rowKeys[2 * r + 1] = (int) (keyed.rowKeys()[r] >>> 32);
            }
        }
        int given = request.noise() instanceof Noise.Given ? capacity * (network.latent() + network.features()) : 1;
        int sums = capacity / UNIT * (SamplingKernel.HEADER + 3 * network.features());
        kernel.laneTable = kernel.laneTable.length < 3 * capacity ? new int[3 * capacity] : kernel.laneTable;
        kernel.given = atLeast(given, kernel.given);
        kernel.scratch = atLeast(capacity * program.scratchRows(), kernel.scratch);
        kernel.logWeight = atLeast(2 * capacity, kernel.logWeight);
        kernel.results = atLeast(Math.max(sums, drawCapacity() * 3 * network.features()), kernel.results);
        kernel.setExplicit(true);
        kernel.put(kernel.weights).put(kernel.layout).put(kernel.posteriorMean).put(kernel.posteriorLogVariance).put(kernel.x)
                .put(kernel.observed).put(kernel.priorMean).put(kernel.priorLogVariance).put(kernel.rowKeys);
    }

    /** Working memory stays with the kernel: a new array would be copied to the device. */
    private static float[] atLeast(int length, float[] array) {
        return array.length < length ? new float[length] : array;
    }

    private void installPrior() {
        kernel.priorRowStride = 0;
        kernel.priorCategoryStride = 0;
        if (request.prior() instanceof LatentPrior.PerRow prior) {
            kernel.priorMean = prior.mean();
            kernel.priorLogVariance = prior.logVariance();
            kernel.priorRowStride = 1;
        } else if (request.prior() instanceof LatentPrior.PerCategory prior) {
            kernel.priorMean = prior.mean();
            kernel.priorLogVariance = prior.logVariance();
            kernel.priorCategoryStride = 1;
        } else {
            kernel.priorMean = new float[network.latent()];
            kernel.priorLogVariance = new float[network.latent()];
        }
    }

    /** Units of {@value SamplingKernel#UNIT} samples that one launch takes. */
    int unitCapacity() {
        return capacity / UNIT;
    }

    /** Drawn samples that one launch evaluates. */
    int drawCapacity() {
        return Math.max(capacity / UNIT / STEP * STEP, STEP);
    }

    /** The lanes of a launch that needs {@code lanes} of them. */
    static int roundUp(int lanes) {
        return (lanes + STEP - 1) / STEP * STEP;
    }

    /** Says which sample each of {@code lanes} lanes is; a sample of -1 is none. */
    void lane(int lanes, int lane, int row, int category, int sample) {
        kernel.laneTable[lane] = row;
        kernel.laneTable[lanes + lane] = category;
        kernel.laneTable[2 * lanes + lane] = sample;
        if (sample >= 0 && request.noise() instanceof Noise.Given noise) {
            int latent = network.latent();
            int features = network.features();
            int from = (sample * network.categories() + category) * request.rows() + row;
            for (int h = 0; h < latent; h++) {
                kernel.given[h * lanes + lane] = noise.latent()[from * latent + h];
            }
            for (int e = 0; e < features; e++) {
                kernel.given[(latent + e) * lanes + lane] = noise.values()[from * features + e];
            }
        }
    }

    /** Weighs all lanes and brings back what is left of each unit: see {@link SamplingKernel#HEADER}. */
    float[] weigh(int lanes) {
        execute(program.weighing(), lanes);
        return kernel.results;
    }

    /** Log-weights of the lanes of the last {@link #weigh}: high parts, then low parts. */
    float[] logWeights() {
        kernel.get(kernel.logWeight);
        return kernel.logWeight;
    }

    /** Evaluates drawn samples: value or expectation, scale and degrees of freedom of each lane and feature. */
    float[] draw(int lanes) {
        execute(program.drawing(), lanes);
        return kernel.results;
    }

    private void execute(PassList passes, int lanes) {
        kernel.lanes = lanes;
        kernel.program = passes.words();
        kernel.put(kernel.program).put(kernel.laneTable).put(kernel.given);
        Range range = device.createRange2D(lanes / 4, passes.height(), UNIT, 1);
        kernel.execute(range, passes.count());
        requireRan(kernel, device);
        kernel.get(kernel.results);
    }

    /**
     * Aparapi goes on in Java threads when a device fails: that is an error here. isRunningCL alone proves it in AUTO mode
     * only.
     */
    @SuppressWarnings("deprecation")
    static void requireRan(Kernel kernel, OpenCLDevice device) {
        boolean automatic = kernel.getExecutionMode() == Kernel.EXECUTION_MODE.AUTO;
        Device ran = kernel.getTargetDevice();
        if (!automatic || !kernel.isRunningCL() || !(ran instanceof OpenCLDevice openCl)
                || openCl.getDeviceId() != device.getDeviceId()) {
            throw new DeviceUnavailableException("the kernel was meant for " + OpenClDevices.describe(device) + " but ran on "
                    + (ran == null ? "nothing" : ran.getShortDescription()) + " in mode " + kernel.getExecutionMode()
                    + "; its result is discarded");
        }
    }
}

package dev.lacuna.kernels.opencl;

import com.aparapi.device.OpenCLDevice;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A program that shows what OpenCL offers here: lists the devices, runs a not-MIWAE network of UCI size (11 features, latent size
 * 10, two layers of 128, self-masking) on the chosen one, and prints how far it is from the processor's result and how fast both
 * are. Arguments: rows and samples, 100 and 10000 if not given.
 */
public final class OpenClProbe {
    private static final int FEATURES = 11;
    private static final int LATENT = 10;
    private static final int WIDTH = 128;
    private static final int REPEATS = 5;

    private OpenClProbe() {}

    public static void main(String[] arguments) {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int samples = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        try {
            run(System.out, new OpenClSampler(), rows, samples);
        } catch (DeviceUnavailableException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static void run(PrintStream out, OpenClSampler sampler, int rows, int samples) {
        for (OpenCLDevice device : OpenClDevices.all()) {
            out.println("device: " + OpenClDevices.describe(device));
        }
        long start = System.nanoTime();
        out.println("runs on " + sampler.name() + ", opened in " + millis(System.nanoTime() - start) + " ms");
        FrozenNetwork network = network(new Random(1));
        SamplingRequest request = request(network, new Random(2), rows, samples);
        SamplingResult device = timed(out, sampler, network, request);
        SamplingResult processor = timed(out, ImportanceSampler.cpu(), network, request);
        double difference = 0;
        for (int i = 0; i < device.expected().length; i++) {
            difference = Math.max(difference, Math.abs(device.expected()[i] - processor.expected()[i]));
        }
        out.printf("largest difference of an imputed value: %.2e standard deviations%n", difference);
    }

    private static SamplingResult timed(PrintStream out, ImportanceSampler sampler, FrozenNetwork network,
            SamplingRequest request) {
        SamplingResult result = sampler.sample(network, request);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            result = sampler.sample(network, request);
            best = Math.min(best, System.nanoTime() - start);
        }
        double weighed = IntStream.of(result.samplesUsed()).asLongStream().sum();
        out.printf("%s: %.0f ms, %.3g samples/s, %.1f rows/s%n", sampler.name(), millis(best), weighed / best * 1e9,
                request.rows() / (best * 1e-9));
        return result;
    }

    private static double millis(long nanos) {
        return nanos / 1_000_000;
    }

    static FrozenNetwork network(Random random) {
        List<FeatureKind> kinds = Collections.nCopies(FEATURES, FeatureKind.GAUSSIAN);
        int[] column = IntStream.range(0, FEATURES).toArray();
        return FrozenNetwork.builder(LATENT, column, kinds)
                .trunk(List.of(layer(random, LATENT, WIDTH, Activation.TANH), layer(random, WIDTH, WIDTH, Activation.TANH)))
                .mean(layer(random, WIDTH, FEATURES, Activation.IDENTITY))
                .scale(new FrozenScale.PerEntry(layer(random, WIDTH, FEATURES, Activation.IDENTITY), 1e-3f))
                .missingness(FrozenMissingness.selfMasking(normals(random, FEATURES, 1), normals(random, FEATURES, 1), column), 1,
                        Mixing.SAMPLE)
                .build();
    }

    private static DenseLayer layer(Random random, int inputs, int outputs, Activation activation) {
        return new DenseLayer(inputs, outputs, normals(random, inputs * outputs, 1 / Math.sqrt(inputs)), new float[outputs],
                activation);
    }

    /** Half of each row is missing. */
    static SamplingRequest request(FrozenNetwork network, Random random, int rows, int samples) {
        float[] x = normals(random, rows * FEATURES, 1);
        float[] observed = new float[rows * FEATURES];
        long[] keys = new long[rows];
        for (int i = 0; i < x.length; i++) {
            observed[i] = i % 2;
            x[i] *= observed[i];
        }
        for (int r = 0; r < rows; r++) {
            keys[r] = random.nextLong();
        }
        float[] logVariance = new float[rows * LATENT];
        Arrays.fill(logVariance, -1);
        return SamplingRequest.builder(rows).posterior(normals(random, rows * LATENT, 0.5), logVariance).values(x, observed)
                .noise(new Noise.Keyed(3, keys)).samples(samples).build();
    }

    private static float[] normals(Random random, int length, double scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }
}

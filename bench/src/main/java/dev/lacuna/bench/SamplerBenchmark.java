package dev.lacuna.bench;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows by importance sampling, at the sizes of not-MIWAE on white wine with self-masking: milliseconds for each row, and with
 * {@code -prof gc} what a row allocates, whatever the number of samples.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@OperationsPerInvocation(SamplerBenchmark.ROWS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Dlacuna.kernels=vector"})
public class SamplerBenchmark {

    static final int ROWS = 64;
    private static final int FEATURES = 11;
    private static final int LATENT = 10;
    private static final int WIDTH = 128;

    @Param({"100", "1000", "10000", "100000"})
    public int samples;

    private final ImportanceSampler sampler = ImportanceSampler.cpu();
    private FrozenNetwork network;
    private SamplingRequest request;
    private int stream;

    @Setup
    public void create() {
        int[] column = IntStream.range(0, FEATURES).toArray();
        network = FrozenNetwork.builder(LATENT, column, Collections.nCopies(FEATURES, FeatureKind.GAUSSIAN))
                .trunk(List.of(layer(LATENT, WIDTH, Activation.TANH), layer(WIDTH, WIDTH, Activation.TANH)))
                .mean(layer(WIDTH, FEATURES, Activation.IDENTITY))
                .scale(new FrozenScale.PerEntry(layer(WIDTH, FEATURES, Activation.IDENTITY), 0.001f))
                .missingness(new FrozenMissingness.SelfMasking(normal(FEATURES), normal(FEATURES)), 1, Mixing.SAMPLE).build();
        float[] x = normal(ROWS * FEATURES);
        float[] observed = new float[x.length];
        Kernels.get().uniform(Philox.key(1, "holes"), 0, 0, observed, 0, observed.length);
        for (int i = 0; i < observed.length; i++) {
            observed[i] = observed[i] < 0.3f ? 0 : 1;
            x[i] *= observed[i];
        }
        long[] keys = IntStream.range(0, ROWS).mapToLong(row -> row).toArray();
        request = SamplingRequest.builder(ROWS).posterior(normal(ROWS * LATENT), normal(ROWS * LATENT)).values(x, observed)
                .noise(new Noise.Keyed(1, keys)).samples(samples).build();
    }

    private DenseLayer layer(int inputs, int outputs, Activation activation) {
        float[] weight = normal(inputs * outputs);
        for (int i = 0; i < weight.length; i++) {
            weight[i] /= (float) Math.sqrt(inputs);
        }
        return new DenseLayer(inputs, outputs, weight, normal(outputs), activation);
    }

    private float[] normal(int length) {
        float[] x = new float[length];
        Kernels.get().normal(Philox.key(1, "sampler benchmark"), stream++, 0, x, 0, length);
        return x;
    }

    @Benchmark
    public SamplingResult rows() {
        return sampler.sample(network, request);
    }
}

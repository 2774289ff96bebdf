package dev.lacuna.bench;

import dev.lacuna.kernels.Kernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** Nanoseconds for each random number, against {@link SplittableRandom}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RandomBenchmark.LENGTH)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class RandomBenchmark {

    static final int LENGTH = 8_192;

    @Param({"splittable", "plain", "vector"})
    public String kernels;

    private final float[] out = new float[LENGTH];
    private final SplittableRandom splittable = new SplittableRandom(1);
    private Kernels provider;
    private boolean jdk;
    private long stream;

    @Setup
    public void create() {
        jdk = kernels.equals("splittable");
        provider = kernels.equals("vector") ? Kernels.vector().orElseThrow() : Kernels.plain();
    }

    @Benchmark
    public float[] normal() {
        if (jdk) {
            for (int i = 0; i < LENGTH; i++) {
                out[i] = (float) splittable.nextGaussian();
            }
        } else {
            provider.normal(1, stream++, 0, out, 0, LENGTH);
        }
        return out;
    }

    @Benchmark
    public float[] uniform() {
        if (jdk) {
            for (int i = 0; i < LENGTH; i++) {
                out[i] = (splittable.nextInt() >>> 8) * 0x1p-24f;
            }
        } else {
            provider.uniform(1, stream++, 0, out, 0, LENGTH);
        }
        return out;
    }
}

package dev.lacuna.bench;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
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

/** Nanoseconds for each element of the element-wise functions, against {@link Math}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ElementwiseBenchmark.LENGTH)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ElementwiseBenchmark {

    static final int LENGTH = 16_384;

    @Param({"math", "plain", "vector"})
    public String kernels;

    private final float[] x = new float[LENGTH];
    private final float[] positive = new float[LENGTH];
    private final float[] y = new float[LENGTH];
    private final float[] z = new float[LENGTH];
    private final double[] wide = new double[LENGTH];
    private final double[] wideOut = new double[LENGTH];
    private Kernels provider;
    private boolean math;

    @Setup
    public void create() {
        math = kernels.equals("math");
        provider = kernels.equals("vector") ? Kernels.vector().orElseThrow() : Kernels.plain();
        provider.normal(Philox.key(1, "element-wise benchmark"), 0, 0, x, 0, LENGTH);
        provider.exp(x, 0, positive, 0, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            wide[i] = -Math.abs(10 * x[i]);
        }
    }

    @Benchmark
    public float[] exp() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) Math.exp(x[i]);
            }
        } else {
            provider.exp(x, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] log() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) Math.log(positive[i]);
            }
        } else {
            provider.log(positive, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] log1p() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) Math.log1p(positive[i]);
            }
        } else {
            provider.log1p(positive, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] tanh() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) Math.tanh(x[i]);
            }
        } else {
            provider.tanh(x, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] sigmoid() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) (1 / (1 + Math.exp(-x[i])));
            }
        } else {
            provider.sigmoid(x, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] softplus() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) (Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))));
            }
        } else {
            provider.softplus(x, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public float[] softplusBackward() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                y[i] = (float) (x[i] * -Math.expm1(-positive[i]));
            }
        } else {
            provider.activationBackward(Activation.SOFTPLUS, positive, 0, x, 0, y, 0, LENGTH, false);
        }
        return y;
    }

    @Benchmark
    public float[] gaussianLogDensity() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                float d = (x[i] - z[i]) / positive[i];
                y[i] = (float) (-0.5f * d * d - Math.log(positive[i]) - 0.9189385f);
            }
        } else {
            provider.gaussianLogDensity(x, 0, z, 0, positive, 0, y, 0, LENGTH);
        }
        return y;
    }

    @Benchmark
    public double[] expDouble() {
        if (math) {
            for (int i = 0; i < LENGTH; i++) {
                wideOut[i] = Math.exp(wide[i]);
            }
        } else {
            provider.exp(wide, 0, wideOut, 0, LENGTH);
        }
        return wideOut;
    }
}

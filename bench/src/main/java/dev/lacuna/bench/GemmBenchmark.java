package dev.lacuna.bench;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products of the models' shapes, each multiplication written M x K x N, against EJML's own. GFLOP/s is 2 M K N over the time in
 * nanoseconds; one core's peak is what {@link Peak} prints in the same session.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class GemmBenchmark {

    /** {@code ejml}, {@code plain} or {@code vector}. */
    @Param({"ejml", "plain", "vector"})
    public String kernels;

    @Param({"100x128x128", "320x128x128", "2000x128x128", "5120x500x784", "500x10x3", "320x128x11", "320x10x128", "100x20x128",
        "100x128x20", "512x512x512", "16x16x16"})
    public String shape;

    private int m;
    private int k;
    private int n;
    private Kernels provider;
    private FMatrixRMaj a;
    private FMatrixRMaj aTransposed;
    private FMatrixRMaj b;
    private FMatrixRMaj bTransposed;
    private FMatrixRMaj c;

    @Setup
    public void create() {
        String[] sizes = shape.split("x");
        m = Integer.parseInt(sizes[0]);
        k = Integer.parseInt(sizes[1]);
        n = Integer.parseInt(sizes[2]);
        provider = kernels.equals("vector") ? Kernels.vector().orElseThrow() : Kernels.plain();
        a = random(m, k);
        aTransposed = random(k, m);
        b = random(k, n);
        bTransposed = random(n, k);
        c = new FMatrixRMaj(m, n);
    }

    private static FMatrixRMaj random(int rows, int columns) {
        FMatrixRMaj x = new FMatrixRMaj(rows, columns);
        Kernels.plain().uniform(Philox.key(1, "GEMM benchmark"), rows, 0, x.data, 0, rows * columns);
        return x;
    }

    @Benchmark
    public FMatrixRMaj multiply() {
        if (kernels.equals("ejml")) {
            CommonOps_FDRM.mult(a, b, c);
        } else {
            provider.multiply(m, n, k, a.data, 0, k, b.data, 0, n, c.data, 0, n, false);
        }
        return c;
    }

    @Benchmark
    public FMatrixRMaj multiplyLeftTransposed() {
        if (kernels.equals("ejml")) {
            CommonOps_FDRM.multTransA(aTransposed, b, c);
        } else {
            provider.multiplyLeftTransposed(m, n, k, aTransposed.data, 0, m, b.data, 0, n, c.data, 0, n, false);
        }
        return c;
    }

    @Benchmark
    public FMatrixRMaj multiplyRightTransposed() {
        if (kernels.equals("ejml")) {
            CommonOps_FDRM.multTransB(a, bTransposed, c);
        } else {
            provider.multiplyRightTransposed(m, n, k, a.data, 0, k, bTransposed.data, 0, k, c.data, 0, n, false);
        }
        return c;
    }
}

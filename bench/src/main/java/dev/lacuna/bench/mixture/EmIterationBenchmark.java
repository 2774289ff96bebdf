package dev.lacuna.bench.mixture;

import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.EmIteration;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.LabelSimulator;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One EM iteration on 100,000 rows, 10 features, 3 classes, half the labels missing; on one and two threads.
 *
 * <p>{@code java -jar bench/target/lacuna-bench.jar jmh EmIteration}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class EmIterationBenchmark {
    private static final int ROWS = 100_000;
    private static final int COLUMNS = 10;

    @Param({"1", "2"})
    public int threads;

    @Param({"EQUAL", "UNEQUAL"})
    public Covariances covariances;

    private EmIteration em;

    @Setup
    public void create() {
        double[][] mean = new double[3][COLUMNS];
        double[] identity = new double[COLUMNS * COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            identity[i * COLUMNS + i] = 1;
        }
        mean[1][0] = 2;
        mean[2][1] = 2;
        GaussianMixture truth = GaussianMixture.of(Covariances.EQUAL, new double[] {0.4, 0.3, 0.3}, mean,
                new double[][] {identity});
        em = new EmIteration(LabelSimulator.of(truth, new Mechanism.Mcar(), new double[] {0}).draw(ROWS, 20251204, 0).observed(),
                covariances, 3, new Mechanism.Mcar(), threads);
    }

    @TearDown
    public void close() {
        em.close();
    }

    @Benchmark
    public double emStep() {
        return em.step();
    }

    @Benchmark
    public double valueAndGradient() {
        return em.evaluate();
    }
}

package dev.lacuna.bench;

import dev.lacuna.bench.peer.PeerConfig;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
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

/**
 * One optimiser step, as part of a whole fit of 5,000: batch, noise, forward, backward, Adam. With {@code -prof gc} the bytes for
 * each step are those of setting the fit up, divided by 5,000; compare two values of {@code steps} to take them out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class TrainingBenchmark {
    private static final int STEPS = 5_000;

    @Param({"UCI", "SYNTHETIC"})
    PeerConfig config;

    @Param({"miwae", "notmiwae"})
    String model;

    @Param({"1", "2"})
    int threads;

    private Imputer imputer;
    private Table table;
    private FitOptions options;

    @Setup
    public void prepare() {
        imputer = Models.imputer(model, config.settingsOf(model, STEPS));
        table = config.table();
        options = FitOptions.defaults().withThreads(threads);
    }

    @Benchmark
    @OperationsPerInvocation(STEPS)
    public ImputationModel step() {
        return imputer.fit(table, options);
    }
}

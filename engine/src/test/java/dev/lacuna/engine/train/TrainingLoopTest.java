package dev.lacuna.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lacuna.autodiff.Affine;
import dev.lacuna.autodiff.Mean;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Scale;
import dev.lacuna.autodiff.Square;
import dev.lacuna.autodiff.Subtract;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.engine.nn.Initialiser;
import dev.lacuna.engine.optim.AdamOptions;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop on a least-squares problem, on plain kernels: the vectors of the others are objects until their loops are compiled.
 */
class TrainingLoopTest {
    private static final int ROWS = 1000;
    private static final int BATCH = 8;
    private static final int INPUTS = 3;
    private static final long SEED = 11;

    @TempDir
    Path folder;

    /** What a shard does before a step; tests put in failures and measurements. */
    private interface Before {
        void step(long step);
    }

    private static final class Regression implements TrainingLoop.Shard {
        private final Tape tape = Tape.of(Kernels.plain());
        private final Var x;
        private final Var y;
        private final Var loss;
        private final Before before;

        Regression(Parameters parameters, int shards, Before before) {
            this.before = before;
            x = tape.input(BATCH / shards, INPUTS);
            y = tape.input(BATCH / shards, 1);
            Var hidden = Affine.of(x, tape.parameter(parameters.get("a")), tape.parameter(parameters.get("b")), Activation.TANH);
            loss = Scale.of(Mean.of(Square.of(Subtract.of(hidden, y))), 1.0 / shards);
        }

        @Override
        public Tape tape() {
            return tape;
        }

        @Override
        public double evaluate(long step, int[] batch, int from, int to) {
            before.step(step);
            for (int i = from; i < to; i++) {
                for (int c = 0; c < INPUTS; c++) x.value().data[(i - from) * INPUTS + c] = (float) Math.sqrt((batch[i] * 7
                        + c * 13) % 17) - 2;
                y.value().data[i - from] = batch[i] % 5 - 2;
            }
            tape.forward();
            tape.backward(loss);
            return loss.value().data[0];
        }
    }

    private static Parameters parameters() {
        Parameters parameters = new Parameters();
        Initialiser.uniform(parameters.add("a", INPUTS, 1), 0.5, SEED);
        parameters.add("b", 1, 1);
        return parameters;
    }

    private static TrainingPlan plan(long steps, int threads) {
        return new TrainingPlan("test", ROWS, BATCH, steps, SEED, threads, AdamOptions.of(0.01), ProgressListener.SILENT,
                Optional.empty(), TrainingPlan.CHECKPOINT_EVERY, false, Optional.empty());
    }

    private TrainingPlan withCheckpoint(TrainingPlan plan, String run, boolean resume) {
        return new TrainingPlan(run, plan.rows(), plan.batch(), plan.steps(), plan.shuffleKey(), plan.threads(), plan.optimiser(),
                plan.progress(), Optional.of(folder.resolve("run.checkpoint")), Duration.ZERO, resume, plan.maxTime());
    }

    private static TrainingLoop.Outcome run(TrainingPlan plan, Parameters parameters, int shards, Before before) {
        List<Regression> parts = new ArrayList<>();
        for (int s = 0; s < shards; s++) parts.add(new Regression(parameters, shards, before));
        return TrainingLoop.run(plan, parameters, parts);
    }

    private static float[] trained(Parameters parameters) {
        float[] a = parameters.get("a").value().data;
        return new float[] {a[0], a[1], a[2], parameters.get("b").value().data[0]};
    }

    @Test
    void run_moreThreads_givesTheSameBits() {
        Parameters one = parameters();
        Parameters two = parameters();
        TrainingLoop.Outcome first = run(plan(300, 1), one, 2, step -> {});
        TrainingLoop.Outcome second = run(plan(300, 2), two, 2, step -> {});
        assertArrayEquals(trained(one), trained(two));
        assertEquals(first, second);
    }

    @Test
    void run_killedAndResumed_equalsUninterrupted() {
        Parameters whole = parameters();
        TrainingLoop.Outcome expected = run(plan(60, 2), whole, 2, step -> {});
        Parameters killed = parameters();
        assertThrows(IllegalStateException.class, () -> run(withCheckpoint(plan(60, 2), "r", false), killed, 2, step -> {
            if (step == 23) throw new IllegalStateException("killed");
        }));
        Parameters resumed = parameters();
        TrainingLoop.Outcome actual = run(withCheckpoint(plan(60, 1), "r", true), resumed, 2, step -> assertTrue(step >= 23));
        assertArrayEquals(trained(whole), trained(resumed));
        assertEquals(expected, actual);
        assertFalse(Files.exists(folder.resolve("run.checkpoint")));
    }

    @Test
    void run_interrupted_writesACheckpointAndStops() {
        Parameters parameters = parameters();
        assertThrows(CancellationException.class, () -> run(withCheckpoint(plan(60, 1), "r", false), parameters, 1, step -> {
            if (step == 5) Thread.currentThread().interrupt();
        }));
        assertTrue(Thread.interrupted());
        assertTrue(Files.exists(folder.resolve("run.checkpoint")));
    }

    @Test
    void run_resumesACheckpointOfAnotherRun_isRefused() {
        Parameters parameters = parameters();
        assertThrows(IllegalStateException.class, () -> run(withCheckpoint(plan(60, 1), "mine", false), parameters, 1, step -> {
            if (step == 3) throw new IllegalStateException("killed");
        }));
        TrainingException refused = assertThrows(TrainingException.class,
                () -> run(withCheckpoint(plan(60, 1), "yours", true), parameters(), 1, step -> {}));
        assertTrue(refused.getMessage().contains("mine") && refused.getMessage().contains("yours"), refused.getMessage());
    }

    @Test
    void run_lossNotFinite_namesTheStep() {
        Parameters parameters = parameters();
        TrainingException thrown = assertThrows(TrainingException.class, () -> run(plan(60, 1), parameters, 1, step -> {
            if (step == 6) parameters.get("b").value().data[0] = Float.NaN;
        }));
        assertTrue(thrown.getMessage().contains("step 7 of 60"), thrown.getMessage());
    }

    @Test
    void run_outOfTime_stopsAfterTheStep() {
        TrainingPlan plan = plan(1_000_000, 1);
        TrainingPlan timed = new TrainingPlan(plan.run(), ROWS, BATCH, plan.steps(), SEED, 1, plan.optimiser(), plan.progress(),
                plan.checkpoint(), plan.checkpointEvery(), false, Optional.of(Duration.ZERO));
        assertEquals(1, run(timed, parameters(), 1, step -> {}).steps());
    }

    /**
     * The least of all windows of 50 steps counts: the JVM allocates while it compiles, and a new epoch, every 125 steps,
     * takes 32 bytes; what a step itself allocates would show in every window.
     */
    @Test
    void run_afterWarmUp_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long[] bytes = new long[3_001];
        bytes[0] = threads.getThreadAllocatedBytes(thread);
        long ofAsking = threads.getThreadAllocatedBytes(thread) - bytes[0];
        run(plan(bytes.length, 1), parameters(), 1, step -> bytes[(int) step] = threads.getThreadAllocatedBytes(thread));
        long least = Long.MAX_VALUE;
        for (int step = 50; step < bytes.length; step++) least = Math.min(least, bytes[step] - bytes[step - 50] - 50 * ofAsking);
        assertTrue(least <= 0, "50 steps allocate " + least + " bytes");
    }
}

package dev.lacuna.engine.train;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.engine.optim.Adam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Mini-batch training: shuffled batches, each cut into a fixed number of shards with a tape each, gradients added in the order of
 * the shards, one step of Adam. The result depends on the plan's seed and the data, not on threads, time or interruptions.
 *
 * <p>After the first steps a step allocates nothing (but for 32 bytes when a new epoch is shuffled).
 */
public final class TrainingLoop {

    /** How much of the smoothed loss a step replaces: the loss that is reported in the end is a mean over some 100 steps. */
    private static final double SMOOTHING = 0.01;

    private static final long REPORT_EVERY_NANOS = 250_000_000;

    /** A part of every batch, on its own tape. Shards of one loop run on different threads at the same time. */
    public interface Shard {

        Tape tape();

        /**
         * Loads rows {@code batch[from]} to {@code batch[to - 1]} with the noise of this step, and runs the tape forward and
         * backward.
         *
         * @return this shard's part of the batch's loss
         */
        double evaluate(long step, int[] batch, int from, int to);
    }

    /**
     * @param steps steps done, fewer than planned where time ran out
     * @param loss smoothed over about the last hundred steps
     */
    public record Outcome(long steps, double loss) {}

    private final TrainingPlan plan;
    private final Parameters parameters;
    private final List<Shard> shards;
    private final List<Tape> tapes;
    private final Adam adam;
    private final Batches batches;
    private final int[] batch;
    private final double[] losses;
    private final ThreadTeam.Task evaluation = this::evaluate;
    private final ThreadTeam.Task update;
    private long step;
    private double smoothedLoss;

    private TrainingLoop(TrainingPlan plan, Parameters parameters, List<Shard> shards) {
        this.plan = plan;
        this.parameters = parameters;
        this.shards = shards;
        tapes = shards.stream().map(Shard::tape).toList();
        adam = Adam.of(parameters, plan.optimiser());
        update = adam::update;
        batches = new Batches(plan.rows(), plan.batch(), plan.shuffleKey());
        batch = new int[plan.batch()];
        losses = new double[shards.size()];
    }

    /**
     * Changes the parameters until the plan is done.
     *
     * @throws TrainingException where the loss is not finite, or a checkpoint belongs to another run
     * @throws CancellationException where the calling thread is interrupted; a checkpoint is written first, if the plan has one
     */
    public static Outcome run(TrainingPlan plan, Parameters parameters, List<? extends Shard> shards) {
        return new TrainingLoop(plan, parameters, List.copyOf(shards)).run();
    }

    private Outcome run() {
        try {
            if (plan.resume() && Files.exists(path())) {
                Checkpoint.Progress progress = Checkpoint.read(path(), plan.run(), parameters, adam);
                step = progress.step();
                smoothedLoss = progress.smoothedLoss();
            }
            train();
            if (plan.checkpoint().isPresent()) Files.deleteIfExists(path());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Outcome(step, smoothedLoss);
    }

    private void train() throws IOException {
        long started = System.nanoTime();
        long reported = started;
        long saved = started;
        long firstStep = step;
        long stopAfter = plan.maxTime().isPresent() ? plan.maxTime().get().toNanos() : Long.MAX_VALUE;
        try (ThreadTeam team = new ThreadTeam(plan.threads(), Math.max(shards.size(), adam.parts()))) {
            while (step < plan.steps()) {
                oneStep(team);
                long now = System.nanoTime();
                boolean last = step == plan.steps() || now - started > stopAfter;
                if (plan.progress() != ProgressListener.SILENT && (last || now - reported > REPORT_EVERY_NANOS)) {
                    report(step - firstStep, now - started);
                    reported = now;
                }
                boolean interrupted = Thread.currentThread().isInterrupted();
                if (plan.checkpoint().isPresent() && (interrupted || now - saved >= plan.checkpointEvery().toNanos()) && !last) {
                    Checkpoint.write(path(), plan.run(), new Checkpoint.Progress(step, smoothedLoss), parameters, adam);
                    saved = now;
                }
                if (interrupted) throw new CancellationException("training was interrupted after step " + step + " of "
                        + plan.steps());
                if (last) return;
            }
        }
    }

    private void oneStep(ThreadTeam team) {
        batches.rows(step, batch);
        team.run(losses.length, evaluation);
        double loss = 0;
        for (double part : losses) loss += part;
        if (!Double.isFinite(loss)) {
            throw new TrainingException("the loss is " + loss + " at step " + (step + 1) + " of " + plan.steps()
                    + "; a smaller learning rate (now " + plan.optimiser().learningRate() + ") or a larger floor of the standard"
                    + " deviation may help");
        }
        adam.begin(tapes);
        team.run(adam.parts(), update);
        smoothedLoss = step == 0 ? loss : smoothedLoss + SMOOTHING * (loss - smoothedLoss);
        step++;
    }

    private void evaluate(int shard) {
        int size = batch.length / losses.length;
        losses[shard] = shards.get(shard).evaluate(step, batch, shard * size, (shard + 1) * size);
    }

    private void report(long done, long nanos) {
        plan.progress().progress(new ProgressListener.Progress("training", step, plan.steps(), smoothedLoss, done * 1e9 / nanos));
    }

    private Path path() {
        return plan.checkpoint().orElseThrow();
    }
}

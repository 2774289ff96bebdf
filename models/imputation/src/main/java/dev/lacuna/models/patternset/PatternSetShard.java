package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.train.TrainingLoop;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.neural.Design;

/**
 * One shard of a mixture's training: copies its rows of the batch and draws their noise.
 *
 * <p>Noise is keyed by the seed and its purpose; its stream is step · shards + shard, its position the flat index in [C·B x .]
 * of the shard.
 */
final class PatternSetShard implements TrainingLoop.Shard {
    private final PatternSetObjective objective;
    private final Encoded table;
    private final int[] observedCells;
    private final boolean reweighs;
    private final boolean readsValueNoise;
    private final Design.Part part;
    private final long latentKey;
    private final long valueKey;

    PatternSetShard(PatternSetSpec spec, Parameters parameters, Encoded table, Design.Part part, long seed) {
        this.table = table;
        this.part = part;
        objective = new PatternSetObjective(spec, parameters, part.rows(), part.batch());
        reweighs = spec.published().observedWeight() == Published.ObservedWeight.CODE;
        readsValueNoise = spec.variant() == Variant.SELF_MASKING;
        latentKey = Philox.key(seed, "training noise of the latent variable");
        valueKey = Philox.key(seed, "training noise of missing values");
        observedCells = new int[table.rows()];
        for (int i = 0; i < table.observed().data.length; i++) {
            if (table.observed().data[i] != 0) observedCells[i / table.columns()]++;
        }
    }

    @Override
    public Tape tape() {
        return objective.tape();
    }

    @Override
    public double evaluate(long step, int[] batch, int from, int to) {
        float weight = reweighs ? cellsOverObserved(batch) : 1;
        for (int i = from; i < to; i++) objective.load(i - from, table.values().data, table.observed().data, batch[i], weight);
        noise(latentKey, step, objective.latentNoise);
        if (readsValueNoise) noise(valueKey, step, objective.valueNoise);
        return objective.evaluate();
    }

    /** Of the whole batch, whatever the shard; at least one cell counts as observed. */
    private float cellsOverObserved(int[] batch) {
        long observed = 0;
        for (int row : batch) observed += observedCells[row];
        return (float) batch.length * table.columns() / Math.max(1, observed);
    }

    private void noise(long key, long step, Var into) {
        Kernels.get().normal(key, step * part.of() + part.index(), 0, into.value().data, 0, into.size());
    }
}

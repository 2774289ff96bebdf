package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.engine.train.TrainingLoop;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.neural.Design;
import org.ejml.data.FMatrixRMaj;

/**
 * One shard of the family's training: copies its rows of the batch and draws their noise.
 *
 * <p>Noise is keyed by the seed and its purpose; its stream is step · shards + shard, its position the flat index in [K·B x .] of
 * the shard. So a step's noise can be made again without the steps before it.
 */
final class LatentShard implements TrainingLoop.Shard {
    private final LatentObjective objective;
    private final TrainingData data;
    private final Dropout dropout;
    private final long latentKey;
    private final long valueKey;
    private final long dropoutKey;
    private final long copyKey;
    private final int shard;
    private final int shards;
    private final float[] uniforms;
    private final float[] copyUniforms = new float[2];

    /** @param auxiliary [rows x U], no columns where there is none */
    record TrainingData(FMatrixRMaj values, FMatrixRMaj observed, FMatrixRMaj auxiliary) {}

    LatentShard(LatentSpec spec, Parameters parameters, TrainingData data, Design.Part part, long seed) {
        this.data = data;
        dropout = spec.dropout();
        shard = part.index();
        shards = part.of();
        objective = new LatentObjective(spec, parameters, part.rows(), part.batch(), share(data.observed()));
        latentKey = Philox.key(seed, "training noise of the latent variable");
        valueKey = Philox.key(seed, "training noise of missing values");
        dropoutKey = Philox.key(seed, "input dropout");
        copyKey = Philox.key(seed, "copy-masking");
        uniforms = new float[dropout.most() > 0 ? spec.layout().columns() + 1 : 0];
    }

    private static double share(FMatrixRMaj observed) {
        double sum = 0;
        for (float bit : observed.data) sum += bit;
        return sum / observed.data.length;
    }

    @Override
    public Tape tape() {
        return objective.tape();
    }

    @Override
    public double evaluate(long step, int[] batch, int from, int to) {
        ShardInputs inputs = objective.inputs();
        for (int i = from; i < to; i++) {
            inputs.load(i - from, data.values(), data.observed(), batch[i]);
            if (dropout.most() > 0) hide(inputs, step, i - from);
            if (dropout.copied() > 0) copyPattern(inputs, step, i - from, batch[i]);
            if (inputs.auxiliary.isPresent()) copyAuxiliary(inputs.auxiliary.get(), i - from, batch[i]);
        }
        noise(latentKey, step, inputs.latentNoise);
        if (inputs.valueNoise.isPresent()) noise(valueKey, step, inputs.valueNoise.get());
        return objective.evaluate();
    }

    ShardInputs inputs() {
        return objective.inputs();
    }

    private void noise(long key, long step, Var into) {
        Kernels.get().normal(key, step * shards + shard, 0, into.value().data, 0, into.size());
    }

    private void copyAuxiliary(Var into, int row, int source) {
        int width = into.columns();
        System.arraycopy(data.auxiliary().data, source * width, into.value().data, row * width, width);
    }

    /** The first uniform number of a row decides its rate, the others which columns go. */
    private void hide(ShardInputs inputs, long step, int row) {
        Kernels.get().uniform(dropoutKey, rowStream(inputs, step, row), 0, uniforms, 0, uniforms.length);
        double rate = dropout.most() * uniforms[0];
        for (int d = 0; d + 1 < uniforms.length; d++) {
            if (uniforms[d + 1] < rate) inputs.hide(row, d, dropout.scoreHidden());
        }
    }

    /** The first uniform number of a row decides whether, the second which other row of the table lends its pattern. */
    private void copyPattern(ShardInputs inputs, long step, int row, int source) {
        FMatrixRMaj observed = data.observed();
        int others = observed.numRows - 1;
        Kernels.get().uniform(copyKey, rowStream(inputs, step, row), 0, copyUniforms, 0, copyUniforms.length);
        if (others == 0 || copyUniforms[0] >= dropout.copied()) return;
        int ahead = 1 + Math.min(others - 1, (int) ((double) copyUniforms[1] * others));
        int lender = (int) (((long) source + ahead) % observed.numRows);
        for (int d = 0; d < observed.numCols; d++) {
            if (observed.data[lender * observed.numCols + d] == 0) inputs.hide(row, d, true);
        }
    }

    private long rowStream(ShardInputs inputs, long step, int row) {
        return (step * shards + shard) * inputs.rows + row;
    }
}

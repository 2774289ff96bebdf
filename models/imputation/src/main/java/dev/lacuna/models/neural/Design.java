package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.train.TrainingLoop;

/** A model whose sizes are settled: what it learns, how a shard of a batch trains it, and what it is when trained. */
public interface Design {

    /**
     * Every parameter with its initial value.
     *
     * @param observedLogit [D] logit of the share of observed cells, where a network of missingness may start
     */
    Parameters initialParameters(long seed, float[] observedLogit);

    /** Multiply-adds of one forward pass of a batch. */
    long multiplyAdds(Parameters parameters, int batch);

    /** One of {@code part.of()} shards, which are trained at the same time. */
    TrainingLoop.Shard shard(Parameters parameters, Encoded table, Part part, long seed);

    /** @param parameters taken over, and not changed any more */
    TrainedNetwork trained(Parameters parameters);

    /** Shard {@code index} of {@code of} equal ones of a batch. */
    record Part(int batch, int index, int of) {

        public int rows() {
            return batch / of;
        }
    }
}

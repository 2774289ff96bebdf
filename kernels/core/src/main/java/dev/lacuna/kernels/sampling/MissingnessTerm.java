package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.stream.IntStream;

/**
 * Adds beta log p(r | x, z) to the log-weights of a block, over all columns. With a the logit of P(observed), a column
 * contributes -softplus(-a) where it is observed and -softplus(a) where it is missing, exact for large logits of either sign.
 */
sealed interface MissingnessTerm permits MissingnessTerm.Absent, SelfMaskingTerm, NetworkTerm {

    /** Where sampled values are to be put before {@link #add}. */
    CompletedValues values();

    /** Called once for a row, before its first chunk. */
    void start(SampledRow row);

    void add(SampleBlock block, Decoder decoder);

    /** No term. */
    final class Absent implements MissingnessTerm {
        private final CompletedValues values = new CompletedValues(0, 0, false);

        @Override public CompletedValues values() {
            return values;
        }

        @Override public void start(SampledRow row) {
            // nothing to prepare
        }

        @Override public void add(SampleBlock block, Decoder decoder) {
            // missingness carries no information
        }
    }

    /** 0, 1, ..., size - 1. */
    static int[] ascending(int size) {
        return IntStream.range(0, size).toArray();
    }

    static MissingnessTerm of(Kernels kernels, FrozenNetwork network, FeatureLayout layout, int capacity) {
        if (network.missingness() instanceof FrozenMissingness.SelfMasking self) {
            return new SelfMaskingTerm(kernels, network, layout, self, capacity);
        }
        if (network.missingness() instanceof FrozenMissingness.Network net) {
            return new NetworkTerm(kernels, network, net, capacity);
        }
        return new Absent();
    }
}

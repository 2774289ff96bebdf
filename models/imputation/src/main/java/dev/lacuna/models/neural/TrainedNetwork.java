package dev.lacuna.models.neural;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.Optional;

/** A trained model on encoded rows. Immutable and safe for many threads; what it says of a row depends on that row alone. */
public interface TrainedNetwork {

    /** Read only. */
    Parameters parameters();

    /** Looks once at a whole table that is to be completed block by block. */
    Proposals proposals(Encoded table);

    /** @param sampler the device that was chosen, for a network that draws importance samples */
    SamplingResult sample(SamplingRequest request, ImportanceSampler sampler);

    /** log q(c | row) [rows x C] of the pattern set that a row belongs to; none for a model without pattern sets. */
    default Optional<double[]> logPatternSet(Rows rows) {
        return Optional.empty();
    }

    @FunctionalInterface
    interface Proposals {
        Proposal of(Rows rows);
    }

    /** q(z | row) and p(z), as {@link SamplingRequest} takes them. */
    record Proposal(Posterior posterior, LatentPrior prior) {}

    /**
     * Rows {@code from} to {@code to - 1} of a table.
     *
     * @param values [rows x E], zero where missing
     * @param observed [rows x D]
     */
    record Rows(int from, int to, float[] values, float[] observed) {

        public int count() {
            return to - from;
        }
    }
}

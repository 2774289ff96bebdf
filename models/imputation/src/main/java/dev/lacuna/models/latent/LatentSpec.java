package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.sampling.Averaging;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;

/**
 * One member of the family: its parts and numbers.
 *
 * @param latent H, private ones of the missingness model included
 * @param samples K, the draws of z for each row of a training batch, from each component of the posterior
 * @param mixing what stands at a missing real value that the missingness model reads
 * @param missingnessWeight beta (alpha in GNR): multiplies log p(r | x, z) inside the log-weight, in training and imputation
 * @param doublyReparameterised lower-variance gradients of the encoder (Tucker et al. 2019); only where the missingness model
 *     reads no values, whose draws would depend on the decoder, and under the importance-weighted bound
 */
record LatentSpec(FeatureLayout layout, int latent, int samples, Encoder encoder, Trunk trunk, DataHead head, Prior prior,
        Missingness missingness, Mixing mixing, double missingnessWeight, Bound bound, boolean doublyReparameterised,
        Dropout dropout) {

    LatentSpec {
        if (encoder.layers().components() > 1 && (doublyReparameterised || bound == Bound.ELBO)) {
            throw new IllegalArgumentException("posterior=mixture needs bound=importance-weighted, without doubly"
                    + " reparameterised gradients");
        }
        if (doublyReparameterised && (missingness.readsValues() || bound == Bound.ELBO)) {
            throw new IllegalArgumentException("doubly reparameterised gradients need the importance-weighted bound and a"
                    + " missingness model that reads no values");
        }
        if (missingness.readsValues() && mixing == Mixing.SAMPLE && layout.has(FeatureKind.STUDENT_T)) {
            throw new IllegalArgumentException("draws of Student's t have no simple gradient; use mixing=mean with student-t=yes");
        }
    }

    /** K·M, the draws of z for each row of a training batch from all M components of the posterior. */
    int draws() {
        return samples * components();
    }

    /** The Gaussians of the posterior of a row, 1 unless it is a mixture. */
    int components() {
        return encoder.layers().components();
    }

    /** The same parts with other numbers of samples and weight of the missingness term, for evaluation under the plain bound. */
    LatentSpec evaluating(int samples, double missingnessWeight) {
        return new LatentSpec(layout, latent, samples, encoder, trunk, head, prior, missingness, mixing, missingnessWeight,
                Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
    }

    /** Features of side information that the prior reads, U. */
    int auxiliary() {
        return prior instanceof Prior.Conditional conditional ? conditional.auxiliary() : 0;
    }

    /**
     * Multiply-adds of one forward pass of a batch: layers of the encoder and the prior run once a row, the others once a sample.
     */
    long multiplyAdds(Parameters parameters, int batch) {
        long sum = 0;
        for (Parameter parameter : parameters) {
            String part = parameter.name().substring(0, parameter.name().indexOf('.'));
            boolean onceARow = part.equals("encoder") || part.equals("set") || part.equals("prior");
            sum += (long) parameter.size() * batch * (onceARow ? 1 : draws());
        }
        return sum;
    }

    /** Whether a draw of every missing value takes part in training. */
    boolean samplesValues() {
        return missingness.readsValues() && mixing == Mixing.SAMPLE && layout.hasReal();
    }

    /** @param observedLogit [D] logit of the share of observed cells, where the logits of a missingness network start */
    Parameters initialParameters(long seed, float[] observedLogit) {
        Declarations initial = new Declarations(seed);
        encoder.declare(initial, layout, latent);
        int decoded = latent - missingness.privateLatent();
        trunk.declare(initial, decoded);
        head.declare(initial, layout, trunk.width(decoded));
        missingness.declare(initial, layout, latent, trunk.width(decoded), observedLogit);
        prior.declare(initial, latent);
        return initial.parameters();
    }

    /** What importance sampling needs of the trained model. */
    FrozenNetwork freeze(Weights weights) {
        return frozen(weights, missingness.freeze(weights, layout, latent));
    }

    /** As {@link #freeze}, the holes taken as saying nothing: a question that was not asked is no refusal to answer. */
    FrozenNetwork freezeWithoutMissingness(Weights weights) {
        return frozen(weights, new FrozenMissingness.None());
    }

    private FrozenNetwork frozen(Weights weights, FrozenMissingness frozenMissingness) {
        FrozenNetwork.Builder network = FrozenNetwork.builder(latent, layout.featureColumn(), layout.kinds());
        network.trunk(trunk.freeze(weights, latent, missingness.privateLatent()));
        head.freeze(weights, layout, network);
        network.missingness(frozenMissingness, missingnessWeight, mixing);
        return network.averaging(Averaging.DECODER_MEAN).build();
    }
}

package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.TrainedNetwork;
import java.util.Optional;

/** A trained mixture: q(z | row, c) for every category, one of the two estimates of missing values, and q(c | row). */
final class TrainedPatternSets implements TrainedNetwork {
    private final PatternSetNetwork network;
    private final LatentPrior prior;
    private final Estimate estimate;

    @FunctionalInterface
    private interface Estimate {
        SamplingResult of(SamplingRequest request, ImportanceSampler sampler);
    }

    private TrainedPatternSets(PatternSetNetwork network, Estimate estimate) {
        this.network = network;
        this.estimate = estimate;
        prior = network.prior();
    }

    /**
     * Self-normalised importance sampling, stratified: L draws z ~ q(z | row, c) of every category, weighed together by p(c)
     * p(z | c) p(x_obs | z, c) p(u | .) / q(z | row, c), the supervised term included for the x_mis head.
     */
    static TrainedPatternSets byImportance(PatternSetNetwork network, Head head) {
        FrozenNetwork frozen = network.freeze(head);
        return new TrainedPatternSets(network, (request, sampler) -> sampler.sample(frozen, request));
    }

    /** See {@link CategoryAverage}. */
    static TrainedPatternSets byCategory(PatternSetNetwork network, Head head) {
        CategoryAverage average = new CategoryAverage(network, head);
        return new TrainedPatternSets(network, (request, unused) -> average.sample(request));
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Proposals proposals(Encoded table) {
        return rows -> {
            Posterior posterior = network.posterior(rows.count(), encoderInput(rows));
            return new Proposal(posterior, prior);
        };
    }

    @Override
    public SamplingResult sample(SamplingRequest request, ImportanceSampler sampler) {
        return estimate.of(request, sampler);
    }

    @Override
    public Optional<double[]> logPatternSet(Rows rows) {
        return Optional.of(network.logCategory(rows.count(), encoderInput(rows)));
    }

    private float[] encoderInput(Rows rows) {
        return network.encoderInput(rows.count(), rows.values(), rows.observed());
    }
}

package dev.lacuna.models.latent;

import dev.lacuna.autodiff.BernoulliLogDensity;
import dev.lacuna.autodiff.DiagonalGaussianLogDensity;
import dev.lacuna.autodiff.ElboLoss;
import dev.lacuna.autodiff.GaussianKl;
import dev.lacuna.autodiff.ImportanceWeightedLoss;
import dev.lacuna.autodiff.MixtureProposal;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Reparameterise;
import dev.lacuna.autodiff.ReparameterisedLogDensity;
import dev.lacuna.autodiff.ScaleGradient;
import dev.lacuna.autodiff.StandardNormalLogDensity;
import dev.lacuna.autodiff.StopGradient;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Term;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loss of B rows with K samples each, recorded once; sample k of row b is row k·B + b.
 *
 * <pre>
 * z_k      = mean + exp(log-variance / 2) eps_k                       (mean, log-variance) = encoder(x_o, r)
 * log w_k  = log p(x_o | z_k) + beta log p(r | x_k, z_k) + log p(z_k | u) - log q(z_k | x_o, r)
 * loss     = -mean_b (log Σ_k w_k - log K)     or     mean_b (KL(q || p) - mean_k (log p(x_o | z_k) + beta log p(r | x_k, z_k)))
 * </pre>
 *
 * log p(r | .) sums over all D columns, always-observed ones included. Under a mixture posterior of M components each gives K
 * draws, row (k M + m) B + b, and log (M π_m) joins log w, so that the loss is -mean_b log Σ_m π_m / K Σ_k w_km.
 */
final class LatentObjective {
    private final LatentSpec spec;
    private final Tape tape;
    private final ShardInputs inputs;
    private final Optional<ImportanceWeightedLoss> importanceWeighted;
    private final Optional<ElboLoss> elbo;
    private final Optional<Var> missingnessLogits;

    /** @param rowsInBatch the rows of all shards together: the shards' losses add up to the batch's mean */
    LatentObjective(LatentSpec spec, Parameters parameters, int rows, int rowsInBatch) {
        this(spec, parameters, rows, rowsInBatch, 1);
    }

    /** @param observedShare of the table's cells, as {@link Graph} takes it */
    LatentObjective(LatentSpec spec, Parameters parameters, int rows, int rowsInBatch, double observedShare) {
        this.spec = spec;
        tape = Tape.of(Kernels.get());
        inputs = new ShardInputs(tape, spec, rows);
        Graph graph = new Graph(tape, parameters, spec.layout(), inputs, spec.mixing(), observedShare);
        PosteriorVars posterior = spec.encoder().record(graph, spec.latent());
        Var z = Reparameterise.of(posterior.mean(), posterior.logVariance(), inputs.latentNoise);
        double[] normalisedWeights = new double[spec.draws() * rows];
        if (spec.doublyReparameterised()) z = ScaleGradient.of(z, normalisedWeights);
        int unread = spec.missingness().privateLatent();
        Var trunk = spec.trunk().record(graph, unread == 0 ? z : graph.slice(z, 0, spec.latent() - unread));
        graph.join(trunk, readersOfTrunk(spec));
        DataHead.Outputs data = spec.head().record(graph, trunk);
        List<Term> terms = new ArrayList<>(spec.head().logLikelihood(graph, data, inputs));
        graph.decoded(trunk, data);
        missingnessLogits = spec.missingness().record(graph, z, trunk);
        missingnessLogits.ifPresent(logits -> terms.add(Term.of(BernoulliLogDensity.of(inputs.observed, logits),
                spec.missingnessWeight())));
        Optional<GaussianVars> prior = spec.prior().record(graph, spec.latent());
        if (spec.bound() == Bound.ELBO) {
            terms.add(Term.of(divergence(posterior, prior), -1));
            elbo = Optional.of(ElboLoss.of(terms, spec.draws(), rowsInBatch));
            importanceWeighted = Optional.empty();
        } else {
            terms.add(Term.of(logPrior(z, prior)));
            terms.add(proposal(z, posterior));
            elbo = Optional.empty();
            importanceWeighted = Optional.of(ImportanceWeightedLoss.of(terms, spec.draws(), rowsInBatch, normalisedWeights));
        }
    }

    /** From the last one recorded to the first, in which order their gradients add up. */
    private static List<String> readersOfTrunk(LatentSpec spec) {
        List<String> layers = new ArrayList<>(spec.missingness().layersOfTrunk());
        layers.addAll(spec.head().layers(spec.layout()));
        return layers;
    }

    private Var logPrior(Var z, Optional<GaussianVars> prior) {
        return prior.map(p -> DiagonalGaussianLogDensity.of(z, p.mean(), p.logVariance()))
                .orElseGet(() -> StandardNormalLogDensity.of(z));
    }

    /** -log q(z | x_o, r), or what stands in its place where z is drawn from the components of a mixture in strata. */
    private Term proposal(Var z, PosteriorVars posterior) {
        return posterior.shareLogits()
                .map(logits -> Term.of(MixtureProposal.of(z, posterior.mean(), posterior.logVariance(), logits,
                        inputs.latentNoise)))
                .orElseGet(() -> Term.of(logPosterior(z, posterior), -1));
    }

    /**
     * log q(z | x_o, r). Written with the noise, its gradient through z and through the mean cancels exactly. The doubly
     * reparameterised estimator wants the gradient through z alone.
     */
    private Var logPosterior(Var z, PosteriorVars posterior) {
        if (!spec.doublyReparameterised()) return ReparameterisedLogDensity.of(inputs.latentNoise, posterior.logVariance());
        return DiagonalGaussianLogDensity.of(z, StopGradient.of(posterior.mean()), StopGradient.of(posterior.logVariance()));
    }

    private Var divergence(PosteriorVars posterior, Optional<GaussianVars> prior) {
        Var priorMean = prior.map(GaussianVars::mean).orElseGet(() -> tape.constant(0));
        Var priorLogVariance = prior.map(GaussianVars::logVariance).orElseGet(() -> tape.constant(0));
        return GaussianKl.of(posterior.mean(), posterior.logVariance(), priorMean, priorLogVariance);
    }

    ShardInputs inputs() {
        return inputs;
    }

    Tape tape() {
        return tape;
    }

    /** The loss of what {@link #inputs} hold, and every parameter's gradient on {@link #tape}. */
    double evaluate() {
        tape.forward();
        if (elbo.isPresent()) {
            tape.backward(elbo.get().variable());
            return elbo.get().loss();
        }
        tape.backward(importanceWeighted.get().variable());
        return importanceWeighted.get().loss();
    }

    /** As {@link #evaluate} without gradients. */
    void forward() {
        tape.forward();
    }

    /** Logits of P(observed) [K·B x D] of the last pass; none where missingness is not modelled. */
    Optional<Var> missingnessLogits() {
        return missingnessLogits;
    }

    /** The weights [K·B], each row's K summing to 1, of the last pass; none under the ELBO. */
    Optional<double[]> normalisedWeights() {
        return importanceWeighted.map(ImportanceWeightedLoss::normalisedWeights);
    }

    /** log w [K·B] of the last evaluation; none under the ELBO. */
    Optional<double[]> logWeights() {
        return importanceWeighted.map(ImportanceWeightedLoss::logWeights);
    }
}

package dev.lacuna.models.mixture.information;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.Optional;

/**
 * A population mechanism r(y) = α + (1 - α) q(y), q = sigmoid(ξ₀ + slope · covariate), with E q = {@code rate}.
 *
 * @param link the covariate; empty for labels missing completely at random, q = rate
 * @param slope ξ₁
 * @param rate γ = E q, the share that the informative channel takes, 0..1 (1 or 0 only without a link)
 * @param alpha the share that chance takes first, [0, 1)
 * @param source whether the channel is recorded; without effect at α = 0
 */
public record Missingness(Optional<Covariate> link, double slope, double rate, double alpha, Source source) {

    public Missingness {
        boolean ends = link.isEmpty() && (rate == 0 || rate == 1);
        if (!(rate > 0 && rate < 1) && !ends) {
            throw new IllegalArgumentException("the missing rate must lie in (0, 1); given " + rate);
        }
        if (!(alpha >= 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie in [0, 1); given " + alpha);
        }
        if (!Double.isFinite(slope)) {
            throw new IllegalArgumentException("the slope must be finite; given " + slope);
        }
    }

    /** Missing completely at random. */
    public static Missingness atRandom(double rate) {
        return new Missingness(Optional.empty(), 0, rate, 0, Source.RECORDED);
    }

    /** One informative channel. */
    public static Missingness linked(Covariate covariate, double slope, double rate) {
        return new Missingness(Optional.of(covariate), slope, rate, 0, Source.RECORDED);
    }

    /** The same with a chance channel before it. */
    public Missingness mixedWith(double chance, Source recorded) {
        return new Missingness(link, slope, rate, chance, recorded);
    }
}

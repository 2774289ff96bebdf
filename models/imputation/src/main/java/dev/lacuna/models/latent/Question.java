package dev.lacuna.models.latent;

import java.util.List;

/**
 * A value that could be asked for, and what it is expected to tell.
 *
 * @param column whose value it is
 * @param reward expected information in nats, of all that is unknown or of the targets; below 0 by Monte Carlo noise, or where
 *        the encoder's answers before and after do not fit together, which more training mends
 * @param standardError of the reward, from the draws
 * @param expected what the answer will probably be
 * @param effects what the answer is expected to do to each target that is not known yet
 */
public record Question(String column, double reward, double standardError, Answer expected, List<Effect> effects) {

    public Question {
        effects = List.copyOf(effects);
    }

    /** The distribution of an answer given what is known. */
    public sealed interface Answer {

        /** A number, in the units of its column; of an ordinal column the rank, the lowest being 0. */
        record Number(double mean, double standardDeviation) implements Answer {}

        record Levels(List<String> levels, List<Double> probabilities) implements Answer {
            public Levels {
                levels = List.copyOf(levels);
                probabilities = List.copyOf(probabilities);
            }
        }
    }

    /**
     * The uncertainty of a target now, and expected after the answer: the standard deviation of a number (the root of the
     * expected variance) in the units of its column, or the entropy of levels in nats.
     *
     * @param entropy which of the two it is
     */
    public record Effect(String target, boolean entropy, double now, double after) {}
}

package dev.lacuna.models.patternset;

/**
 * Where the published code does otherwise than the paper, one switch each; {@link #PAPER} is the mathematics of the paper.
 *
 * @param observedWeight of log p(x_obs | z, c)
 * @param divergence how KL(q(z | row, c) || p(z | c)) is taken
 * @param reduction how a batch's terms are added up
 */
record Published(ObservedWeight observedWeight, Divergence divergence, Reduction reduction) {

    static final Published PAPER = new Published(ObservedWeight.PAPER, Divergence.CLOSED, Reduction.MEAN);

    enum ObservedWeight {
        /** 1. */
        PAPER,
        /** Cells of the batch over its observed cells: 1.25 at 20 % missing, 5 at 80 %. */
        CODE
    }

    enum Divergence {
        CLOSED,
        /** log q(z) - log p(z) at the one z that was drawn. */
        MONTE_CARLO
    }

    enum Reduction {
        /** The mean over rows, of everything. */
        MEAN,
        /**
         * The sum over the batch for log p(x_obs), log p(u) and the divergence of z, the mean for the supervised term and the
         * divergence of the category: the last version's loss, in which the category is hardly drawn to uniform use.
         */
        MIXED
    }
}

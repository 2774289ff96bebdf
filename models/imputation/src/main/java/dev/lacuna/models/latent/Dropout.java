package dev.lacuna.models.latent;

/**
 * Input dropout: what training hides from the encoder on top of what is missing, so that it learns to read small sets. The
 * missingness model and the side information always see the table as it is.
 *
 * <p>Copy-masking hides what is missing in another row, drawn anew for each row and step, so that the patterns are real ones
 * (Gorla et al., "CACTI", ICML 2025, arXiv 2506.02306). What it hides always counts in the likelihood; the other row is taken
 * as it is, without the cut at the median rate of that paper.
 *
 * @param most each row's rate of single cells is uniform on 0 to this; 0 for none
 * @param scoreHidden whether single cells so hidden count in the likelihood
 * @param copied probability that a row also loses what another row lacks; 0 for none
 */
record Dropout(double most, boolean scoreHidden, double copied) {
    static final Dropout NONE = new Dropout(0, true, 0);

    boolean hides() {
        return most > 0 || copied > 0;
    }
}

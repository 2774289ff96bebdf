package dev.lacuna.models.latent;

/**
 * Input dropout: what training hides from the encoder on top of what is missing, so that it learns to read small sets. The
 * missingness model and the side information always see the table as it is.
 *
 * @param most each row's rate is uniform on 0 to this; 0 for none
 * @param scoreHidden whether hidden cells count in the likelihood
 */
record Dropout(double most, boolean scoreHidden) {
    static final Dropout NONE = new Dropout(0, true);

    boolean hides() {
        return most > 0;
    }
}

package dev.lacuna.models.mixture;

/** How the classes share and shape their covariance matrices. */
public enum Covariances {
    /** One full matrix for all classes: the boundary between two classes is linear. */
    EQUAL(true, false),
    /** A full matrix for each class: quadratic boundaries. */
    UNEQUAL(false, false),
    /** One diagonal matrix for all classes; works with more columns than rows. */
    EQUAL_DIAGONAL(true, true),
    /** A diagonal matrix for each class. */
    UNEQUAL_DIAGONAL(false, true);

    private final boolean shared;
    private final boolean diagonal;

    Covariances(boolean shared, boolean diagonal) {
        this.shared = shared;
        this.diagonal = diagonal;
    }

    public boolean shared() {
        return shared;
    }

    public boolean diagonal() {
        return diagonal;
    }

    /** Free numbers in all covariance matrices. */
    public int parameters(int classes, int columns) {
        return matrices(classes) * entries(columns);
    }

    int matrices(int classes) {
        return shared ? 1 : classes;
    }

    int entries(int columns) {
        return diagonal ? columns : columns * (columns + 1) / 2;
    }
}

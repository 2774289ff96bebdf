package dev.lacuna.engine.mechanism;

/** Bounds of the mechanisms' settings. */
final class Checks {

    private Checks() {}

    static void probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + ", allowed 0 to 1");
        }
    }

    /** For rates that an intercept is fitted to: 0 and 1 have none. */
    static void openProbability(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " " + value + ", allowed above 0 and below 1");
        }
    }

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " " + value + ", allowed are finite numbers");
        }
    }
}

package dev.lacuna.engine.mechanism;

/** Logistic probabilities with an intercept that gives a wanted mean. {@code StrictMath}: the same bits on every JDK. */
final class Logistic {

    /** Halvings of an interval of about 100: far below the 24 bits of the draws. */
    private static final int BISECTIONS = 60;
    /** sigmoid(-40) is 4e-18: no draw of 24 bits is below it. */
    private static final double SATURATED = 40;

    private Logistic() {}

    /** sigmoid(a + logits) with mean {@code rate} over the logits that are not NaN; 0 for NaN. */
    static double[] withRate(double[] logits, double rate) {
        double largest = 0;
        for (double logit : logits) {
            largest = Double.isNaN(logit) ? largest : Math.max(largest, Math.abs(logit));
        }
        double low = -largest - SATURATED;
        double high = largest + SATURATED;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = low + (high - low) / 2;
            if (mean(logits, middle) < rate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] probabilities = new double[logits.length];
        for (int r = 0; r < logits.length; r++) {
            probabilities[r] = Double.isNaN(logits[r]) ? 0 : sigmoid(low + logits[r]);
        }
        return probabilities;
    }

    private static double mean(double[] logits, double intercept) {
        double sum = 0;
        int count = 0;
        for (double logit : logits) {
            if (!Double.isNaN(logit)) {
                sum += sigmoid(intercept + logit);
                count++;
            }
        }
        return sum / count;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}

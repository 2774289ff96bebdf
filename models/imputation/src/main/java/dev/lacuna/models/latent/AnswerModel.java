package dev.lacuna.models.latent;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;
import java.util.Arrays;
import java.util.List;

/** p(x | z) of the trained decoder as moments and probabilities, for what is expected of a value that is not there yet. */
record AnswerModel(FeatureLayout layout, FrozenNetwork network) {

    /** Where the head for degrees of freedom starts (Student's t); as in training. */
    private static final double LEAST_DEGREES = 3;

    /**
     * What the decoder says at each z.
     *
     * @param mean [rows x E] of a real feature its mean, of a binary one the probability of 1, of a level its probability
     * @param scale [rows x E] of real features: standard deviation, or scale of Student's t
     * @param degrees [rows x E] of Student's t; empty without
     */
    record Predictions(int rows, float[] mean, float[] scale, float[] degrees) {}

    /** @param z [rows x H] */
    Predictions predict(int rows, float[] z) {
        Kernels kernels = Kernels.get();
        int features = layout.features();
        float[] trunk = Weights.forward(network.trunk(), rows, z);
        float[] mean = Weights.forward(List.of(network.mean()), rows, trunk);
        for (int row = 0; row < rows; row++) {
            for (int e = 0; e < features; e = layout.columnEnd(e)) {
                int at = row * features + e;
                if (layout.kind(e) == FeatureKind.BERNOULLI) kernels.sigmoid(mean, at, mean, at, 1);
                if (layout.kind(e) == FeatureKind.CATEGORICAL) softmax(mean, at, layout.columnEnd(e) - e);
            }
        }
        return new Predictions(rows, mean, scale(rows, trunk), degrees(rows, trunk));
    }

    private float[] scale(int rows, float[] trunk) {
        int features = layout.features();
        float[] scale = new float[rows * features];
        if (network.scale() instanceof FrozenScale.PerEntry perEntry) {
            float[] raw = Weights.forward(List.of(perEntry.raw()), rows, trunk);
            Kernels.get().softplus(raw, 0, scale, 0, scale.length);
            for (int i = 0; i < scale.length; i++) scale[i] += perEntry.floor();
        } else if (network.scale() instanceof FrozenScale.Constant constant) {
            for (int row = 0; row < rows; row++) System.arraycopy(constant.std(), 0, scale, row * features, features);
        }
        return scale;
    }

    private float[] degrees(int rows, float[] trunk) {
        if (network.degreesOfFreedom().isEmpty()) return new float[0];
        float[] degrees = Weights.forward(List.of(network.degreesOfFreedom().get()), rows, trunk);
        Kernels.get().softplus(degrees, 0, degrees, 0, degrees.length);
        for (int i = 0; i < degrees.length; i++) degrees[i] += LEAST_DEGREES;
        return degrees;
    }

    private static void softmax(float[] logits, int at, int levels) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < levels; i++) max = Math.max(max, logits[at + i]);
        for (int i = 0; i < levels; i++) logits[at + i] -= max;
        Kernels.get().exp(logits, at, logits, at, levels);
        float sum = 0;
        for (int i = 0; i < levels; i++) sum += logits[at + i];
        for (int i = 0; i < levels; i++) logits[at + i] /= sum;
    }

    /** Mean and standard deviation of a real feature over rows from .. to - 1 together: law of total variance, divisor n - 1. */
    double[] moments(Predictions at, int feature, int from, int to) {
        double mean = 0;
        double within = 0;
        for (int row = from; row < to; row++) {
            int i = row * layout.features() + feature;
            mean += at.mean()[i];
            double tail = layout.kind(feature) == FeatureKind.STUDENT_T ? at.degrees()[i] / (at.degrees()[i] - 2.0) : 1;
            within += (double) at.scale()[i] * at.scale()[i] * tail;
        }
        int rows = to - from;
        mean /= rows;
        double between = 0;
        for (int row = from; row < to; row++) {
            double shift = at.mean()[row * layout.features() + feature] - mean;
            between += shift * shift;
        }
        return new double[] {mean, Math.sqrt(within / rows + between / (rows - 1))};
    }

    /** The probability of each level of a discrete column over rows from .. to - 1 together; of a binary one, of 0 and of 1. */
    double[] levels(Predictions at, int firstFeature, int from, int to) {
        int end = layout.columnEnd(firstFeature);
        boolean binary = layout.kind(firstFeature) == FeatureKind.BERNOULLI;
        double[] probability = new double[binary ? 2 : end - firstFeature];
        for (int row = from; row < to; row++) {
            double[] one = levelsAt(at, firstFeature, row);
            for (int level = 0; level < probability.length; level++) probability[level] += one[level] / (to - from);
        }
        return probability;
    }

    private double[] levelsAt(Predictions at, int firstFeature, int row) {
        int i = row * layout.features() + firstFeature;
        if (layout.kind(firstFeature) == FeatureKind.BERNOULLI) return new double[] {1.0 - at.mean()[i], at.mean()[i]};
        double[] probability = new double[layout.columnEnd(firstFeature) - firstFeature];
        Arrays.setAll(probability, level -> at.mean()[i + level]);
        return probability;
    }

    boolean discrete(int feature) {
        return layout.kind(feature) == FeatureKind.BERNOULLI || layout.kind(feature) == FeatureKind.CATEGORICAL;
    }

    /** The features of each level of a discrete column as an answer, [levels x width]. */
    float[] answers(int firstFeature) {
        if (layout.kind(firstFeature) == FeatureKind.BERNOULLI) return new float[] {0, 1};
        int width = layout.columnEnd(firstFeature) - firstFeature;
        float[] oneHot = new float[width * width];
        for (int level = 0; level < width; level++) oneHot[level * width + level] = 1;
        return oneHot;
    }
}

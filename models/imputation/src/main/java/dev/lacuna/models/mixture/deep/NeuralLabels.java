package dev.lacuna.models.mixture.deep;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.engine.nn.Initialiser;
import dev.lacuna.engine.nn.Mlp;
import dev.lacuna.engine.optim.Adam;
import dev.lacuna.engine.optim.AdamOptions;
import dev.lacuna.engine.random.Shuffle;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.mixture.PartlyLabelled;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import java.util.List;

/**
 * Fits class probabilities softmax(network(y)) to a partly labelled table by the informative-label likelihood: missing labels
 * teach the network through the entropy link (spec 4.5, D2). Immutable.
 *
 * <p>float32, Adam on shuffled batches; the same seed gives the same bits. Without a hidden layer it is logistic regression with
 * informative missingness. The normalised entropy is bounded, so no single row can dominate. Unlike the Gaussian form it learns
 * nothing from the density of unlabelled rows.
 */
public final class NeuralLabels {
    /** The link has two numbers and a far optimum (slopes near 10): it may move faster than the network. */
    private static final double LINK_SPEED = 5;

    private final int[] hidden;
    private final boolean informative;
    private final int steps;
    private final int batchRows;
    private final double learningRate;
    private final double weightDecay;
    private final long seed;

    private NeuralLabels(Builder b) {
        hidden = b.hidden;
        informative = b.informative;
        steps = b.steps;
        batchRows = b.batchRows;
        learningRate = b.learningRate;
        weightDecay = b.weightDecay;
        seed = b.seed;
    }

    /** One hidden layer of 16, informative link, 800 steps on batches of up to 512 rows. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Fits a sample of {@code classes} classes.
     *
     * @throws IllegalArgumentException for fewer than two classes, a class without labels, or a constant column
     */
    public FittedNeuralLabels fit(PartlyLabelled sample, int classes) {
        if (classes < 2 || sample.largestLabelPlusOne() > classes) {
            throw new IllegalArgumentException("given " + classes + " classes; the labels need " + Math.max(2,
                    sample.largestLabelPlusOne()));
        }
        int[] counts = sample.labelCounts(classes);
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new IllegalArgumentException("class " + k
                        + " has no labelled row; a class model without densities needs one of each");
            }
        }
        double[] centre = new double[sample.columns()];
        double[] scale = new double[sample.columns()];
        standardise(sample, centre, scale);
        Parameters weights = new Parameters();
        int[] sizes = new int[hidden.length + 2];
        sizes[0] = sample.columns();
        System.arraycopy(hidden, 0, sizes, 1, hidden.length);
        sizes[sizes.length - 1] = classes;
        Mlp network = Mlp.create(weights, "network", sizes, Activation.TANH, Initialiser.GLOROT_UNIFORM, seed);
        Parameters link = new Parameters();
        Parameter intercept = link.add("link.intercept", 1, 1);
        Parameter slope = link.add("link.slope", 1, 1);
        intercept.value().data[0] = (float) LogSpace.logit((sample.missing() + 0.5) / (sample.rows() + 1.0));

        int rows = Math.min(batchRows, sample.rows());
        boolean linked = informative && sample.missing() > 0 && sample.missing() < sample.rows();
        InformativeObjective objective = new InformativeObjective(network, intercept, slope, linked, rows, sample.columns(),
                classes);
        List<Tape> tapes = List.of(objective.tape);
        Adam ofWeights = Adam.of(weights, AdamOptions.of(learningRate).withWeightDecay(weightDecay));
        Adam ofLink = Adam.of(link, AdamOptions.of(LINK_SPEED * learningRate));
        int[] order = new int[0];
        int next = 0;
        int epoch = 0;
        double loss = Double.NaN;
        for (int step = 0; step < steps; step++) {
            for (int at = 0; at < rows; at++) {
                if (next == order.length) {
                    order = Shuffle.permutation(sample.rows(), Philox.key(seed, "neural labels"), epoch++);
                    next = 0;
                }
                objective.put(at, sample, order[next++], centre, scale);
            }
            loss = objective.run(true);
            if (!Double.isFinite(loss)) {
                throw new ArithmeticException("the loss became " + loss + " in step " + step
                        + "; use a smaller learning rate than " + learningRate);
            }
            double rate = 0.5 * learningRate * (1 + StrictMath.cos(StrictMath.PI * step / steps)) + 1e-3 * learningRate;
            ofWeights.setLearningRate(rate);
            ofWeights.step(tapes);
            if (linked) {
                ofLink.setLearningRate(LINK_SPEED * rate);
                ofLink.step(tapes);
            }
        }
        return new FittedNeuralLabels(network, centre, scale, linked, intercept.value().data[0], slope.value().data[0], loss);
    }

    private static void standardise(PartlyLabelled sample, double[] centre, double[] scale) {
        int n = sample.rows();
        for (int c = 0; c < centre.length; c++) {
            for (int j = 0; j < n; j++) {
                centre[c] += sample.feature(j, c) / n;
            }
            double squares = 0;
            for (int j = 0; j < n; j++) {
                squares += (sample.feature(j, c) - centre[c]) * (sample.feature(j, c) - centre[c]);
            }
            scale[c] = Math.sqrt(squares / n);
            if (!(scale[c] > 1e-12 * Math.abs(centre[c]))) {
                throw new IllegalArgumentException("feature column " + c + " is constant: leave it out");
            }
        }
    }

    /** Settings of a fit. Not shared between threads. */
    public static final class Builder {
        private int[] hidden = {16};
        private boolean informative = true;
        private int steps = 800;
        private int batchRows = 512;
        private double learningRate = 0.01;
        private double weightDecay = 1e-3;
        private long seed = 20251204;

        private Builder() {}

        /** Widths of the hidden tanh layers; none for a linear model. */
        public Builder hidden(int... widths) {
            hidden = widths.clone();
            return this;
        }

        /** Ignores why labels are missing: the network learns from labelled rows alone. For comparison. */
        public Builder labelledOnly() {
            informative = false;
            return this;
        }

        public Builder steps(int value) {
            steps = require("steps", value);
            return this;
        }

        public Builder batchRows(int value) {
            batchRows = require("batchRows", value);
            return this;
        }

        /** Adam's rate at the start; it falls to zero along half a cosine. */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** L2 penalty on the network, 0 or more. */
        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public NeuralLabels build() {
            return new NeuralLabels(this);
        }

        private static int require(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be 1 or more; given " + value);
            }
            return value;
        }
    }
}

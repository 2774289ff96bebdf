package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits a Gaussian mixture classifier to a partly labelled table, with a model of why labels are missing. Immutable; the way in.
 *
 * <pre>{@code
 * FittedMixture fitted = InformativeLabels.builder().mechanism(Mechanism.named("ent")).fit(features, labels);
 * int[] classes = fitted.classify(features);
 * }</pre>
 */
public final class InformativeLabels {
    private final Mechanism mechanism;
    private final Covariances covariances;
    private final int classes;
    private final FitOptions options;

    private InformativeLabels(Builder b) {
        mechanism = b.mechanism;
        covariances = b.covariances;
        classes = b.classes;
        options = new FitOptions(b.randomStarts, b.maxIterations, b.gradientTolerance, b.seed, b.threads, List.copyOf(b.anchors),
                b.allowUnlabelledClasses);
    }

    /** Settings with their defaults: missing completely at random, one covariance, one thread, four random starts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Fits features [rows x columns] with labels 0..g-1, -1 where missing.
     *
     * @throws IllegalArgumentException for input that determines no fit: a class without labels or anchors, a constant or
     * collinear
     *         column, too few rows, a single class; the message says what to do
     */
    public FittedMixture fit(double[][] features, int[] labels) {
        return fit(PartlyLabelled.of(features, labels));
    }

    /** As {@link #fit(double[][], int[])}; a sample may carry recorded sources. */
    public FittedMixture fit(PartlyLabelled sample) {
        try (Workers workers = new Workers(options.threads())) {
            return FittedMixture.of(new MixtureFitter(sample, covariances, classesOf(sample), options, workers).fit(mechanism));
        }
    }

    /** Fits every mechanism with every covariance structure and compares them by joint likelihood. */
    public MechanismChoice compare(PartlyLabelled sample, List<Mechanism> mechanisms, List<Covariances> structures) {
        try (Workers workers = new Workers(options.threads())) {
            List<MechanismChoice.Row> rows = new ArrayList<>();
            for (Covariances structure : structures) {
                MixtureFitter fitter = new MixtureFitter(sample, structure, classesOf(sample), options, workers);
                for (Mechanism m : mechanisms) {
                    rows.add(MechanismChoice.Row.of(FittedMixture.of(fitter.fit(m)), sample));
                }
            }
            return MechanismChoice.of(rows);
        }
    }

    /** Compares {@link MechanismChoice#standard} with the builder's covariance structure. */
    public MechanismChoice compare(PartlyLabelled sample) {
        return compare(sample, MechanismChoice.standard(classesOf(sample)), List.of(covariances));
    }

    private int classesOf(PartlyLabelled sample) {
        return classes > 0 ? classes : sample.largestLabelPlusOne();
    }

    /** Settings of a fit. Not shared between threads. */
    public static final class Builder {
        private Mechanism mechanism = new Mechanism.Mcar();
        private Covariances covariances = Covariances.EQUAL;
        private int classes;
        private int randomStarts = FitOptions.DEFAULT.randomStarts();
        private int maxIterations = FitOptions.DEFAULT.maxIterations();
        private double gradientTolerance = FitOptions.DEFAULT.gradientTolerance();
        private long seed = FitOptions.DEFAULT.seed();
        private int threads = 1;
        private List<double[]> anchors = List.of();
        private boolean allowUnlabelledClasses;

        private Builder() {}

        /** Why labels are missing; {@link Mechanism#named} reads the names of the command line. */
        public Builder mechanism(Mechanism value) {
            mechanism = value;
            return this;
        }

        public Builder covariances(Covariances value) {
            covariances = value;
            return this;
        }

        /** Number of classes; by default one more than the largest label. */
        public Builder classes(int value) {
            classes = require("classes", value, 1);
            return this;
        }

        /** Perturbed starts beside the labelled, ignorable and k-means ones, 0 or more. */
        public Builder randomStarts(int value) {
            randomStarts = require("randomStarts", value, 0);
            return this;
        }

        public Builder maxIterations(int value) {
            maxIterations = require("maxIterations", value, 1);
            return this;
        }

        /** Largest gradient entry per row of a converged fit, in standardised coordinates. */
        public Builder gradientTolerance(double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("gradientTolerance must be positive; given " + value);
            }
            gradientTolerance = value;
            return this;
        }

        /** Seed of the random starts; the same seed gives the same bits on any number of threads. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder threads(int value) {
            threads = require("threads", value, 1);
            return this;
        }

        /** One mean for each class, in the units of the features: ties classes without labels to their numbers. */
        public Builder anchors(List<double[]> means) {
            List<double[]> copy = new ArrayList<>();
            for (double[] m : means) {
                copy.add(m.clone());
            }
            anchors = copy;
            return this;
        }

        /**
         * Lets classes without labels be found from the features alone; their numbers are then arbitrary, and the report says so.
         */
        public Builder allowUnlabelledClasses() {
            allowUnlabelledClasses = true;
            return this;
        }

        public InformativeLabels build() {
            return new InformativeLabels(this);
        }

        /** {@code build().fit(features, labels)}. */
        public FittedMixture fit(double[][] features, int[] labels) {
            return build().fit(features, labels);
        }

        /** {@code build().fit(sample)}. */
        public FittedMixture fit(PartlyLabelled sample) {
            return build().fit(sample);
        }

        private static int require(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be " + least + " or more; given " + value);
            }
            return value;
        }
    }
}

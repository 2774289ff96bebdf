package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starting points (spec 1.7): labelled moments, k-means, perturbed copies; and mechanism parameters to go with a class model. */
final class Starts {
    /** Perturbations grow from 0.05 to 0.1 in the coordinates of standardised features (spec 1.7 S3). */
    private static final double[] NOISE = {0.05, 0.1};
    private static final double[] ALPHA = {0.01, 0.05, 0.15, 0.30};

    /** A named start; x is in the coordinates of the model it is for. */
    record Start(String name, double[] x) {}

    private final PartlyLabelled sample;
    private final Covariances structure;
    private final int classes;
    private final FitOptions options;

    Starts(PartlyLabelled standardised, Covariances structure, int classes, FitOptions options) {
        this.sample = standardised;
        this.structure = structure;
        this.classes = classes;
        this.options = options;
    }

    /** Class models that do not depend on a mechanism: S1, and k-means where labels are missing. */
    List<GaussianMixture> classModels() {
        List<GaussianMixture> out = new ArrayList<>();
        int[] cluster = KMeans.cluster(sample, classes, Draws.of(options.seed(), "mixture k-means"), 0);
        double[][] clusterMeans = means(cluster);
        int[] counts = sample.labelCounts(classes);
        double[][] centres = new double[classes][];
        for (int k = 0; k < options.anchors().size(); k++) {
            centres[k] = options.anchors().get(k);
        }
        int[] classOf = match(labelledMeans(centres), clusterMeans);
        for (int c = 0; c < classes; c++) {
            int k = classOf[c];
            if (counts[k] == 0 && centres[k] == null) {
                centres[k] = clusterMeans[c];
            }
        }
        if (Arrays.stream(counts).sum() > 0) {
            out.add(LabelledMoments.start(sample, structure, classes, centres));
        }
        if (sample.missing() > 0) {
            int[] label = new int[sample.rows()];
            for (int j = 0; j < label.length; j++) {
                label[j] = sample.label(j) >= 0 ? sample.label(j) : classOf[cluster[j]];
            }
            out.add(LabelledMoments.start(sample.withLabels(label), structure, classes, centres));
        }
        return out;
    }

    /** The nearest of random rows, one for each class, names the class of each unlabelled row; given labels stay. */
    List<GaussianMixture> randomModels(int count) {
        List<GaussianMixture> out = new ArrayList<>();
        Draws draws = Draws.of(options.seed(), "mixture random models");
        double[][] none = new double[classes][];
        if (!options.anchors().isEmpty() && Arrays.stream(sample.labelCounts(classes)).anyMatch(c -> c == 0)) {
            return out; // a random row would untie an unlabelled class from its anchor
        }
        for (int s = 0; s < count && sample.missing() > 0; s++) {
            double[] u = draws.uniform(s, classes);
            double[][] centre = new double[classes][];
            for (int k = 0; k < classes; k++) {
                centre[k] = sample.row((int) (u[k] * sample.rows()));
                none[k] = centre[k];
            }
            int[] label = new int[sample.rows()];
            for (int j = 0; j < label.length; j++) {
                label[j] = sample.label(j);
                double least = Double.POSITIVE_INFINITY;
                for (int k = 0; k < classes && sample.label(j) < 0; k++) {
                    double d = KMeans.square(sample, j, centre[k]);
                    if (d < least) {
                        least = d;
                        label[j] = k;
                    }
                }
            }
            out.add(LabelledMoments.start(sample.withLabels(label), structure, classes, none));
        }
        return out;
    }

    /** Copies of the bases with normal noise on the coordinates of the class model. */
    List<Start> perturbed(List<Start> bases, Coordinates at) {
        List<Start> out = new ArrayList<>();
        Draws draws = Draws.of(options.seed(), "mixture starts");
        for (int s = 0; s < options.randomStarts(); s++) {
            Start base = bases.get(s % bases.size());
            double[] noise = draws.normal(s, at.mechanismStart());
            double[] x = base.x.clone();
            for (int i = 0; i < noise.length; i++) {
                x[i] += NOISE[s / bases.size() % NOISE.length] * noise[i];
            }
            out.add(new Start(base.name + " + noise " + (s + 1), x));
        }
        return out;
    }

    /** Mechanism parameters for a class model: logistic regression of missingness on the covariate at that model (spec 1.5 d). */
    List<double[]> mechanismParameters(Mechanism mechanism, GaussianMixture model) {
        double rate = (sample.missing() + 0.5) / (sample.rows() + 1.0);
        if (mechanism instanceof Mechanism.Mcar) {
            return List.of(new double[] {LogSpace.logit((double) sample.missing() / sample.rows())});
        }
        double[] byClass = classRates(model);
        if (mechanism instanceof Mechanism.ClassDependent) {
            double[] common = new double[classes];
            Arrays.fill(common, LogSpace.logit(rate));
            return List.of(byClass, common);
        }
        double[] xi = regression(mechanism.link().orElseThrow(), model);
        if (mechanism instanceof Mechanism.Mar) {
            return List.of(xi);
        }
        if (mechanism instanceof Mechanism.ClassAndCovariate) {
            double[] slope = new double[classes + 1];
            Arrays.fill(slope, xi[0]);
            slope[classes] = xi[1];
            return List.of(slope, Arrays.copyOf(byClass, classes + 1));
        }
        List<double[]> out = new ArrayList<>();
        double share = chanceShare();
        for (double alpha : sample.sourcesRecorded() && share > 0 ? new double[] {share} : ALPHA) {
            out.add(new double[] {xi[0], xi[1], LogSpace.logit(alpha)});
        }
        return out;
    }

    private double chanceShare() {
        int n = 0;
        for (int j = 0; j < sample.rows(); j++) {
            n += sample.source(j) == RowTerm.CHANCE ? 1 : 0;
        }
        return (double) n / sample.rows();
    }

    private double[] regression(Covariate covariate, GaussianMixture model) {
        boolean[] missing = new boolean[sample.rows()];
        for (int j = 0; j < missing.length; j++) {
            missing[j] = sample.label(j) < 0;
        }
        return LogisticRegression.fit(covariate(covariate, model), missing);
    }

    private double[] covariate(Covariate covariate, GaussianMixture model) {
        double[] c = new double[sample.rows()];
        Posterior at = new Posterior(classes);
        for (int j = 0; j < c.length; j++) {
            model.posterior(sample.row(j), 0, at);
            c[j] = covariate.value(at);
        }
        return c;
    }

    /** logit of each class's missing share, labels filled in by the model. */
    private double[] classRates(GaussianMixture model) {
        double[] missing = new double[classes];
        double[] all = new double[classes];
        Posterior at = new Posterior(classes);
        for (int j = 0; j < sample.rows(); j++) {
            if (sample.label(j) >= 0) {
                all[sample.label(j)]++;
                continue;
            }
            model.posterior(sample.row(j), 0, at);
            for (int k = 0; k < classes; k++) {
                missing[k] += at.probability[k];
                all[k] += at.probability[k];
            }
        }
        double[] logit = new double[classes];
        for (int k = 0; k < classes; k++) {
            logit[k] = LogSpace.logit((missing[k] + 0.5) / (all[k] + 1));
        }
        return logit;
    }

    private double[][] means(int[] cluster) {
        double[][] mean = new double[classes][sample.columns()];
        int[] count = new int[classes];
        for (int j = 0; j < cluster.length; j++) {
            count[cluster[j]]++;
        }
        for (int j = 0; j < cluster.length; j++) {
            for (int c = 0; c < sample.columns(); c++) {
                mean[cluster[j]][c] += sample.feature(j, c) / count[cluster[j]];
            }
        }
        return mean;
    }

    private double[][] labelledMeans(double[][] anchors) {
        double[][] mean = new double[classes][];
        int[] counts = sample.labelCounts(classes);
        for (int k = 0; k < classes; k++) {
            mean[k] = counts[k] > 0 ? new double[sample.columns()] : anchors[k];
        }
        for (int j = 0; j < sample.rows(); j++) {
            int z = sample.label(j);
            for (int c = 0; z >= 0 && c < sample.columns(); c++) {
                mean[z][c] += sample.feature(j, c) / counts[z];
            }
        }
        return mean;
    }

    /** The class of each cluster: nearest pairs first; classes without a mean take what is left. */
    private int[] match(double[][] known, double[][] cluster) {
        int[] classOf = new int[classes];
        boolean[] taken = new boolean[classes];
        Arrays.fill(classOf, -1);
        for (int round = 0; round < classes; round++) {
            int bestCluster = -1;
            int bestClass = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                for (int k = 0; k < classes; k++) {
                    if (classOf[c] >= 0 || taken[k] || known[k] == null) {
                        continue;
                    }
                    double d = 0;
                    for (int i = 0; i < cluster[c].length; i++) {
                        d += (cluster[c][i] - known[k][i]) * (cluster[c][i] - known[k][i]);
                    }
                    if (d < least) {
                        least = d;
                        bestCluster = c;
                        bestClass = k;
                    }
                }
            }
            if (bestCluster < 0) {
                break;
            }
            classOf[bestCluster] = bestClass;
            taken[bestClass] = true;
        }
        for (int c = 0; c < classes; c++) {
            for (int k = 0; k < classes && classOf[c] < 0; k++) {
                if (!taken[k]) {
                    classOf[c] = k;
                    taken[k] = true;
                }
            }
        }
        return classOf;
    }
}

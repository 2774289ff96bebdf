package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;

/** Draws partly labelled samples from a mixture and a mechanism. Immutable; the same seed and replicate give the same sample. */
public final class LabelSimulator {
    private final GaussianMixture mixture;
    private final Mechanism mechanism;
    private final double[] parameters;

    /** A sample with its hidden truth [rows]. */
    public record Draw(PartlyLabelled observed, int[] truth) {
        /** The same rows with every label present. */
        public PartlyLabelled complete() {
            return observed.withLabels(truth);
        }
    }

    private LabelSimulator(GaussianMixture mixture, Mechanism mechanism, double[] parameters) {
        this.mixture = mixture;
        this.mechanism = mechanism;
        this.parameters = parameters;
    }

    /** A simulator; the parameters are unconstrained, in the order of {@link Mechanism#parameterNames}. */
    public static LabelSimulator of(GaussianMixture mixture, Mechanism mechanism, double[] parameters) {
        if (parameters.length != mechanism.parameters(mixture.classes())) {
            throw new IllegalArgumentException("mechanism '" + mechanism.name() + "' has "
                    + mechanism.parameters(mixture.classes())
                    + " parameters; given " + parameters.length);
        }
        return new LabelSimulator(mixture, mechanism, parameters.clone());
    }

    /** A simulator at a fitted model, for the parametric bootstrap. */
    public static LabelSimulator of(FittedMixture fitted) {
        return of(fitted.mixture(), fitted.mechanism(), fitted.mechanismParameters());
    }

    /** Hides labels of a completely labelled sample by this mechanism: the labels [rows], -1 where hidden. */
    public int[] hide(PartlyLabelled complete, long seed, long replicate) {
        double[] uniform = Draws.of(seed, "mixture labels").uniform(replicate, complete.rows() * 4);
        Posterior at = new Posterior(mixture.classes());
        RowTerm term = mechanism.term(parameters, 0, mixture.classes());
        int[] labels = new int[complete.rows()];
        for (int j = 0; j < labels.length; j++) {
            mixture.posterior(complete.row(j), 0, at);
            boolean missing = uniform[4 * j + 1] < term.missingProbability(at, complete.label(j));
            labels[j] = missing ? PartlyLabelled.MISSING : complete.label(j);
        }
        return labels;
    }

    /** One sample of this many rows. */
    public Draw draw(int rows, long seed, long replicate) {
        int p = mixture.columns();
        int g = mixture.classes();
        int width = p + 3 & ~3;
        double[] normal = Draws.of(seed, "mixture features").normal(replicate, rows * width);
        double[] uniform = Draws.of(seed, "mixture labels").uniform(replicate, rows * 4);
        double[] y = new double[rows * p];
        int[] truth = new int[rows];
        int[] labels = new int[rows];
        byte[] source = new byte[rows];
        Posterior at = new Posterior(g);
        RowTerm term = mechanism.term(parameters, 0, g);
        for (int j = 0; j < rows; j++) {
            double left = uniform[4 * j];
            int k = 0;
            while (k < g - 1 && left >= mixture.weight(k)) {
                left -= mixture.weight(k++);
            }
            truth[j] = k;
            double[] mean = mixture.mean(k);
            double[] lower = mixture.lower(k);
            for (int i = 0; i < p; i++) {
                double v = mean[i];
                for (int c = 0; c <= i; c++) {
                    v += lower[i * p + c] * normal[j * width + c];
                }
                y[j * p + i] = v;
            }
            mixture.posterior(y, j * p, at);
            boolean chance = uniform[4 * j + 1] < term.chance();
            double q = (term.missingProbability(at, k) - term.chance()) / (1 - term.chance());
            boolean missing = chance || uniform[4 * j + 2] < q;
            labels[j] = missing ? PartlyLabelled.MISSING : k;
            source[j] = (byte) (chance ? RowTerm.CHANCE : RowTerm.INFORMATIVE);
        }
        return new Draw(PartlyLabelled.of(y, p, labels).withSource(source), truth);
    }
}

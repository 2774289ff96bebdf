package dev.lacuna.models.mixture.deep;

import dev.lacuna.engine.nn.Dense;
import dev.lacuna.engine.nn.Mlp;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Posterior;

/** A fitted neural class model with its entropy link. Immutable; safe to share between threads. */
public final class FittedNeuralLabels {
    private final double[][] weights;
    private final double[][] biases;
    private final double[] centre;
    private final double[] scale;
    private final boolean linked;
    private final double intercept;
    private final double slope;
    private final double loss;

    FittedNeuralLabels(Mlp network, double[] centre, double[] scale, boolean linked, double intercept, double slope,
            double loss) {
        int layers = network.layers().size();
        weights = new double[layers][];
        biases = new double[layers][];
        for (int l = 0; l < layers; l++) {
            Dense layer = network.layers().get(l);
            weights[l] = widen(layer.weight().value().data);
            biases[l] = widen(layer.bias().value().data);
        }
        this.centre = centre;
        this.scale = scale;
        this.linked = linked;
        this.intercept = intercept;
        this.slope = slope;
        this.loss = loss;
    }

    private static double[] widen(float[] f) {
        double[] d = new double[f.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = f[i];
        }
        return d;
    }

    /** Class probabilities [classes] of one row of features [columns]. */
    public double[] probabilities(double[] y) {
        return posterior(y).probability.clone();
    }

    /** The class with the largest probability. */
    public int classify(double[] y) {
        return posterior(y).best();
    }

    /** Pr(label missing | y); NaN where the fit has no link. */
    public double missingProbability(double[] y) {
        Posterior at = posterior(y);
        return linked ? LogSpace.sigmoid(intercept + slope * at.entropy() / StrictMath.log(at.probability.length)) : Double.NaN;
    }

    /** Whether missingness was modelled; false where it was not asked for or no label, or every label, is missing. */
    public boolean linked() {
        return linked;
    }

    /** ξ₀ of the link. */
    public double intercept() {
        return intercept;
    }

    /** ξ₁ of the link, for the normalised entropy. */
    public double slope() {
        return slope;
    }

    /** Minus the mean log-likelihood of the last batch. */
    public double loss() {
        return loss;
    }

    private Posterior posterior(double[] y) {
        if (y.length != centre.length) {
            throw new IllegalArgumentException("a row has " + y.length + " features; the model was fitted on " + centre.length);
        }
        double[] x = new double[y.length];
        for (int c = 0; c < x.length; c++) {
            x[c] = (y[c] - centre[c]) / scale[c];
        }
        for (int l = 0; l < weights.length; l++) {
            double[] out = biases[l].clone();
            for (int i = 0; i < x.length; i++) {
                for (int o = 0; o < out.length; o++) {
                    out[o] += x[i] * weights[l][i * out.length + o];
                }
            }
            for (int o = 0; o < out.length && l + 1 < weights.length; o++) {
                out[o] = StrictMath.tanh(out[o]);
            }
            x = out;
        }
        Posterior at = new Posterior(x.length);
        System.arraycopy(x, 0, at.logJoint, 0, x.length);
        at.update();
        return at;
    }
}

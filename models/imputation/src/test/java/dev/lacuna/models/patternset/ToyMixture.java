package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.Arrays;

/**
 * Two categories, everything linear and Gaussian: z | c ~ N(m_c, 1), m = (-1, 1.5); x_0 | z, c ~ N(a_c z, .25), a = (1, .6);
 * x_1 | z, c ~ N(b_c z, .25), b = (.5, -1); x_0 = .8 is observed, x_1 is missing, and no model of the holes. The encoder says
 * q(z | c) = N(.2, 1.5²) and q(c) = (.7, .3). Exactly, E[x_1 | x_0] = Σ_c p(c | x_0) b_c E[z | x_0, c].
 */
final class ToyMixture {
    private static final double[] PRIOR_MEAN = {-1, 1.5};
    private static final double[] OBSERVED_SLOPE = {1, .6};
    private static final double[] MISSING_SLOPE = {.5, -1};
    private static final double OBSERVED = .8;
    private static final double VARIANCE = .25;
    /** Closes the units of the other category: no z comes near. */
    private static final float CLOSED = -1000;

    private ToyMixture() {}

    /** x_0 is explained by the x_obs head alone: pi' = 1. */
    static PatternSetNetwork network() {
        FeatureLayout layout = FeatureLayout.uniform(2, FeatureKind.GAUSSIAN);
        PatternSetSpec spec = new PatternSetSpec(Variant.WITHOUT_PATTERN, layout, 2, 1, 4, VARIANCE,
                PatternSetSpec.supervision(1, 2),
                Published.PAPER);
        Parameters parameters = spec.initialParameters(1);
        for (String layer : new String[] {"qr.2", "qz.2", "decoder.0", "decoder.1", "decoder.2"}) {
            set(parameters, layer + ".weight");
        }
        set(parameters, "qr.2.bias", (float) Math.log(.7), (float) Math.log(.3));
        set(parameters, "qz.2.bias", .2f, (float) Math.log(1.5 * 1.5));
        set(parameters, "prior.mean", -1, 1.5f);
        set(parameters, "prior.logvar", 0, 0);
        // Units relu(z), relu(-z) for each category; the last two rows close the other category's.
        set(parameters, "decoder.0.weight", 1, -1, 1, -1, 0, 0, CLOSED, CLOSED, CLOSED, CLOSED, 0, 0);
        set(parameters, "decoder.1.weight", 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
        float[] last = new float[16];
        for (int c = 0; c < 2; c++) {
            for (int sign = 0; sign < 2; sign++) {
                int unit = 2 * c + sign;
                last[unit * 4] = (float) (sign == 0 ? OBSERVED_SLOPE[c] : -OBSERVED_SLOPE[c]);
                last[unit * 4 + 3] = (float) (sign == 0 ? MISSING_SLOPE[c] : -MISSING_SLOPE[c]);
            }
        }
        set(parameters, "decoder.2.weight", last);
        return new PatternSetNetwork(spec, new Weights(parameters));
    }

    /** The row, {@code copies} times, each with noise of its own. */
    static SamplingRequest request(PatternSetNetwork network, int copies, int samples) {
        float[] values = new float[2 * copies];
        float[] observed = new float[2 * copies];
        long[] keys = new long[copies];
        for (int row = 0; row < copies; row++) {
            values[2 * row] = (float) OBSERVED;
            observed[2 * row] = 1;
            keys[row] = row;
        }
        Posterior posterior = network.posterior(copies, network.encoderInput(copies, values, observed));
        return SamplingRequest.builder(copies).posterior(posterior.mean(), posterior.logVariance()).prior(network.prior())
                .values(values, observed).noise(new Noise.Keyed(5, keys)).samples(samples).build();
    }

    /** -1.1396158307. */
    static double exact() {
        double sum = 0;
        double weights = 0;
        for (int c = 0; c < 2; c++) {
            double a = OBSERVED_SLOPE[c];
            double variance = a * a + VARIANCE;
            double miss = OBSERVED - a * PRIOR_MEAN[c];
            double weight = Math.exp(-miss * miss / (2 * variance)) / Math.sqrt(variance);
            sum += weight * MISSING_SLOPE[c] * (PRIOR_MEAN[c] + a / variance * miss);
            weights += weight;
        }
        return sum / weights;
    }

    /** Writes a parameter; no values mean zeros. */
    private static void set(Parameters parameters, String name, float... values) {
        float[] data = parameters.get(name).value().data;
        Arrays.fill(data, 0);
        System.arraycopy(values, 0, data, 0, values.length);
    }
}

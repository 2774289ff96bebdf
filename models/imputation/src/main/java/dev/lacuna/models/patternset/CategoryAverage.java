package dev.lacuna.models.patternset;

import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The paper's estimate without importance weights, x̂ = (1/L) Σ_l Σ_c q(c | row) E[x | z_cl, c] with z_cl ~ q(z | row, c); its
 * tables have L = 1. Draws are ancestral: c ~ q(c | row), z ~ q(z | row, c), x ~ p(x | z, c). Cheaper than importance sampling
 * and only as good as the encoder: neither the decoder's likelihood of the observed values nor a missingness model is asked.
 */
final class CategoryAverage {
    private final PatternSetNetwork network;
    private final Head head;
    private final Kernels kernels = Kernels.get();

    CategoryAverage(PatternSetNetwork network, Head head) {
        this.network = network;
        this.head = head;
    }

    SamplingResult sample(SamplingRequest request) {
        if (!(request.noise() instanceof Noise.Keyed noise)) throw new IllegalArgumentException("the noise must be keyed");
        PatternSetSpec spec = network.spec();
        int rows = request.rows();
        int features = spec.features();
        double[] category = network.logCategory(rows, network.encoderInput(rows, request.x(), request.observed()));
        for (int i = 0; i < category.length; i++) category[i] = StrictMath.exp(category[i]);
        double[] first = new double[rows * features];
        double[] second = new double[rows * features];
        long key = Philox.key(noise.seed(), "category average");
        for (int l = 0; l < request.samples(); l++) {
            for (int c = 0; c < spec.categories(); c++) {
                float[] expected = expected(network.decode(head, c, rows, latent(request, noise, key, c, l)), spec.layout());
                for (int i = 0; i < first.length; i++) {
                    double weight = category[i / features * spec.categories() + c] / request.samples();
                    double value = expected[i];
                    boolean real = spec.layout().kind(i % features) == FeatureKind.GAUSSIAN;
                    first[i] += weight * value;
                    second[i] += weight * (real ? value * value + spec.variance() : value);
                }
            }
        }
        float[] mean = request.x().clone();
        float[] deviation = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            if (observed(request, i)) continue;
            mean[i] = (float) first[i];
            deviation[i] = (float) Math.sqrt(Math.max(0, second[i] - first[i] * first[i]));
        }
        double[] notWeighted = new double[rows];
        Arrays.fill(notWeighted, Double.NaN);
        int[] used = new int[rows];
        Arrays.fill(used, request.samples() * spec.categories());
        List<float[]> draws = new ArrayList<>();
        for (int m = 0; m < request.draws(); m++) draws.add(draw(request, noise, category, m));
        return new SamplingResult(mean, deviation, notWeighted, notWeighted, used, draws);
    }

    /** z_cl [rows x H]: a row's noise is its own, sample l of category c at position l·C + c. */
    private float[] latent(SamplingRequest request, Noise.Keyed noise, long key, int category, int sample) {
        int latent = network.spec().latent();
        float[] z = new float[request.rows() * latent];
        long position = ((long) sample * network.spec().categories() + category) * stride();
        for (int row = 0; row < request.rows(); row++) {
            kernels.normal(key, noise.rowKeys()[row], position, z, row * latent, latent);
            int at = (category * request.rows() + row) * latent;
            for (int h = 0; h < latent; h++) {
                float std = (float) StrictMath.exp(request.posteriorLogVariance()[at + h] / 2.0);
                z[row * latent + h] = request.posteriorMean()[at + h] + std * z[row * latent + h];
            }
        }
        return z;
    }

    /** Noise starts at multiples of 4, a block of the generator. */
    private int stride() {
        return (network.spec().latent() + 3) / 4 * 4;
    }

    private boolean observed(SamplingRequest request, int cell) {
        PatternSetSpec spec = network.spec();
        int row = cell / spec.features();
        return request.observed()[row * spec.columns() + spec.layout().featureColumn()[cell % spec.features()]] != 0;
    }

    /** Means of real features, probabilities of the others. */
    private static float[] expected(float[] raw, FeatureLayout layout) {
        float[] expected = raw.clone();
        int features = layout.features();
        for (int at = 0; at < raw.length; at += features) {
            for (int e = 0; e < features; e = layout.columnEnd(e)) {
                if (layout.kind(e) == FeatureKind.BERNOULLI) expected[at + e] = (float) (1 / (1 + StrictMath.exp(-raw[at + e])));
                if (layout.kind(e) == FeatureKind.CATEGORICAL) softmax(expected, at + e, layout.columnEnd(e) - e);
            }
        }
        return expected;
    }

    private static void softmax(float[] values, int from, int count) {
        double largest = values[from];
        for (int i = 1; i < count; i++) largest = Math.max(largest, values[from + i]);
        double sum = 0;
        for (int i = 0; i < count; i++) sum += StrictMath.exp(values[from + i] - largest);
        for (int i = 0; i < count; i++) values[from + i] = (float) (StrictMath.exp(values[from + i] - largest) / sum);
    }

    private float[] draw(SamplingRequest request, Noise.Keyed noise, double[] category, int number) {
        PatternSetSpec spec = network.spec();
        int features = spec.features();
        long key = Philox.key(noise.seed(), "category average, draws");
        long valueKey = Philox.key(noise.seed(), "category average, drawn values");
        long choiceKey = Philox.key(noise.seed(), "category average, choices");
        float[][] expected = new float[spec.categories()][];
        for (int c = 0; c < spec.categories(); c++) {
            expected[c] = expected(network.decode(head, c, request.rows(), latent(request, noise, key, c, number)),
                    spec.layout());
        }
        float[] drawn = request.x().clone();
        float[] normal = new float[features];
        float[] uniform = new float[features + 1];
        int stride = (features + 4) / 4 * 4;
        for (int row = 0; row < request.rows(); row++) {
            kernels.normal(valueKey, noise.rowKeys()[row], (long) number * stride, normal, 0, features);
            kernels.uniform(choiceKey, noise.rowKeys()[row], (long) number * stride, uniform, 0, features + 1);
            float[] chosen = expected[choose(category, row * spec.categories(), spec.categories(), uniform[features])];
            for (int e = 0; e < features; e = spec.layout().columnEnd(e)) {
                int at = row * features + e;
                if (observed(request, at)) continue;
                switch (spec.layout().kind(e)) {
                    case BERNOULLI -> drawn[at] = uniform[e] < chosen[at] ? 1 : 0;
                    case CATEGORICAL -> drawn[at + choose(chosen, at, spec.layout().columnEnd(e) - e, uniform[e])] = 1;
                    default -> drawn[at] = chosen[at] + (float) Math.sqrt(spec.variance()) * normal[e];
                }
            }
        }
        return drawn;
    }

    private static int choose(double[] probability, int from, int count, double uniform) {
        double sum = 0;
        for (int i = 0; i < count - 1; i++) {
            sum += probability[from + i];
            if (uniform < sum) return i;
        }
        return count - 1;
    }

    private static int choose(float[] probability, int from, int count, double uniform) {
        double[] wide = new double[count];
        for (int i = 0; i < count; i++) wide[i] = probability[from + i];
        return choose(wide, 0, count, uniform);
    }
}

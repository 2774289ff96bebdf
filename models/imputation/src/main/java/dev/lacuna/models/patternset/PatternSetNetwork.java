package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.Averaging;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.Arrays;
import java.util.List;

/** The trained networks without a tape: encoding rows, decoding, and freezing the decoder for importance sampling. */
final class PatternSetNetwork {
    private final PatternSetSpec spec;
    private final Weights weights;
    private final Kernels kernels = Kernels.get();

    PatternSetNetwork(PatternSetSpec spec, Weights weights) {
        this.spec = spec;
        this.weights = weights;
    }

    PatternSetSpec spec() {
        return spec;
    }

    Parameters parameters() {
        return weights.parameters();
    }

    /** [rows x (E + D)] or, without the pattern, [rows x E]: values with zeros where missing, then 1 where missing. */
    float[] encoderInput(int rows, float[] values, float[] observed) {
        if (!spec.readsPattern()) return values;
        int e = spec.features();
        int d = spec.columns();
        float[] input = new float[rows * (e + d)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * e, input, row * (e + d), e);
            for (int j = 0; j < d; j++) input[row * (e + d) + e + j] = 1 - observed[row * d + j];
        }
        return input;
    }

    /** log q(c | row) [rows x C]. */
    double[] logCategory(int rows, float[] input) {
        int categories = spec.categories();
        float[] logits = Weights.forward(weights.layers("qr", 3, Activation.RELU, Activation.IDENTITY), rows, input);
        double[] log = new double[logits.length];
        for (int i = 0; i < log.length; i++) log[i] = logits[i];
        for (int row = 0; row < rows; row++) {
            double sum = kernels.logSumExp(log, row * categories, 1, categories);
            for (int i = row * categories; i < (row + 1) * categories; i++) log[i] -= sum;
        }
        return log;
    }

    /** q(z | row, c), [C·rows x H]. */
    Posterior posterior(int rows, float[] input) {
        int inputs = spec.encoderInputs();
        int width = spec.hidden();
        float[] shared = new float[rows * width];
        kernels.multiply(rows, width, inputs, input, 0, inputs, weights.values("qz.0.weight"), 0, width, shared, 0, width, false);
        float[] hidden = new float[spec.categories() * rows * width];
        float[] offsets = categoryOffsets("qz.0", inputs, weights.values("qz.0.bias"));
        for (int i = 0; i < hidden.length; i++) {
            int category = i / (rows * width);
            hidden[i] = Math.max(shared[i % (rows * width)] + offsets[category * width + i % width], 0);
        }
        float[] both = Weights.forward(List.of(weights.layer("qz.1", Activation.RELU),
                weights.layer("qz.2", Activation.IDENTITY)),
                spec.categories() * rows, hidden);
        return Posterior.split(both, spec.latent(), PatternSetObjective.LOG_VARIANCE_CLAMP);
    }

    LatentPrior prior() {
        float[] logVariance = weights.values("prior.logvar").clone();
        float limit = (float) PatternSetObjective.LOG_VARIANCE_CLAMP;
        for (int i = 0; i < logVariance.length; i++) logVariance[i] = Math.max(-limit, Math.min(limit, logVariance[i]));
        return new LatentPrior.PerCategory(weights.values("prior.mean"), logVariance);
    }

    /**
     * Missing values come from the x_mis head, whose likelihood of observed values counts as in training, or from the x_obs head
     * alone. A value that explains its own absence is averaged over its draws.
     */
    FrozenNetwork freeze(Head head) {
        int latent = spec.latent();
        int width = spec.hidden();
        int features = spec.features();
        float[] noOffsets = new float[width];
        List<DenseLayer> trunk = List.of(
                new DenseLayer(latent, width, Arrays.copyOf(weights.values("decoder.0.weight"), latent * width),
                        weights.values("decoder.0.bias"), Activation.RELU),
                weights.layer("decoder.1", Activation.RELU));
        boolean tilted = spec.variant() == Variant.SELF_MASKING;
        FrozenNetwork.Builder network = FrozenNetwork.builder(latent, spec.layout().featureColumn(), spec.layout().kinds())
                .trunk(trunk).categories(spec.categories(), categoryOffsets("decoder.0", latent, noOffsets))
                .mean(outputs(0, features, false))
                .scale(FrozenScale.shared(Math.sqrt(spec.variance()), features))
                .missingness(missingness(), 1, Mixing.SAMPLE)
                .averaging(tilted ? Averaging.SAMPLED_VALUE : Averaging.DECODER_MEAN);
        if (head == Head.MISSING) network.missingHead(outputs(features, features, false), spec.supervision());
        return network.build();
    }

    /** Means and logits of one head [rows x E] for z [rows x H] of one category. */
    float[] decode(Head head, int category, int rows, float[] z) {
        int width = spec.hidden();
        int latent = spec.latent();
        float[] offsets = categoryOffsets("decoder.0", latent, weights.values("decoder.0.bias"));
        DenseLayer first = new DenseLayer(latent, width, Arrays.copyOf(weights.values("decoder.0.weight"), latent * width),
                Arrays.copyOfRange(offsets, category * width, (category + 1) * width), Activation.RELU);
        int from = head == Head.MISSING ? spec.features() : 0;
        return Weights.forward(List.of(first, weights.layer("decoder.1", Activation.RELU),
                outputs(from, spec.features(), false)), rows, z);
    }

    /** Signs are turned: the model's logits are those of P(missing). */
    private FrozenMissingness missingness() {
        return switch (spec.variant()) {
            case WITHOUT_PATTERN -> new FrozenMissingness.None();
            case SHARED_LATENT -> new FrozenMissingness.Network(FrozenMissingness.Input.TRUNK,
                    List.of(outputs(2 * spec.features(), spec.columns(), true)));
            case SELF_MASKING -> selfMasking();
        };
    }

    private FrozenMissingness selfMasking() {
        float[] slope = weights.values("mask.slope");
        float[] weight = new float[slope.length];
        kernels.softplus(slope, 0, weight, 0, slope.length);
        return new FrozenMissingness.SelfMasking(negated(weight), negated(weights.values("mask.offset")));
    }

    /** Outputs from {@code from} on of the decoder's last layer. */
    private DenseLayer outputs(int from, int count, boolean negative) {
        int width = spec.hidden();
        int all = spec.decoderOutputs();
        float[] last = weights.values("decoder.2.weight");
        float[] weight = new float[width * count];
        for (int i = 0; i < width; i++) System.arraycopy(last, i * all + from, weight, i * count, count);
        float[] bias = Arrays.copyOfRange(weights.values("decoder.2.bias"), from, from + count);
        return new DenseLayer(width, count, negative ? negated(weight) : weight, negative ? negated(bias) : bias,
                Activation.IDENTITY);
    }

    /** [C x hidden] the rows of a first layer that belong to the one-hot category, plus a bias. */
    private float[] categoryOffsets(String name, int inputs, float[] bias) {
        int width = spec.hidden();
        float[] offsets = Arrays.copyOfRange(weights.values(name + ".weight"), inputs * width,
                (inputs + spec.categories()) * width);
        for (int i = 0; i < offsets.length; i++) offsets[i] += bias[i % width];
        return offsets;
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < negated.length; i++) negated[i] = -values[i];
        return negated;
    }
}

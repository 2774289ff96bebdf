package dev.lacuna.models.patternset;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.Averaging;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenScale;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Mixing;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** The trained networks without a tape: encoding rows, and freezing the decoder for importance sampling. */
final class PatternSetNetwork {
    private final PatternSetSpec spec;
    private final Parameters weights;
    private final Kernels kernels = Kernels.get();

    PatternSetNetwork(PatternSetSpec spec, Parameters weights) {
        this.spec = spec;
        this.weights = weights;
    }

    /** q(z | row, c): each [C x rows x H], the log-variance clamped. */
    record Posterior(float[] mean, float[] logVariance) {}

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
        float[] hidden = affine("qr.0", rows, input, Activation.RELU);
        float[] logits = affine("qr.2", rows, affine("qr.1", rows, hidden, Activation.RELU), Activation.IDENTITY);
        double[] log = new double[logits.length];
        for (int i = 0; i < log.length; i++) log[i] = logits[i];
        for (int row = 0; row < rows; row++) {
            double sum = kernels.logSumExp(log, row * categories, 1, categories);
            for (int i = row * categories; i < (row + 1) * categories; i++) log[i] -= sum;
        }
        return log;
    }

    Posterior posterior(int rows, float[] input) {
        int inputs = spec.encoderInputs();
        int width = spec.hidden();
        int latent = spec.latent();
        float[] shared = new float[rows * width];
        kernels.multiply(rows, width, inputs, input, 0, inputs, matrix("qz.0.weight").data, 0, width, shared, 0, width, false);
        float[] offsets = categoryOffsets("qz.0", inputs);
        float[] mean = new float[spec.categories() * rows * latent];
        float[] logVariance = new float[mean.length];
        float[] hidden = new float[rows * width];
        for (int c = 0; c < spec.categories(); c++) {
            for (int row = 0; row < rows; row++) {
                for (int j = 0; j < width; j++) {
                    hidden[row * width + j] = Math.max(shared[row * width + j] + offsets[c * width + j], 0);
                }
            }
            float[] both = affine("qz.2", rows, affine("qz.1", rows, hidden, Activation.RELU), Activation.IDENTITY);
            for (int row = 0; row < rows; row++) {
                int to = (c * rows + row) * latent;
                System.arraycopy(both, row * 2 * latent, mean, to, latent);
                for (int h = 0; h < latent; h++) logVariance[to + h] = clamp(both[(2 * row + 1) * latent + h]);
            }
        }
        return new Posterior(mean, logVariance);
    }

    LatentPrior prior() {
        float[] logVariance = matrix("prior.logvar").data.clone();
        for (int i = 0; i < logVariance.length; i++) logVariance[i] = clamp(logVariance[i]);
        return new LatentPrior.PerCategory(matrix("prior.mean").data, logVariance);
    }

    /** Missing values come from the x_mis head; a value that explains its own absence is averaged over its draws. */
    FrozenNetwork freeze() {
        int latent = spec.latent();
        int width = spec.hidden();
        int features = spec.features();
        float[] first = Arrays.copyOf(matrix("decoder.0.weight").data, latent * width);
        List<DenseLayer> trunk = List.of(
                new DenseLayer(latent, width, first, matrix("decoder.0.bias").data, Activation.RELU),
                layer("decoder.1", Activation.RELU));
        float[] categoryRows = Arrays.copyOfRange(matrix("decoder.0.weight").data, latent * width,
                (latent + spec.categories()) * width);
        boolean tilted = spec.variant() == Variant.SELF_MASKING;
        return FrozenNetwork.builder(latent, spec.featureColumn(), Collections.nCopies(features, FeatureKind.GAUSSIAN))
                .trunk(trunk).categories(spec.categories(), categoryRows)
                .mean(outputs(0, features, false)).missingHead(outputs(features, features, false), spec.supervision())
                .scale(FrozenScale.shared(Math.sqrt(spec.variance()), features))
                .missingness(missingness(), 1, Mixing.SAMPLE)
                .averaging(tilted ? Averaging.SAMPLED_VALUE : Averaging.DECODER_MEAN).build();
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
        float[] slope = matrix("mask.slope").data;
        float[] weight = new float[slope.length];
        kernels.softplus(slope, 0, weight, 0, slope.length);
        return new FrozenMissingness.SelfMasking(negated(weight), negated(matrix("mask.offset").data));
    }

    /** Outputs from {@code from} on of the decoder's last layer. */
    private DenseLayer outputs(int from, int count, boolean negative) {
        int width = spec.hidden();
        FMatrixRMaj last = matrix("decoder.2.weight");
        float[] weight = new float[width * count];
        for (int i = 0; i < width; i++) System.arraycopy(last.data, i * last.numCols + from, weight, i * count, count);
        float[] bias = Arrays.copyOfRange(matrix("decoder.2.bias").data, from, from + count);
        return new DenseLayer(width, count, negative ? negated(weight) : weight, negative ? negated(bias) : bias, Activation.IDENTITY);
    }

    /** [C x hidden] the rows of a first layer that belong to the one-hot category, with its bias. */
    private float[] categoryOffsets(String name, int inputs) {
        int width = spec.hidden();
        float[] offsets = Arrays.copyOfRange(matrix(name + ".weight").data, inputs * width, (inputs + spec.categories()) * width);
        float[] bias = matrix(name + ".bias").data;
        for (int i = 0; i < offsets.length; i++) offsets[i] += bias[i % width];
        return offsets;
    }

    private float[] affine(String name, int rows, float[] x, Activation activation) {
        DenseLayer layer = layer(name, activation);
        float[] y = new float[rows * layer.outputs()];
        kernels.affine(rows, layer.outputs(), layer.inputs(), x, 0, layer.inputs(), layer.weight(), 0, layer.outputs(), layer.bias(), 0,
                activation, y, 0, layer.outputs());
        return y;
    }

    private DenseLayer layer(String name, Activation activation) {
        FMatrixRMaj weight = matrix(name + ".weight");
        return new DenseLayer(weight.numRows, weight.numCols, weight.data, matrix(name + ".bias").data, activation);
    }

    private FMatrixRMaj matrix(String name) {
        return weights.get(name).value();
    }

    private static float clamp(float logVariance) {
        float limit = (float) PatternSetObjective.LOG_VARIANCE_CLAMP;
        return Math.max(-limit, Math.min(limit, logVariance));
    }

    private static float[] negated(float[] values) {
        float[] negated = new float[values.length];
        for (int i = 0; i < negated.length; i++) negated[i] = -values[i];
        return negated;
    }
}

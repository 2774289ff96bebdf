package dev.lacuna.kernels.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lacuna.kernels.Activation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A golden case as network and request: the decoder frozen from the file, the encoder run here in double. */
final class GoldenCase {
    private final JsonNode json;
    final int rows;
    final int columns;
    final int latent;
    final int categories;
    final double[][] x;
    final double[][] observed;

    private GoldenCase(JsonNode json) {
        this.json = json;
        x = matrix(json.at("/data/x"));
        observed = matrix(json.at("/data/observed"));
        rows = x.length;
        columns = x[0].length;
        latent = config("latent").asInt();
        categories = config("categories").asInt(1);
    }

    static GoldenCase read(String name) {
        Path file = Path.of(System.getProperty("lacuna.root"), "test-data", "golden", name + ".json");
        try {
            return new GoldenCase(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double[][] imputed() {
        return matrix(json.at("/expect/imputed"));
    }

    double[] ess() {
        return vector(json.at("/expect/ess"));
    }

    FrozenNetwork network() {
        int[] featureColumn = new int[columns];
        Arrays.setAll(featureColumn, e -> e);
        boolean bernoulli = config("likelihood").asText().equals("bernoulli");
        FrozenNetwork.Builder builder = FrozenNetwork.builder(latent, featureColumn,
                Collections.nCopies(columns, bernoulli ? FeatureKind.BERNOULLI : FeatureKind.GAUSSIAN));
        return config("family").asText().equals("pattern-set-mixture") ? patternSet(builder, featureColumn) : latentModel(builder,
                featureColumn);
    }

    private FrozenNetwork latentModel(FrozenNetwork.Builder builder, int[] featureColumn) {
        List<DenseLayer> trunk = new ArrayList<>();
        for (int i = 0; i < config("trunk_layers").asInt(); i++) {
            trunk.add(layer("trunk." + i, activation()));
        }
        builder.trunk(trunk).mean(layer("head.mean", Activation.IDENTITY));
        switch (config("likelihood").asText()) {
            case "gaussian-fixed" -> builder.scale(FrozenScale.shared(config("std").asDouble(), columns));
            case "gaussian-shared" -> builder.scale(FrozenScale.shared(Math.exp(vector(param("head.logstd"))[0]), columns));
            case "gaussian-softplus" -> builder.scale(new FrozenScale.PerEntry(layer("head.std", Activation.IDENTITY),
                    (float) config("std_floor").asDouble()));
            default -> { }
        }
        Mixing mixing = config("mix").asText().equals("mean") ? Mixing.MEAN : Mixing.SAMPLE;
        return builder.missingness(missingness(featureColumn), config("mask_weight").asDouble(), mixing).build();
    }

    private FrozenMissingness missingness(int[] featureColumn) {
        return switch (config("mask_model").asText()) {
            case "none" -> new FrozenMissingness.None();
            case "self" -> FrozenMissingness.selfMasking(floats(vector(param("mask.slope"))),
                    floats(vector(param("mask.offset"))), featureColumn);
            case "self-known" -> FrozenMissingness.selfMasking(floats(softplus(vector(param("mask.slope")))),
                    floats(vector(param("mask.offset"))), featureColumn);
            case "linear" -> maskNetwork(FrozenMissingness.Input.VALUES, 1);
            case "mlp" -> maskNetwork(FrozenMissingness.Input.VALUES, 2);
            case "linear-xz" -> maskNetwork(FrozenMissingness.Input.VALUES_AND_LATENT, 1);
            case "mlp-xz" -> maskNetwork(FrozenMissingness.Input.VALUES_AND_LATENT, 2);
            case "trunk" -> maskNetwork(FrozenMissingness.Input.TRUNK, 1);
            default -> throw new IllegalArgumentException(config("mask_model").asText());
        };
    }

    private FrozenMissingness maskNetwork(FrozenMissingness.Input input, int layers) {
        List<DenseLayer> list = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            list.add(layer("mask." + i, i == layers - 1 ? Activation.IDENTITY : Activation.TANH));
        }
        return new FrozenMissingness.Network(input, list);
    }

    private FrozenNetwork patternSet(FrozenNetwork.Builder builder, int[] featureColumn) {
        DenseLayer first = layer("decoder.0", Activation.RELU);
        int width = first.outputs();
        float[] latentRows = Arrays.copyOf(first.weight(), latent * width);
        float[] categoryRows = Arrays.copyOfRange(first.weight(), latent * width, (latent + categories) * width);
        DenseLayer heads = layer("decoder.2", Activation.IDENTITY);
        builder.trunk(List.of(new DenseLayer(latent, width, latentRows, first.bias(), Activation.RELU),
                        layer("decoder.1", Activation.RELU)))
                .categories(categories, categoryRows)
                .mean(heads.columns(0, columns))
                .missingHead(heads.columns(columns, columns), supervision())
                .scale(FrozenScale.shared(Math.sqrt(config("variance").asDouble()), columns));
        switch (config("variant").asText()) {
            case "b" -> builder.missingness(new FrozenMissingness.Network(FrozenMissingness.Input.TRUNK,
                    List.of(heads.columns(2 * columns, columns).negated())), 1, Mixing.SAMPLE);
            case "a" -> builder.missingness(new FrozenMissingness.SelfMasking(negated(softplus(flat(param("mask.slope")))),
                    negated(flat(param("mask.offset")))), 1, Mixing.SAMPLE).averaging(Averaging.SAMPLED_VALUE);
            default -> { }
        }
        return builder.build();
    }

    private float[] supervision() {
        float[] weight = new float[columns];
        for (int e = 0; e < columns; e++) {
            JsonNode pi = config("pi");
            weight[e] = (float) (1 - (pi.isArray() ? pi.get(e).asDouble() : pi.asDouble()));
        }
        return weight;
    }

    SamplingRequest request() {
        double[] latentNoise = flat(json.at("/noise/impute_z"));
        double[] valueNoise = flat(json.at("/noise/impute_x"));
        int samples = latentNoise.length / (categories * rows * latent);
        float[] mean = new float[categories * rows * latent];
        float[] logVariance = new float[mean.length];
        for (int c = 0; c < categories; c++) {
            for (int b = 0; b < rows; b++) {
                double[] posterior = encode(b, c);
                for (int h = 0; h < latent; h++) {
                    mean[(c * rows + b) * latent + h] = (float) posterior[h];
                    logVariance[(c * rows + b) * latent + h] = (float) posterior[latent + h];
                }
            }
        }
        float[] values = new float[rows * columns];
        float[] present = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            present[i] = (float) observed[i / columns][i % columns];
            values[i] = (float) (present[i] * x[i / columns][i % columns]);
        }
        return SamplingRequest.builder(rows).posterior(mean, logVariance).prior(prior()).values(values, present)
                .noise(new Noise.Given(floats(latentNoise), floats(valueNoise))).samples(samples).completeRows(true).build();
    }

    private LatentPrior prior() {
        if (json.at("/params/prior.mean").isArray()) {
            return new LatentPrior.PerCategory(floats(flat(param("prior.mean"))), floats(clamp(flat(param("prior.logvar")), 15)));
        }
        if (!config("prior").asText().equals("conditional")) {
            return new LatentPrior.Standard();
        }
        double[][] aux = matrix(json.at("/data/aux"));
        float[] mean = new float[rows * latent];
        float[] logVariance = new float[rows * latent];
        for (int b = 0; b < rows; b++) {
            double[] both = affine(aux[b], "prior.0");
            for (int h = 0; h < latent; h++) {
                mean[b * latent + h] = (float) both[h];
                logVariance[b * latent + h] = (float) Math.max(-10, Math.min(10, both[latent + h]));
            }
        }
        return new LatentPrior.PerRow(mean, logVariance);
    }

    /** Mean, then clamped log-variance. */
    private double[] encode(int row, int category) {
        double[] masked = new double[columns];
        for (int d = 0; d < columns; d++) {
            masked[d] = x[row][d] * observed[row][d];
        }
        if (config("family").asText().equals("pattern-set-mixture")) {
            double[] hidden = masked;
            if (config("mask_input").asBoolean()) {
                hidden = concatenate(masked, Arrays.stream(observed[row]).map(r -> 1 - r).toArray());
            }
            double[] oneHot = new double[categories];
            oneHot[category] = 1;
            hidden = concatenate(hidden, oneHot);
            return clampLogVariance(mlp(hidden, "qz.", 3, Activation.RELU), 15);
        }
        double[] input = masked;
        if (config("encoder").asText().equals("pointnet")) {
            input = pointNet(row);
        } else if (config("encoder_input").asText().equals("x,mask")) {
            input = concatenate(masked, observed[row]);
        }
        return clampLogVariance(mlp(input, "encoder.", config("encoder_layers").asInt(), activation()),
                config("logvar_clamp").asDouble());
    }

    private double[] pointNet(int row) {
        double[][] embedding = matrix(param("set.embedding"));
        double[][] bias = matrix(param("set.bias"));
        double[][] weight = matrix(param("set.weight"));
        double[] sum = new double[weight[0].length];
        for (int d = 0; d < columns; d++) {
            double value = x[row][d];
            double[] scaled = Arrays.stream(embedding[d]).map(v -> v * value).toArray();
            double[] set = concatenate(concatenate(new double[] {value}, scaled), bias[d]);
            double[] out = affine(set, weight, vector(param("set.offset")));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += observed[row][d] * Math.max(out[i], 0);
            }
        }
        return sum;
    }

    private double[] mlp(double[] input, String prefix, int layers, Activation activation) {
        double[] hidden = input;
        for (int i = 0; i < layers; i++) {
            hidden = affine(hidden, prefix + i);
            if (i < layers - 1) {
                hidden = Arrays.stream(hidden).map(v -> activation == Activation.RELU ? Math.max(v, 0) : Math.tanh(v)).toArray();
            }
        }
        return hidden;
    }

    private double[] affine(double[] input, String name) {
        return affine(input, matrix(param(name + ".weight")), vector(param(name + ".bias")));
    }

    private static double[] affine(double[] input, double[][] weight, double[] bias) {
        double[] out = bias.clone();
        for (int i = 0; i < input.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[j] += input[i] * weight[i][j];
            }
        }
        return out;
    }

    private double[] clampLogVariance(double[] posterior, double limit) {
        double[] clamped = clamp(posterior, limit);
        System.arraycopy(posterior, 0, clamped, 0, latent);
        return clamped;
    }

    private static double[] clamp(double[] values, double limit) {
        return Arrays.stream(values).map(v -> Math.max(-limit, Math.min(limit, v))).toArray();
    }

    private Activation activation() {
        return config("activation").asText().equals("relu") ? Activation.RELU : Activation.TANH;
    }

    private DenseLayer layer(String name, Activation activation) {
        double[][] weight = matrix(param(name + ".weight"));
        return new DenseLayer(weight.length, weight[0].length, floats(flat(param(name + ".weight"))),
                floats(vector(param(name + ".bias"))), activation);
    }

    private JsonNode param(String name) {
        return json.get("params").get(name);
    }

    private JsonNode config(String name) {
        return json.at("/config/" + name);
    }

    private static double[] softplus(double[] values) {
        return Arrays.stream(values).map(v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))).toArray();
    }

    private static float[] negated(double[] values) {
        return floats(Arrays.stream(values).map(v -> -v).toArray());
    }

    private static double[] concatenate(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static double[][] matrix(JsonNode node) {
        double[][] result = new double[node.size()][];
        for (int i = 0; i < result.length; i++) {
            result[i] = vector(node.get(i));
        }
        return result;
    }

    private static double[] vector(JsonNode node) {
        double[] result = new double[node.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = node.get(i).asDouble();
        }
        return result;
    }

    private static double[] flat(JsonNode node) {
        List<Double> values = new ArrayList<>();
        collect(node, values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> values) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, values));
        } else {
            values.add(node.asDouble());
        }
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}

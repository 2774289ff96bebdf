package dev.lacuna.models.latent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.GoldenCase;
import dev.lacuna.models.GoldenFamily;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** Runs the golden cases of the importance-weighted family; every size is read off the arrays. */
public final class ImportanceWeightedGolden implements GoldenFamily {

    @Override
    public String family() {
        return "importance-weighted";
    }

    @Override
    public Outcome run(GoldenCase golden, float hidden) {
        Parameters parameters = golden.parameters();
        FMatrixRMaj x = data(golden, "x");
        FMatrixRMaj observed = data(golden, "observed");
        for (int i = 0; i < x.data.length; i++) if (observed.data[i] == 0) x.data[i] = hidden;
        LatentSpec spec = spec(golden, golden.config().path("objective").asText());
        LatentObjective objective = objective(golden, spec, parameters, x, observed);
        double loss = objective.evaluate();
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (Parameter parameter : parameters) gradients.put(parameter.name(), objective.tape().gradient(parameter).data.clone());
        LatentObjective weighted = objective;
        if (objective.logWeights().isEmpty()) {
            weighted = objective(golden, spec(golden, "iw"), parameters, x, observed);
            weighted.evaluate();
        }
        SamplingResult sampled = impute(golden, spec, new Weights(parameters), x, observed);
        return new Outcome(loss, Map.of("log_weights", weighted.logWeights().orElseThrow().clone()), gradients,
                sampled.expected(), sampled.effectiveSampleSize());
    }

    private static LatentObjective objective(GoldenCase golden, LatentSpec spec, Parameters parameters, FMatrixRMaj x,
            FMatrixRMaj observed) {
        LatentObjective objective = new LatentObjective(spec, parameters, x.numRows, x.numRows);
        ShardInputs inputs = objective.inputs();
        for (int row = 0; row < x.numRows; row++) inputs.load(row, x, observed, row);
        fill(inputs.latentNoise.value(), golden.floats("noise", "z"));
        inputs.valueNoise.ifPresent(noise -> fill(noise.value(), golden.floats("noise", "x")));
        inputs.auxiliary.ifPresent(aux -> fill(aux.value(), golden.floats("data", "aux")));
        return objective;
    }

    private static SamplingResult impute(GoldenCase golden, LatentSpec spec, Weights weights, FMatrixRMaj x,
            FMatrixRMaj observed) {
        int rows = x.numRows;
        float[] zeroFilled = x.data.clone();
        for (int i = 0; i < zeroFilled.length; i++) if (observed.data[i] == 0) zeroFilled[i] = 0;
        Posterior posterior = spec.encoder().encode(weights, spec.layout(), spec.latent(), rows, zeroFilled, observed.data);
        SamplingRequest request = SamplingRequest.builder(rows).posterior(posterior.mean(), posterior.logVariance())
                .prior(spec.prior().freeze(weights, spec.latent(), rows, golden.floats("data", "aux")))
                .values(zeroFilled, observed.data)
                .noise(new Noise.Given(golden.floats("noise", "impute_z"), golden.floats("noise", "impute_x")))
                .samples(golden.shape("noise", "impute_z")[0]).completeRows(true).build();
        return ImportanceSampler.cpu().sample(spec.freeze(weights), request);
    }

    private static LatentSpec spec(GoldenCase golden, String objective) {
        JsonNode config = golden.config();
        int latent = golden.shape("noise", "z")[2];
        int columns = golden.shape("data", "x")[1];
        Activation activation = switch (config.path("activation").asText()) {
            case "tanh" -> Activation.TANH;
            case "relu" -> Activation.RELU;
            default -> throw unknown(golden, "activation");
        };
        boolean bernoulli = config.path("likelihood").asText().equals("bernoulli");
        FeatureLayout layout = FeatureLayout.uniform(columns, bernoulli ? FeatureKind.BERNOULLI : FeatureKind.GAUSSIAN);
        Encoder.Layers layers = new Encoder.Layers(widths(golden, "encoder", 1), activation, config.path("logvar_clamp")
                .asDouble());
        Encoder encoder = switch (config.path("encoder").asText()) {
            case "mlp" -> new MlpEncoder(layers, config.path("encoder_input").asText().equals("x,mask"));
            case "pointnet" -> new SetEncoder(golden.shape("params", "set.embedding")[1], golden.shape("params", "set.weight")[1],
                    true, SetPooling.Pool.SUM, layers);
            default -> throw unknown(golden, "encoder");
        };
        DataHead.Scale scale = switch (config.path("likelihood").asText()) {
            case "gaussian-fixed" -> new DataHead.Scale.Fixed(config.path("std").asDouble());
            case "gaussian-shared", "bernoulli" -> new DataHead.Scale.Shared();
            case "gaussian-softplus" -> new DataHead.Scale.PerEntry(config.path("std_floor").asDouble());
            default -> throw unknown(golden, "likelihood");
        };
        Prior prior = switch (config.path("prior").asText()) {
            case "standard" -> new Prior.StandardNormal();
            case "conditional" -> new Prior.Conditional(golden.shape("data", "aux")[1]);
            default -> throw unknown(golden, "prior");
        };
        return new LatentSpec(layout, latent, golden.shape("noise", "z")[0], encoder, new Trunk(widths(golden, "trunk", 0),
                activation),
                new DataHead(scale), prior, missingness(golden), config.path("mix").asText().equals("mean") ? Mixing.MEAN
                : Mixing.SAMPLE,
                config.path("mask_weight").asDouble(), objective.equals("elbo") ? Bound.ELBO : Bound.IMPORTANCE_WEIGHTED, false,
                Dropout.NONE);
    }

    private static Missingness missingness(GoldenCase golden) {
        List<Integer> hidden = widths(golden, "mask", 1);
        return switch (golden.config().path("mask_model").asText()) {
            case "none" -> new Missingness.None();
            case "self" -> new Missingness.SelfMasking(false, golden.shape("params", "mask.slope")[0] == 1);
            case "self-known" -> new Missingness.SelfMasking(true, golden.shape("params", "mask.slope")[0] == 1);
            case "linear", "mlp" -> new Missingness.Network(Input.VALUES, hidden);
            case "linear-xz", "mlp-xz" -> new Missingness.Network(Input.VALUES_AND_LATENT, hidden);
            case "trunk" -> new Missingness.Network(Input.TRUNK, hidden);
            default -> throw unknown(golden, "mask_model");
        };
    }

    /** The output widths of layers prefix.0, prefix.1, ..., but for the last {@code dropped}. */
    private static List<Integer> widths(GoldenCase golden, String prefix, int dropped) {
        List<Integer> widths = new ArrayList<>();
        while (golden.has("params", prefix + "." + widths.size() + ".weight")) {
            widths.add(golden.shape("params", prefix + "." + widths.size() + ".weight")[1]);
        }
        return widths.subList(0, Math.max(0, widths.size() - dropped));
    }

    private static FMatrixRMaj data(GoldenCase golden, String name) {
        int[] shape = golden.shape("data", name);
        return new FMatrixRMaj(shape[0], shape[1], true, golden.floats("data", name));
    }

    private static void fill(FMatrixRMaj matrix, float[] values) {
        if (values.length != matrix.getNumElements()) {
            throw new IllegalArgumentException(values.length + " numbers for [" + matrix.numRows + " x " + matrix.numCols + "]");
        }
        System.arraycopy(values, 0, matrix.data, 0, values.length);
    }

    private static IllegalArgumentException unknown(GoldenCase golden, String key) {
        return new IllegalArgumentException(golden.name() + ": unknown " + key + " '" + golden.config().path(key).asText() + "'");
    }
}

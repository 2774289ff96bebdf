package dev.lacuna.models.patternset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.GoldenCase;
import dev.lacuna.models.GoldenFamily;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs the golden cases of the pattern-set mixture; every size is read off the arrays. */
public final class PatternSetGolden implements GoldenFamily {

    @Override
    public String family() {
        return "pattern-set-mixture";
    }

    @Override
    public Outcome run(GoldenCase golden, float hidden) {
        Parameters parameters = golden.parameters();
        float[] x = golden.floats("data", "x");
        float[] observed = golden.floats("data", "observed");
        for (int i = 0; i < x.length; i++) if (observed[i] == 0) x[i] = hidden;
        PatternSetSpec spec = spec(golden);
        int rows = x.length / spec.features();
        PatternSetObjective objective = new PatternSetObjective(spec, parameters, rows, rows);
        for (int row = 0; row < rows; row++) objective.load(row, x, observed, row, 1);
        fill(objective.latentNoise, golden.floats("noise", "z"));
        fill(objective.valueNoise, golden.floats("noise", "x"));
        double loss = objective.evaluate();
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (Parameter parameter : parameters) gradients.put(parameter.name(), objective.tape().gradient(parameter).data.clone());
        SamplingResult sampled = impute(golden, spec, new PatternSetNetwork(spec, new Weights(parameters)),
                objective.values.value().data, observed);
        return new Outcome(loss, Map.of("log_category", objective.logCategory().clone()), gradients, sampled.expected(),
                sampled.effectiveSampleSize());
    }

    private static SamplingResult impute(GoldenCase golden, PatternSetSpec spec, PatternSetNetwork network, float[] zeroFilled,
            float[] observed) {
        int rows = zeroFilled.length / spec.features();
        Posterior posterior = network.posterior(rows, network.encoderInput(rows, zeroFilled, observed));
        SamplingRequest request = SamplingRequest.builder(rows).posterior(posterior.mean(), posterior.logVariance())
                .prior(network.prior()).values(zeroFilled, observed)
                .noise(new Noise.Given(golden.floats("noise", "impute_z"), golden.floats("noise", "impute_x")))
                .samples(golden.shape("noise", "impute_z")[0]).completeRows(true).build();
        return ImportanceSampler.cpu().sample(network.freeze(Head.MISSING), request);
    }

    private static PatternSetSpec spec(GoldenCase golden) {
        JsonNode config = golden.config();
        int features = golden.shape("data", "x")[1];
        int[] categoriesAndLatent = golden.shape("params", "prior.mean");
        float[] supervision = PatternSetSpec.supervision(config.path("pi").asDouble(), features);
        if (config.path("pi").isArray()) {
            for (int j = 0; j < features; j++) supervision[j] = (float) (1 - config.path("pi").path(j).asDouble());
        }
        Variant variant = switch (config.path("variant").asText()) {
            case "a" -> Variant.SELF_MASKING;
            case "b" -> Variant.SHARED_LATENT;
            case "none" -> Variant.WITHOUT_PATTERN;
            default -> throw new IllegalArgumentException(golden.name() + ": unknown variant " + config.path("variant"));
        };
        return new PatternSetSpec(variant, FeatureLayout.uniform(features, FeatureKind.GAUSSIAN), categoriesAndLatent[0],
                categoriesAndLatent[1], golden.shape("params", "qr.0.weight")[1],
                config.path("variance").asDouble(), supervision, Published.PAPER);
    }

    private static void fill(Var input, float[] values) {
        if (values.length != input.value().data.length) throw new IllegalArgumentException(values.length + " numbers for "
                + input);
        System.arraycopy(values, 0, input.value().data, 0, values.length);
    }
}

package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.Averaging;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/**
 * gnr.md 1.10, O1 and O3. Their closed forms are for a probit link and the models' link is logistic: the closed form proves the
 * quadrature, and the same quadrature with the logistic link is what bound and imputation are held against.
 */
class ProbitOraclesTest {
    private static final int SAMPLES = 100_000;
    private static final DoubleUnaryOperator LOGISTIC = t -> 1 / (1 + Math.exp(-t));
    private static final double STD = 0.5;

    /** O1, one column that is missing: z decides. Both of the published digits and the closed form. */
    @Test
    void gnr_latentMissingness_equalsQuadrature() {
        double mu = 0.3;
        double w = 0.9;
        double a = 1.7;
        double b = 0.4;
        double c = b / Math.sqrt(1 + a * a);
        assertEquals(0.5803574673927514, cdf(c), 1e-12, "trapezoid sums of smooth functions are exact to rounding");
        double[] probit = missing(t -> cdf(b + a * t), t -> mu + w * t);
        assertEquals(1 - cdf(c), probit[0], 1e-12);
        assertEquals(mu - w * a / Math.sqrt(1 + a * a) * density(c) / (1 - cdf(c)), probit[1], 1e-12);
        assertEquals(-0.42246313366404525, probit[1], 1e-12);
        check(missing(t -> LOGISTIC.applyAsDouble(b + a * t), t -> mu + w * t), (float) mu, (float) w,
                new Missingness.Network(Input.TRUNK, List.of()), "mask.0.weight", a, "mask.0.bias", b);
    }

    /** O3, one column that hides itself, x = mu + s e; no value of z tells anything. */
    @Test
    void notMiwae_selfMasking_equalsQuadrature() {
        double mu = 0.3;
        double w = -1.4;
        double b = 0.6;
        double d = Math.sqrt(1 + w * w * STD * STD);
        double c = (b + w * mu) / d;
        double[] probit = missing(t -> cdf(b + w * (mu + STD * t)), t -> mu + STD * t);
        assertEquals(cdf(-c), probit[0], 1e-12);
        assertEquals(mu - w * STD * STD / d * density(c) / cdf(-c), probit[1], 1e-12);
        double[] logistic = missing(t -> LOGISTIC.applyAsDouble(b + w * (mu + STD * t)), t -> mu + STD * t);
        // a = -slope (x - offset). The decoder's mean is mu whatever the sampled x; averaging the samples finds the closed form.
        check(new double[] {logistic[0], mu, logistic[1]}, (float) mu, 0, new Missingness.SelfMasking(false, false), "mask.slope",
                -w, "mask.offset", -b / w);
    }

    /**
     * Log-probability and mean with {@value #SAMPLES} draws from the prior. A weight is P(missing), whose relative standard
     * deviation is below 1 here, so the standard error is at most 1 / sqrt(SAMPLES) = .003 for both; three of them.
     *
     * @param expected P(missing), the average of the decoder's mean and, where values are sampled, that of the samples
     */
    private static void check(double[] expected, float mu, float w, Missingness missingness, String first, double one,
            String second, double other) {
        Parameters parameters = new Parameters();
        add(parameters, "encoder.0.weight", 0, 0);
        add(parameters, "encoder.0.bias", 0, 0);
        add(parameters, "head.mean.weight", w);
        add(parameters, "head.mean.bias", mu);
        add(parameters, first, one);
        add(parameters, second, other);
        LatentSpec spec = new LatentSpec(FeatureLayout.uniform(1, FeatureKind.GAUSSIAN), 1, SAMPLES,
                new MlpEncoder(new Encoder.Layers(List.of(), Activation.TANH, 10), false), new Trunk(List.of(), Activation.TANH),
                new DataHead(new DataHead.Scale.Fixed(STD)), new Prior.StandardNormal(), missingness, Mixing.SAMPLE, 1,
                Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
        LatentObjective objective = new LatentObjective(spec, parameters, 1, 1);
        objective.inputs().load(0, new FMatrixRMaj(1, 1), new FMatrixRMaj(1, 1), 0);
        Kernels.get().normal(11, 0, 0, objective.inputs().latentNoise.value().data, 0, SAMPLES);
        objective.inputs().valueNoise.ifPresent(noise -> Kernels.get().normal(12, 0, 0, noise.value().data, 0, SAMPLES));
        assertEquals(Math.log(expected[0]), -objective.evaluate(), 0.01);
        SamplingRequest request = SamplingRequest.builder(1).posterior(new float[1], new float[1]).values(new float[1],
                new float[1]).noise(new Noise.Keyed(13, new long[] {1})).samples(SAMPLES).completeRows(true).build();
        Weights weights = new Weights(parameters);
        SamplingResult result = ImportanceSampler.cpu().sample(spec.freeze(weights), request);
        assertEquals(Math.log(expected[0]), result.logMeanWeight()[0], 0.01);
        assertEquals(expected[1], result.expected()[0], 0.01);
        if (!missingness.readsValues()) return;
        FrozenNetwork.Builder sampling = FrozenNetwork.builder(1, spec.layout().featureColumn(), spec.layout().kinds());
        spec.head().freeze(weights, spec.layout(), sampling);
        FrozenNetwork network = sampling.missingness(missingness.freeze(weights, spec.layout(), 1), 1, Mixing.SAMPLE)
                .averaging(Averaging.SAMPLED_VALUE).build();
        assertEquals(expected[2], ImportanceSampler.cpu().sample(network, request).expected()[0], 0.01);
    }

    private static void add(Parameters parameters, String name, double... row) {
        FMatrixRMaj value = new FMatrixRMaj(1, row.length);
        for (int i = 0; i < row.length; i++) value.data[i] = (float) row[i];
        parameters.add(Parameter.of(name, value));
    }

    /** P(missing) and E[value | missing] for a standard normal t. */
    private static double[] missing(DoubleUnaryOperator observed, DoubleUnaryOperator value) {
        double probability = integrate(t -> density(t) * (1 - observed.applyAsDouble(t)));
        return new double[] {probability,
            integrate(t -> density(t) * (1 - observed.applyAsDouble(t)) * value.applyAsDouble(t)) / probability};
    }

    private static double density(double t) {
        return Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
    }

    /** Simpson's rule from 0 with 400 steps; the published digits check it. */
    private static double cdf(double t) {
        double end = Math.max(-10, Math.min(10, t));
        double step = end / 400;
        double sum = density(0) + density(end);
        for (int i = 1; i < 400; i++) sum += density(i * step) * (i % 2 == 0 ? 2 : 4);
        return 0.5 + sum * step / 3;
    }

    /** Trapezoid rule on -9 to 9 with 720 steps of .025. */
    private static double integrate(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i <= 720; i++) sum += f.applyAsDouble(-9 + i * 0.025) * 0.025;
        return sum;
    }
}

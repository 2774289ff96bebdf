package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objective and the imputation against integrals that are known. */
class LatentOraclesTest {
    private static final long SEED = 17;
    private static final Encoder.Layers LINEAR = new Encoder.Layers(List.of(), Activation.TANH, 10);

    private static LatentSpec spec(FeatureLayout layout, int latent, int samples, DataHead.Scale scale, Missingness missingness,
            Mixing mixing, double weight) {
        return new LatentSpec(layout, latent, samples, new MlpEncoder(LINEAR, false), new Trunk(List.of(), Activation.TANH),
                new DataHead(scale), new Prior.StandardNormal(), missingness, mixing, weight, Bound.IMPORTANCE_WEIGHTED, false,
                Dropout.NONE);
    }

    private static FeatureLayout real(int columns) {
        return FeatureLayout.uniform(columns, FeatureKind.GAUSSIAN);
    }

    private static Parameters parameters(Object... namesAndValues) {
        Parameters parameters = new Parameters();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(Parameter.of((String) namesAndValues[i], new FMatrixRMaj((float[][]) namesAndValues[i + 1])));
        }
        return parameters;
    }

    private static LatentObjective objective(LatentSpec spec, Parameters parameters, FMatrixRMaj x, FMatrixRMaj observed,
            long stream) {
        LatentObjective objective = new LatentObjective(spec, parameters, x.numRows, x.numRows);
        for (int row = 0; row < x.numRows; row++) objective.inputs().load(row, x, observed, row);
        draw(objective, stream);
        return objective;
    }

    private static void draw(LatentObjective objective, long stream) {
        float[] noise = objective.inputs().latentNoise.value().data;
        Kernels.get().normal(SEED, stream, 0, noise, 0, noise.length);
        objective.inputs().valueNoise.ifPresent(values -> Kernels.get().normal(SEED + 1, stream, 0, values.value().data, 0,
                values.size()));
    }

    private static FMatrixRMaj filled(int rows, int columns, double... values) {
        FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
        for (int i = 0; i < matrix.data.length; i++) matrix.data[i] = (float) values[i % values.length];
        return matrix;
    }

    /**
     * Spec 10.2, item 1. x | z ~ N(W z + b, s² I) with orthogonal columns of W, and q the exact posterior: mean (x - b) Wᵀ v / s²
     * and variance v = 1 / (1 + |w|² / s²). Then every log-weight is log N(x; b, W Wᵀ + s² I). Tolerance: float32 sums of three
     * terms of size 10.
     */
    @Test
    void logWeights_exactPosterior_equalTheMarginalLikelihood() {
        double s = 0.7;
        double[][] w = {{1, 2, 2}, {0.4, 0.4, -0.6}};
        double[] b = {0.3, -0.2, 0.5};
        double[] norm = {9, 0.68};
        float[][] encoder = new float[3][4];
        float[][] encoderBias = new float[1][4];
        for (int h = 0; h < 2; h++) {
            double variance = 1 / (1 + norm[h] / (s * s));
            for (int d = 0; d < 3; d++) {
                encoder[d][h] = (float) (w[h][d] * variance / (s * s));
                encoderBias[0][h] -= (float) (b[d] * w[h][d] * variance / (s * s));
            }
            encoderBias[0][2 + h] = (float) Math.log(variance);
        }
        Parameters parameters = parameters("encoder.0.weight", encoder, "encoder.0.bias", encoderBias,
                "head.mean.weight", new float[][] {{1, 2, 2}, {0.4f, 0.4f, -0.6f}}, "head.mean.bias",
                new float[][] {{0.3f, -0.2f, 0.5f}});
        FMatrixRMaj x = filled(2, 3, 0.9, -1.1, 0.2, 2, 1, -0.5);
        LatentObjective objective = objective(spec(real(3), 2, 50, new DataHead.Scale.Fixed(s), new Missingness.None(),
                Mixing.MEAN, 1), parameters, x, filled(2, 3, 1), 0);
        objective.evaluate();
        for (int row = 0; row < 2; row++) {
            double expected = 0;
            double rest = 0;
            for (int d = 0; d < 3; d++) rest += square(x.data[row * 3 + d] - b[d]);
            for (int h = 0; h < 2; h++) {
                double projection = 0;
                for (int d = 0; d < 3; d++) projection += (x.data[row * 3 + d] - b[d]) * w[h][d] / Math.sqrt(norm[h]);
                expected += logNormal(projection, norm[h] + s * s);
                rest -= square(projection);
            }
            expected += -0.5 * rest / (s * s) - 0.5 * Math.log(2 * Math.PI * s * s);
            for (int k = 0; k < 50; k++) assertEquals(expected, objective.logWeights().orElseThrow()[k * 2 + row], 2e-5);
        }
    }

    /**
     * Spec 10.2, item 2: one missing cell, x | z ~ N(w z + b, s²), self-masking. log p(r = 0) is the integral of N(x; b, w² + s²)
     * (1 - sigmoid(a(x))). With K draws from the prior the log-mean has a standard error below 1 / sqrt(K) here (weights in 0 to
     * 1 with a mean above 0.5); five of them.
     */
    @ParameterizedTest
    @CsvSource({"self,1.5,0.3", "self-known,1.2,-0.4"})
    void loss_selfMaskedCell_equalsTheIntegral(String kind, float slope, float offset) {
        int samples = 100_000;
        double w = 0.8;
        double s = 0.5;
        double b = 0.6;
        boolean known = kind.equals("self-known");
        Parameters parameters = parameters("encoder.0.weight", new float[][] {{0, 0}}, "encoder.0.bias", new float[][] {{0, 0}},
                "head.mean.weight", new float[][] {{(float) w}}, "head.mean.bias", new float[][] {{(float) b}},
                "mask.slope", new float[][] {{slope}}, "mask.offset", new float[][] {{offset}});
        LatentSpec spec = spec(real(1), 1, samples, new DataHead.Scale.Fixed(s), new Missingness.SelfMasking(known, false),
                Mixing.SAMPLE, 1);
        double effective = known ? Math.log1p(Math.exp(slope)) : slope;
        double sd = Math.sqrt(w * w + s * s);
        double expected = Math.log(integrate(u -> Math.exp(logNormal(u, 1)) / (1
                + Math.exp(-effective * (b + sd * u - offset)))));
        double loss = objective(spec, parameters, filled(1, 1, 0), filled(1, 1, 0), 0).evaluate();
        assertEquals(expected, -loss, 5 / Math.sqrt(samples));
    }

    /**
     * Spec 10.2, item 3: the bound rises with K in expectation; means over 400 noise draws, whose differences are many errors
     * apart.
     */
    @Test
    void loss_moreSamples_fallsInExpectation() {
        double[] means = new double[3];
        int[] samples = {1, 4, 16};
        for (int i = 0; i < 3; i++) {
            LatentSpec spec = spec(real(2), 1, samples[i], new DataHead.Scale.Fixed(0.4), new Missingness.SelfMasking(false,
                    false), Mixing.SAMPLE, 1);
            Parameters parameters = spec.initialParameters(SEED, new float[2]);
            LatentObjective objective = objective(spec, parameters, filled(4, 2, 0.5, -1, 1.2, 0.1), filled(4, 2, 1, 0, 1, 1), 0);
            for (int stream = 0; stream < 400; stream++) {
                draw(objective, stream);
                means[i] += objective.evaluate() / 400;
            }
        }
        assertTrue(means[0] > means[1] && means[1] > means[2], means[0] + " " + means[1] + " " + means[2]);
    }

    /** Spec 10.2, items 4 and 5: with one sample the bound is the mean log-weight; without weight a mechanism changes nothing. */
    @Test
    void loss_oneSampleOrNoWeight_reduces() {
        FMatrixRMaj x = filled(5, 3, 0.5, -1, 1.2, 0.1);
        FMatrixRMaj observed = filled(5, 3, 1, 0, 1, 1, 1);
        LatentSpec one = spec(real(3), 2, 1, new DataHead.Scale.PerEntry(0.01), new Missingness.SelfMasking(false, false),
                Mixing.SAMPLE, 1);
        Parameters parameters = one.initialParameters(SEED, new float[3]);
        LatentObjective single = objective(one, parameters, x, observed, 0);
        double loss = single.evaluate();
        double mean = 0;
        for (double logWeight : single.logWeights().orElseThrow()) mean += logWeight / 5;
        assertEquals(-mean, loss, 1e-12 * Math.abs(loss));

        LatentSpec weightless = spec(real(3), 2, 7, new DataHead.Scale.PerEntry(0.01), new Missingness.SelfMasking(false, false),
                Mixing.SAMPLE, 0);
        LatentSpec without = spec(real(3), 2, 7, new DataHead.Scale.PerEntry(0.01), new Missingness.None(), Mixing.SAMPLE, 1);
        assertEquals(objective(without, parameters, x, observed, 1).evaluate(), objective(weightless, parameters, x, observed, 1)
                .evaluate());
    }

    /** Spec 10.2, item 8. */
    @Test
    void loss_nothingMissing_sampleAndMeanMixingAgree() {
        FMatrixRMaj x = filled(5, 3, 0.5, -1, 1.2, 0.1);
        LatentSpec sampling = spec(real(3), 2, 7, new DataHead.Scale.PerEntry(0.01), new Missingness.Network(Input.VALUES,
                List.of(4)), Mixing.SAMPLE, 1);
        LatentSpec mean = spec(real(3), 2, 7, new DataHead.Scale.PerEntry(0.01), new Missingness.Network(Input.VALUES,
                List.of(4)), Mixing.MEAN, 1);
        Parameters parameters = sampling.initialParameters(SEED, new float[3]);
        LatentObjective a = objective(sampling, parameters, x, filled(5, 3, 1), 0);
        LatentObjective b = objective(mean, parameters, x, filled(5, 3, 1), 0);
        assertEquals(a.evaluate(), b.evaluate());
        for (Parameter parameter : parameters) assertArrayEquals(a.tape().gradient(parameter).data, b.tape().gradient(parameter)
                .data);
    }

    /**
     * gnr.md 1.10, O2: logistic missingness on z, two columns, quadrature to ten digits there. 200,000 draws of a proposal close
     * to the posterior: the standard error of a mean is about sd / sqrt(ESS) = 0.5 / 300; five of them.
     */
    @ParameterizedTest
    @CsvSource({"0,1,0,-1.0494437743,0.74470588,0.14588235", "0,1,1,-1.7779037119,0.96424356,0.31663388",
        "0,1,3,-2.8846348742,1.24211712,0.53275776", "1,1,1,-2.9810029030,0.65357557,0.07500322",
        "0,0,1,-2.2577858003,0.57171804,0.01133625"})
    void gnr_logisticMissingness_equalsQuadrature(float first, float second, double alpha, double logIntegral, double x1,
    double x2) {
        Parameters parameters = parameters("head.mean.weight", new float[][] {{0.9f, 0.7f}}, "head.mean.bias",
                new float[][] {{0.3f, -0.2f}}, "head.std.weight", new float[][] {{0, 0}},
                "head.std.bias", new float[][] {{(float) Math.log(Math.expm1(0.5)), (float) Math.log(Math.expm1(0.6))}},
                "mask.0.weight", new float[][] {{-1.5f, 0.5f}}, "mask.0.bias", new float[][] {{0.2f, 1}});
        LatentSpec spec = spec(real(2), 1, 1, new DataHead.Scale.PerEntry(0), new Missingness.Network(Input.TRUNK, List.of()),
                Mixing.MEAN, alpha);
        SamplingRequest request = SamplingRequest.builder(1).posterior(new float[] {0.5f}, new float[] {(float) Math.log(0.81)})
                .values(new float[] {first * 0.8f, second * 0.4f}, new float[] {first, second})
                .noise(new Noise.Keyed(SEED, new long[] {1})).samples(200_000).completeRows(true).build();
        SamplingResult result = ImportanceSampler.cpu().sample(spec.freeze(new Weights(parameters)), request);
        assertEquals(logIntegral, result.logMeanWeight()[0], 0.01);
        if (first == 0) assertEquals(x1, result.expected()[0], 0.01);
        if (second == 0) assertEquals(x2, result.expected()[1], 0.01);
    }

    /**
     * The doubly reparameterised gradient has the same expectation for the encoder and is the same for the rest. Means over 3,000
     * draws of K = 4; the tolerance is five standard errors, estimated from the same draws.
     */
    @Test
    void doublyReparameterised_gradient_hasTheSameMean() {
        LatentSpec plain = spec(real(2), 1, 4, new DataHead.Scale.Fixed(0.6), new Missingness.Network(Input.TRUNK, List.of()),
                Mixing.MEAN, 1);
        LatentSpec doubly = new LatentSpec(plain.layout(), 1, 4, plain.encoder(), plain.trunk(), plain.head(), plain.prior(),
                plain.missingness(), plain.mixing(), 1, plain.bound(), true, Dropout.NONE);
        Parameters parameters = plain.initialParameters(SEED, new float[2]);
        FMatrixRMaj x = filled(2, 2, 0.5, -1, 1.2, 0.4);
        FMatrixRMaj observed = filled(2, 2, 1, 0, 1, 1);
        LatentObjective a = objective(plain, parameters, x, observed, 0);
        LatentObjective b = objective(doubly, parameters, x, observed, 0);
        int draws = 3000;
        Parameter bias = parameters.get("encoder.0.bias");
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int stream = 0; stream < draws; stream++) {
            for (LatentObjective each : List.of(a, b)) {
                draw(each, stream);
                each.evaluate();
            }
            assertArrayEquals(a.tape().gradient(parameters.get("head.mean.bias")).data, b.tape()
                    .gradient(parameters.get("head.mean.bias")).data,
                    1e-4f, "log q is written in two ways that round differently");
            for (int i = 0; i < 2; i++) {
                double difference = a.tape().gradient(bias).data[i] - b.tape().gradient(bias).data[i];
                sum[i] += difference / draws;
                squares[i] += difference * difference / draws;
            }
        }
        for (int i = 0; i < 2; i++) assertEquals(0, sum[i], 5 * Math.sqrt(squares[i] / draws));
    }

    private static double square(double value) {
        return value * value;
    }

    private static double logNormal(double x, double variance) {
        return -0.5 * x * x / variance - 0.5 * Math.log(2 * Math.PI * variance);
    }

    /** Trapezoid rule on -12 to 12 with 4,000 steps: far below the tolerances for these smooth functions. */
    private static double integrate(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i <= 4000; i++) sum += f.applyAsDouble(-12 + i * 0.006) * 0.006;
        return sum;
    }
}

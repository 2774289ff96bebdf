package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * A linear Gaussian decoder with one latent variable has its answers in closed form: x = w z + b + noise of variance v, z ~ N(0,
 * 1), so z | x_o is normal with precision 1 + Σ w² / v and mean Σ w (x - b) / v over that precision.
 */
class LinearGaussianOracleTest {
    private static final float[] WEIGHT = {0.8f, -0.5f, 1.2f};
    private static final float[] OFFSET = {0.1f, 0.2f, -0.3f};
    private static final float[] X = {0.7f, 0, 1.1f};
    private static final float[] OBSERVED = {1, 0, 1};
    private static final double STD = 0.5;
    private static final double PRECISION = 1 + (0.8 * 0.8 + 1.2 * 1.2) / (STD * STD);
    private static final double POSTERIOR_MEAN = (0.8 * (0.7 - 0.1) + 1.2 * (1.1 + 0.3)) / (STD * STD) / PRECISION;

    private static SamplingRequest.Builder request(double mean, double variance, int samples) {
        return SamplingRequest.builder(1).posterior(new float[] {(float) mean}, new float[] {(float) Math.log(variance)})
                .values(X, OBSERVED).noise(new Noise.Keyed(7, new long[] {99})).samples(samples);
    }

    private static FrozenNetwork network(FrozenMissingness missingness) {
        return FrozenNetwork.builder(1, new int[] {0, 1, 2}, Collections.nCopies(3, FeatureKind.GAUSSIAN))
                .mean(DenseLayer.linear(1, 3, WEIGHT, OFFSET)).scale(FrozenScale.shared(STD, 3))
                .missingness(missingness, 1, Mixing.SAMPLE).build();
    }

    /** log N(x_o; b_o, w_o w_oᵀ + v I) of the two observed values. */
    private static double logEvidence() {
        double v = STD * STD;
        double a = X[0] - OFFSET[0];
        double b = X[2] - OFFSET[2];
        double aa = WEIGHT[0] * WEIGHT[0] + v;
        double bb = WEIGHT[2] * WEIGHT[2] + v;
        double ab = WEIGHT[0] * WEIGHT[2];
        double determinant = aa * bb - ab * ab;
        double square = (bb * a * a - 2 * ab * a * b + aa * b * b) / determinant;
        return -Math.log(2 * Math.PI) - 0.5 * Math.log(determinant) - 0.5 * square;
    }

    /** The weights are constant up to float32 rounding of log-weights near 4: 1e-5 covers some ten roundings of 2^-24 x 4. */
    @Test
    void weights_exactPosterior_areConstantAndEqualTheEvidence() {
        int samples = 1000;
        SamplingResult result = ImportanceSampler.cpu().sample(network(new FrozenMissingness.None()),
                request(POSTERIOR_MEAN, 1 / PRECISION, samples).build());
        assertEquals(samples, result.effectiveSampleSize()[0], 1e-5 * samples);
        assertEquals(logEvidence(), result.logMeanWeight()[0], 1e-5);
        double standardError = 0.5 / Math.sqrt(PRECISION * samples);
        assertEquals(-0.5 * POSTERIOR_MEAN + 0.2, result.expected()[1], 4 * standardError, "four standard errors");
        double std = Math.sqrt(0.25 / PRECISION + STD * STD);
        assertEquals(std, result.standardDeviation()[1], 4 * std / Math.sqrt(2.0 * samples), "four standard errors");
    }

    /** A proposal that is too wide and off centre is corrected by its weights; four standard errors at the effective size. */
    @Test
    void mean_wrongProposal_isCorrected() {
        SamplingResult result = ImportanceSampler.cpu().sample(network(new FrozenMissingness.None()),
                request(0.3, 1, 20_000).build());
        double std = Math.sqrt(0.25 / PRECISION + STD * STD);
        assertEquals(-0.5 * POSTERIOR_MEAN + 0.2, result.expected()[1], 4 * std / Math.sqrt(result.effectiveSampleSize()[0]));
        assertEquals(logEvidence(), result.logMeanWeight()[0], 4 / Math.sqrt(result.effectiveSampleSize()[0]));
    }

    /**
     * Self-masking that hides large values lifts what is imputed: x_u | x_o is normal, and P(missing) = sigmoid(2 x_u - 1) tilts
     * it. Its mean by summing over a grid.
     */
    @Test
    void draws_selfMasking_followTheTiltedDistribution() {
        FrozenMissingness hidesLarge = FrozenMissingness.selfMasking(new float[] {0, 2, 0}, new float[] {0, 0.5f, 0},
                new int[] {0, 1, 2});
        SamplingResult result = ImportanceSampler.cpu().sample(network(hidesLarge),
                request(POSTERIOR_MEAN, 1 / PRECISION, 20_000).draws(2000).build());
        double mean = -0.5 * POSTERIOR_MEAN + 0.2;
        double std = Math.sqrt(0.25 / PRECISION + STD * STD);
        double weight = 0;
        double tilted = 0;
        double square = 0;
        for (int i = -4000; i <= 4000; i++) {
            double t = i / 500.0;
            double x = mean + std * t;
            double density = Math.exp(-0.5 * t * t) / (1 + Math.exp(-(2 * x - 1)));
            weight += density;
            tilted += density * x;
            square += density * x * x;
        }
        tilted /= weight;
        double spread = Math.sqrt(square / weight - tilted * tilted);
        double drawn = result.draws().stream().mapToDouble(draw -> draw[1]).average().orElseThrow();
        // 2,000 draws from an effective size of some 15,000: both errors together
        assertEquals(tilted, drawn, 4 * spread * Math.sqrt(1.0 / 2000 + 1 / result.effectiveSampleSize()[0]));
    }
}

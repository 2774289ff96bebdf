package dev.lacuna.models.patternset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import org.junit.jupiter.api.Test;

/** Both estimates on {@link ToyMixture}, whose answer is known. */
class PatternSetToyTest {
    private static final int SAMPLES = 50_000;

    @Test
    void exact_ofTheToy_isTheNumberOfTheSpecification() {
        assertEquals(-1.1396158307, ToyMixture.exact(), 1e-10);
    }

    /** The paper's own weights give -.802 here, those of its obvious correction +.067. */
    @Test
    void importance_stratifiedOverCategories_findsTheExactMean() {
        PatternSetNetwork network = ToyMixture.network();
        SamplingResult result = TrainedPatternSets.byImportance(network, Head.MISSING)
                .sample(ToyMixture.request(network, 4, SAMPLES), ImportanceSampler.cpu());
        for (int row = 0; row < 4; row++) {
            // Four standard errors of a weighted mean: predictive deviation over the root of the effective sample size, about
            // .02.
            double tolerance = 4 * result.standardDeviation()[2 * row + 1] / Math.sqrt(result.effectiveSampleSize()[row]);
            assertEquals(.02, tolerance, .015);
            assertEquals(ToyMixture.exact(), result.expected()[2 * row + 1], tolerance);
        }
    }

    /** Σ_c q(c) b_c E_q[z] = (.7 · .5 - .3) .2 = .01, with variance Σ_c q(c) (b_c² (1.5² + .2²) + .25) - .01² = 1.3377. */
    @Test
    void category_average_isThatOfTheEncoder() {
        PatternSetNetwork network = ToyMixture.network();
        SamplingRequest request = ToyMixture.request(network, 2, SAMPLES);
        SamplingResult result = TrainedPatternSets.byCategory(network, Head.MISSING).sample(request, ImportanceSampler.cpu());
        for (int row = 0; row < 2; row++) {
            // Four standard errors: each sample is .35 z_0 - .3 z_1 with z of deviation 1.5.
            assertEquals(.01, result.expected()[2 * row + 1], 4 * 1.5 * Math.hypot(.35, .3) / Math.sqrt(SAMPLES));
            assertEquals(Math.sqrt(1.3377), result.standardDeviation()[2 * row + 1], .02);
        }
    }

    @Test
    void category_ofTheEncoder_isItsProbability() {
        PatternSetNetwork network = ToyMixture.network();
        double[] log = network.logCategory(1, new float[] {.8f, 0});
        assertEquals(Math.log(.7), log[0], 1e-6);
        assertEquals(Math.log(.3), log[1], 1e-6);
    }
}

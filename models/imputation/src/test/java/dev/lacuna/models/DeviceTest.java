package dev.lacuna.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.sampling.DeviceUnavailableException;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chosen device draws the samples, or the imputation fails; the OpenCL provider is not on this class path. */
class DeviceTest {
    private static final FitOptions FIT = FitOptions.defaults().withSeed(3).withThreads(1).withMaxSteps(5);
    private static final ImputeOptions IMPUTE = ImputeOptions.defaults().withSeed(4).withThreads(1).withSamples(20);
    private static final Table TABLE = Table.builder()
            .real("a", new double[] {1, 2, Double.NaN, 4, 3}).real("b", new double[] {2, Double.NaN, 1, 3, 5}).build();

    /** Stands in for another device, counting what it is asked. */
    private static final class Counting implements ImportanceSampler {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public SamplingResult sample(FrozenNetwork network, SamplingRequest request) {
            asked.incrementAndGet();
            return ImportanceSampler.cpu().sample(network, request);
        }
    }

    private final Counting sampler = new Counting();
    private final ImputeOptions elsewhere = IMPUTE.withDevice(new Device("opencl", sampler));

    @Test
    void of_unknownDevice_namesTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> Device.of("gpu")).getMessage();
        assertEquals("the device is 'gpu'; allowed: cpu, opencl", message);
        assertTrue(Device.of("cpu").name().startsWith("cpu ("));
    }

    @Test
    void opencl_withoutItsProvider_namesTheArtifact() {
        String message = assertThrows(DeviceUnavailableException.class, () -> Device.of("opencl")).getMessage();
        assertTrue(message.contains("dev.lacuna:lacuna-opencl"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notmiwae", "miwae", "gina", "gnr", "pvae", "psmvae", "psmvae-a", "psmvae-nomask"})
    void impute_modelThatSamples_asksTheChosenDeviceAlone(String name) {
        // The column a is always there: gina needs one.
        Table table = Table.builder().real("a", new double[] {1, 2, 0, 4, 3}).real("b", new double[] {2, Double.NaN, 1, 3, 5})
                .real("c", new double[] {1, 5, Double.NaN, 2, 2}).build();
        ImputationModel model = Models.imputer(name, Map.of("latent", "2")).fit(table, FIT);
        assertTrue(model.drawsSamples());
        assertEquals(model.impute(table, IMPUTE).completed().column("b").number(1),
                model.impute(table, elsewhere).completed().column("b").number(1));
        assertEquals(1, sampler.asked.get());
        model.draw(table, 2, elsewhere);
        assertEquals(2, sampler.asked.get());
    }

    @Test
    void impute_mixturePosterior_refusesOpenCl() {
        Imputer imputer = Models.imputer("miwae", Map.of("latent", "2", "posterior", "mixture"));
        ImputationModel model = imputer.fit(TABLE, FIT);
        assertTrue(imputer.drawsFromMixture() && model.drawsFromMixture());
        String message = assertThrows(IllegalArgumentException.class, () -> model.impute(TABLE, elsewhere)).getMessage();
        assertEquals("model miwae as it is set draws from a mixture, which device opencl cannot weigh; allowed: cpu", message);
        assertEquals(0, sampler.asked.get());
        model.impute(TABLE, IMPUTE);
    }

    @ParameterizedTest
    @CsvSource({"mean, , ", "zero, , ", "chained, rounds, 2", "forest, trees, 3", "neighbours, , ", "psmvae, estimate, category"})
    void impute_modelThatDoesNotSample_refusesTheDevice(String name, String key, String value) {
        Imputer imputer = Models.imputer(name, key == null ? Map.of() : Map.of(key, value));
        ImputationModel model = imputer.fit(TABLE, FIT);
        assertEquals(imputer.drawsSamples(), model.drawsSamples());
        String message = assertThrows(IllegalArgumentException.class, () -> model.impute(TABLE, elsewhere)).getMessage();
        assertEquals("model " + name + " as it is set draws no importance samples, which device opencl is for; allowed: cpu",
                message);
        assertThrows(IllegalArgumentException.class, () -> model.draw(TABLE, 1, elsewhere));
        assertEquals(0, sampler.asked.get());
        model.impute(TABLE, IMPUTE);
    }
}

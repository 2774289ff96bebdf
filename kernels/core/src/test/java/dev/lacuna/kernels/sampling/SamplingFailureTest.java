package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Activation;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Bad input is refused with its name; nothing hangs. */
class SamplingFailureTest {
    private static final int SEED = 3;
    private static final List<FeatureKind> TWO_REALS = List.of(FeatureKind.GAUSSIAN, FeatureKind.GAUSSIAN);

    @Test
    void network_wrongShapes_areNamed() {
        FrozenNetwork.Builder builder = FrozenNetwork.builder(2, new int[] {0, 1}, TWO_REALS);
        assertMessage("[3 x 2] where [2 x 2]", () -> builder.mean(layer(3, 2, Activation.IDENTITY)).build());
        assertMessage("is linear, not TANH", () -> builder.mean(layer(2, 2, Activation.TANH)).build());
        FrozenMissingness wide = new FrozenMissingness.Network(FrozenMissingness.Input.VALUES,
                List.of(layer(2, 3, Activation.IDENTITY)));
        assertMessage("missingness layer 0 is [2 x 3] where [2 x 2]", () -> builder.mean(layer(2, 2, Activation.IDENTITY))
                .missingness(wide, 1, Mixing.SAMPLE).build());
        assertMessage("SAMPLED_VALUE", () -> FrozenNetwork.builder(2, new int[] {0, 1}, TWO_REALS)
                .mean(layer(2, 2, Activation.IDENTITY)).averaging(Averaging.SAMPLED_VALUE).build());
        assertMessage("feature 1 (GAUSSIAN) of column 0", () -> FrozenNetwork.builder(2, new int[] {0, 0}, TWO_REALS));
        assertMessage("weight[1] is NaN", () -> DenseLayer.linear(1, 2, new float[] {0, Float.NaN}, new float[2]));
    }

    @Test
    void request_wrongContents_areNamed() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.PLAIN, SEED);
        SamplingRequest good = RandomNetworks.request(network, 2, 10, SEED).build();
        float[] bad = good.x().clone();
        bad[4] = Float.NaN;
        SamplingRequest.Builder request = RandomNetworks.request(network, 2, 10, SEED);
        assertMessage("x[4] is NaN", () -> sample(network, request.values(bad, good.observed())));
        float[] half = good.observed().clone();
        half[3] = 0.5f;
        assertMessage("observed[3] is 0.5", () -> sample(network, request.values(good.x(), half)));
        assertMessage("rowKeys has 1 elements where 2", () -> sample(network,
                RandomNetworks.request(network, 2, 10, SEED).noise(new Noise.Keyed(0, new long[1]))));
        assertMessage("the number of samples is 0", () -> RandomNetworks.request(network, 2, 0, SEED));
    }

    /** A value that no float32 parameter can reach in scale: its square overflows even double, and the density is 0. */
    @Test
    void weights_allZero_nameTheRow() {
        FrozenNetwork network = FrozenNetwork.builder(1, new int[] {0, 1}, TWO_REALS).mean(layer(1, 2, Activation.IDENTITY))
                .scale(FrozenScale.shared(1e-30, 2)).build();
        for (int threads : new int[] {1, 2}) {
            SamplingRequest request = SamplingRequest.builder(3).posterior(new float[3], new float[3])
                    .values(new float[] {0, 0, 1e38f, 0, 0, 0}, new float[] {1, 0, 1, 0, 1, 0})
                    .noise(new Noise.Keyed(1, new long[] {1, 2, 3})).samples(10).threads(threads).build();
            Exception e = assertThrows(ArithmeticException.class, () -> ImportanceSampler.cpu().sample(network, request));
            assertTrue(e.getMessage().startsWith("row 1:"), e.getMessage());
        }
    }

    @Test
    void thread_interrupted_cancelsAndKeepsItsFlag() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.PLAIN, SEED);
        for (int threads : new int[] {1, 2}) {
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> sample(network, RandomNetworks.request(network, 5, 1_000_000, SEED)
                    .threads(threads)));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void request_noRows_givesNothing() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.PLAIN, SEED);
        SamplingRequest none = RandomNetworks.request(network, 0, 10, SEED).build();
        assertEquals(0, ImportanceSampler.cpu().sample(network, none).expected().length);
    }

    private static void sample(FrozenNetwork network, SamplingRequest.Builder request) {
        ImportanceSampler.cpu().sample(network, request.build());
    }

    private static DenseLayer layer(int inputs, int outputs, Activation activation) {
        return new DenseLayer(inputs, outputs, new float[inputs * outputs], new float[outputs], activation);
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}

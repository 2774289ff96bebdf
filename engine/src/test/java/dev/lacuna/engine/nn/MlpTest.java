package dev.lacuna.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class MlpTest {
    private static final long SEED = 11;

    @Test void create_threeLayers_namesThemLikeTheGoldenCases() {
        Parameters parameters = new Parameters();
        Mlp.create(parameters, "encoder", new int[] {4, 8, 8, 6}, Activation.TANH, Initialiser.GLOROT_UNIFORM, SEED);
        assertEquals(List.of("encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias", "encoder.2.weight",
                "encoder.2.bias"), parameters.names());
        assertEquals("encoder.2.weight[8 x 6]", parameters.get("encoder.2.weight").toString());
        assertEquals("encoder.2.bias[1 x 6]", parameters.get("encoder.2.bias").toString());
    }

    @Test void apply_handMadeWeights_computesTheLayers() {
        Parameters parameters = new Parameters();
        Mlp network = Mlp.create(parameters, "n", new int[] {2, 2, 1}, Activation.RELU, Initialiser.ZERO, SEED);
        System.arraycopy(new float[] {1, -1, 2, 1}, 0, parameters.get("n.0.weight").value().data, 0, 4);
        System.arraycopy(new float[] {0.5f, 0}, 0, parameters.get("n.0.bias").value().data, 0, 2);
        System.arraycopy(new float[] {2, 3}, 0, parameters.get("n.1.weight").value().data, 0, 2);
        Tape tape = Tape.of(Kernels.get());
        Var x = tape.input(2, 2);
        System.arraycopy(new float[] {1, 1, 2, -1}, 0, x.value().data, 0, 4);
        Var y = network.apply(x);
        tape.forward();
        assertArrayEquals(new float[] {2 * 3.5f, 2 * 0.5f}, y.value().data);
    }

    @Test void initialise_eachRule_hasItsBoundAndVariance() {
        check(Initialiser.GLOROT_UNIFORM, Math.sqrt(6.0 / 500), 2.0 / 500);
        check(Initialiser.GLOROT_NORMAL, Double.POSITIVE_INFINITY, 2.0 / 500);
        check(Initialiser.PYTORCH_DEFAULT, Math.sqrt(1.0 / 200), 1.0 / 600);
        check(Initialiser.ZERO, 0, 0);
    }

    /** 60,000 draws: the variance's standard error is at most .6 % (normal), so 3 % is five of them. */
    private static void check(Initialiser initialiser, double bound, double variance) {
        Parameters parameters = new Parameters();
        Dense.create(parameters, "layer", 200, 300, Activation.IDENTITY, initialiser, SEED);
        double squares = 0;
        for (float w : parameters.get("layer.weight").value().data) {
            assertTrue(Math.abs(w) <= bound * (1 + 1e-6), initialiser + ": " + w);
            squares += (double) w * w;
        }
        assertEquals(variance, squares / 60000, 0.03 * variance, initialiser.name());
        boolean biased = false;
        for (float b : parameters.get("layer.bias").value().data) {
            biased |= b != 0;
        }
        assertEquals(initialiser == Initialiser.PYTORCH_DEFAULT, biased);
    }

    @Test void initialise_sameSeedAndName_sameBitsWhateverElseThereIs() {
        Parameters alone = new Parameters();
        Dense.create(alone, "b", 5, 7, Activation.TANH, Initialiser.GLOROT_UNIFORM, SEED);
        Parameters second = new Parameters();
        Dense.create(second, "a", 3, 3, Activation.TANH, Initialiser.GLOROT_UNIFORM, SEED);
        Dense.create(second, "b", 5, 7, Activation.TANH, Initialiser.GLOROT_UNIFORM, SEED);
        Parameter weight = second.get("b.weight");
        assertArrayEquals(alone.get("b.weight").value().data, weight.value().data);
        assertTrue(second.get("a.weight").value().data[0] != weight.value().data[0]);
    }
}

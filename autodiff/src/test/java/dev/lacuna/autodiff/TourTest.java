package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.kernels.Kernels;
import org.junit.jupiter.api.Test;

/** The example of the package's tour, run. */
class TourTest {
    @Test void fitLine_gradientDescent_findsIt() {
        Parameters parameters = new Parameters();
        Parameter slope = parameters.add("slope", 1, 1);
        Parameter offset = parameters.add("offset", 1, 1);

        Tape tape = Tape.of(Kernels.get());
        Var x = tape.input(100, 1);
        Var y = tape.input(100, 1);
        Var line = Add.of(Multiply.of(x, tape.parameter(slope)), tape.parameter(offset));
        Var loss = Mean.of(Square.of(Subtract.of(line, y)));

        Kernels.get().normal(1, 0, 0, x.value().data, 0, 100);
        for (int i = 0; i < 100; i++) {
            y.value().data[i] = 2 * x.value().data[i] - 0.5f;
        }
        for (int step = 0; step < 200; step++) {
            tape.forward();
            tape.backward(loss);
            slope.value().data[0] -= 0.1f * tape.gradient(slope).data[0];
            offset.value().data[0] -= 0.1f * tape.gradient(offset).data[0];
        }
        assertEquals(2, slope.value().data[0], 1e-5);
        assertEquals(-0.5, offset.value().data[0], 1e-5);
    }
}

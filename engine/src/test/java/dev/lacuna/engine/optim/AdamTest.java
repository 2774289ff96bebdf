package dev.lacuna.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacuna.autodiff.Mean;
import dev.lacuna.autodiff.Multiply;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Square;
import dev.lacuna.autodiff.Subtract;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {
    private static final float[] START = {1, -2, 0.5f};
    private static final float[] CURVATURE = {3, 0.01f, 40};
    private static final float[] TARGET = {0, 1, 0.25f};

    /** Σ curvature (w - target)² on as many tapes as there are shares; each holds its share of the curvature. */
    private static final class Bowl {
        final Parameters parameters = new Parameters();
        final Parameter w = parameters.add("w", 1, 3);
        final List<Tape> tapes;
        final List<Var> losses;

        Bowl(double... shares) {
            System.arraycopy(START, 0, w.value().data, 0, 3);
            tapes = IntStream.range(0, shares.length).mapToObj(i -> Tape.of(Kernels.plain())).toList();
            losses = IntStream.range(0, shares.length).mapToObj(i -> loss(tapes.get(i), shares[i])).toList();
        }

        private Var loss(Tape tape, double share) {
            Var target = tape.input(1, 3);
            Var curvature = tape.input(1, 3);
            for (int i = 0; i < 3; i++) {
                target.value().data[i] = TARGET[i];
                curvature.value().data[i] = (float) (share * CURVATURE[i]);
            }
            return Mean.of(Multiply.of(curvature, Square.of(Subtract.of(tape.parameter(w), target))), 1);
        }

        void step(Adam adam) {
            for (int s = 0; s < tapes.size(); s++) {
                tapes.get(s).forward();
                tapes.get(s).backward(losses.get(s));
            }
            adam.step(tapes);
        }
    }

    /** torch.optim.Adam(lr, betas=(.9, .999), eps=1e-8, weight_decay) written out in double. */
    private static double[] pyTorch(int steps, double learningRate, double decay) {
        double[] w = {START[0], START[1], START[2]};
        double[] m = new double[3];
        double[] v = new double[3];
        for (int t = 1; t <= steps; t++) {
            for (int i = 0; i < 3; i++) {
                double g = 2 * CURVATURE[i] * (w[i] - TARGET[i]) + decay * w[i];
                m[i] = 0.9 * m[i] + (1 - 0.9) * g;
                v[i] = 0.999 * v[i] + (1 - 0.999) * g * g;
                double denominator = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8;
                w[i] -= learningRate / (1 - Math.pow(0.9, t)) * m[i] / denominator;
            }
        }
        return w;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1, 0", "2, 0.1, 0", "7, 0.001, 0", "200, 0.01, 0", "50, 0.01, 0.5"})
    void steps_ofQuadratic_followPyTorchsRule(int steps, double learningRate, double decay) {
        Bowl bowl = new Bowl(1);
        Adam adam = Adam.of(bowl.parameters, AdamOptions.of(learningRate).withWeightDecay(decay));
        for (int t = 0; t < steps; t++) {
            bowl.step(adam);
        }
        double[] expected = pyTorch(steps, learningRate, decay);
        for (int i = 0; i < 3; i++) {
            // Each step rounds the value (6e-8 of it) and the step (1e-7 of the learning rate, up to 200 times).
            assertEquals(expected[i], bowl.w.value().data[i], 5e-6, "element " + i);
        }
        assertEquals(steps, adam.steps());
    }

    @Test void firstStep_anyGradient_isTheLearningRate() {
        Bowl bowl = new Bowl(1);
        bowl.step(Adam.of(bowl.parameters, AdamOptions.of(0.125)));
        assertArrayEquals(new float[] {0.875f, -1.875f, 0.375f}, bowl.w.value().data, 1e-6f);
    }

    @Test void shards_gradientsInOrder_addUp() {
        Bowl whole = new Bowl(1);
        Bowl shards = new Bowl(0.5, 0.25, 0.25);
        Adam wholeAdam = Adam.of(whole.parameters, AdamOptions.of(0.01));
        Adam shardsAdam = Adam.of(shards.parameters, AdamOptions.of(0.01));
        for (int t = 0; t < 20; t++) {
            whole.step(wholeAdam);
            shards.step(shardsAdam);
        }
        assertArrayEquals(whole.w.value().data, shards.w.value().data, 1e-6f);
    }

    @Test void state_savedAndRestored_goesOnBitForBit() {
        Bowl straight = new Bowl(1);
        Adam straightAdam = Adam.of(straight.parameters, AdamOptions.of(0.01));
        Bowl resumed = new Bowl(1);
        for (int t = 0; t < 5; t++) {
            straight.step(straightAdam);
        }
        resumed.parameters.setAll(straight.parameters);
        Adam resumedAdam = Adam.of(resumed.parameters, AdamOptions.of(0.01));
        resumedAdam.restore(straightAdam.state());
        for (int t = 0; t < 5; t++) {
            straight.step(straightAdam);
            resumed.step(resumedAdam);
        }
        assertArrayEquals(straight.w.value().data, resumed.w.value().data);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> resumedAdam.restore(new AdamState(1, Map.of("w", new float[2]), Map.of())));
        assertEquals("The state holds 2 numbers for w[1 x 3]", refused.getMessage());
    }

    @Test void step_afterTheFirst_allocatesNothing() {
        Bowl bowl = new Bowl(0.5, 0.5);
        Adam adam = Adam.of(bowl.parameters, AdamOptions.of(0.01));
        for (int t = 0; t < 50; t++) {
            bowl.step(adam);
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 5 && least > 0; window++) {
            long before = threads.getThreadAllocatedBytes(thread);
            long ofAsking = threads.getThreadAllocatedBytes(thread) - before;
            before = threads.getThreadAllocatedBytes(thread);
            for (int t = 0; t < 100; t++) {
                bowl.step(adam);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before - ofAsking);
        }
        assertEquals(0, least, "bytes in 100 steps, the least of 5 such windows");
    }
}

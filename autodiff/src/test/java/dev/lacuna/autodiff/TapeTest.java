package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lacuna.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class TapeTest {
    private static final long SEED = 7;

    /** With the plain kernels: the vectors of the other provider are objects until their loops are compiled. */
    @Test void replay_recordedObjective_allocatesNothing() {
        SmallObjective objective = new SmallObjective(Kernels.plain(), SmallObjective.parameters(SEED), 6, 5, 6);
        objective.fill(SEED, 0, 6);
        for (int i = 0; i < 30; i++) {
            objective.step();
        }
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 5 && least > 0; window++) {
            least = Math.min(least, bytesOf100(objective));
        }
        assertEquals(0, least, "bytes in 100 replays, the least of 5 such windows: the JVM allocates a little while it compiles");
    }

    private static long bytesOf100(SmallObjective objective) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long ofAsking = threads.getThreadAllocatedBytes(thread) - before;
        before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 100; i++) {
            objective.step();
        }
        return threads.getThreadAllocatedBytes(thread) - before - ofAsking;
    }

    @Test void replay_sameNumbers_sameBits() {
        SmallObjective objective = new SmallObjective(SmallObjective.parameters(SEED), 6, 5, 6);
        objective.fill(SEED, 0, 6);
        objective.step();
        List<float[]> first = objective.gradients();
        double loss = objective.loss.loss();
        objective.fill(SEED + 1, 0, 6);
        objective.step();
        objective.fill(SEED, 0, 6);
        objective.step();
        List<float[]> again = objective.gradients();
        assertEquals(loss, objective.loss.loss());
        for (int p = 0; p < first.size(); p++) {
            assertArrayEquals(first.get(p), again.get(p));
        }
    }

    @Test void replay_plainAndVectorKernels_sameBits() {
        Parameters parameters = SmallObjective.parameters(SEED);
        SmallObjective plain = new SmallObjective(Kernels.plain(), parameters, 6, 5, 6);
        plain.fill(SEED, 0, 6);
        plain.step();
        assumeTrue(Kernels.vector().isPresent(), "no vector module: " + Kernels.choiceReason());
        SmallObjective vector = new SmallObjective(Kernels.vector().get(), parameters, 6, 5, 6);
        vector.fill(SEED, 0, 6);
        vector.step();
        assertEquals(plain.loss.loss(), vector.loss.loss());
        for (int p = 0; p < parameters.count(); p++) {
            assertArrayEquals(plain.gradients().get(p), vector.gradients().get(p));
        }
    }

    @Test void tapes_onTwoThreads_sameBitsAsOneAfterTheOther() throws InterruptedException {
        Parameters parameters = SmallObjective.parameters(SEED);
        List<SmallObjective> shards = List.of(new SmallObjective(parameters, 4, 5, 6), new SmallObjective(parameters, 2, 5, 6));
        shards.get(0).fill(SEED, 0, 6);
        shards.get(1).fill(SEED, 4, 6);
        shards.forEach(SmallObjective::step);
        List<List<float[]>> alone = shards.stream().map(SmallObjective::gradients).toList();
        List<Thread> threads = shards.stream().map(shard -> new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                shard.step();
            }
        })).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (int s = 0; s < 2; s++) {
            for (int p = 0; p < parameters.count(); p++) {
                assertArrayEquals(alone.get(s).get(p), shards.get(s).gradients().get(p));
            }
        }
    }

    @Test void shards_ofOneBatch_addUpToTheBatch() {
        Parameters parameters = SmallObjective.parameters(SEED);
        SmallObjective whole = new SmallObjective(parameters, 6, 5, 6);
        SmallObjective left = new SmallObjective(parameters, 4, 5, 6);
        SmallObjective right = new SmallObjective(parameters, 2, 5, 6);
        whole.fill(SEED, 0, 6);
        left.fill(SEED, 0, 6);
        right.fill(SEED, 4, 6);
        whole.step();
        left.step();
        right.step();
        assertEquals(whole.loss.loss(), left.loss.loss() + right.loss.loss(), 1e-12);
        for (Parameter parameter : parameters) {
            float[] all = whole.tape.gradient(parameter).data;
            double largest = 0;
            for (float g : all) {
                largest = Math.max(largest, Math.abs(g));
            }
            for (int i = 0; i < all.length; i++) {
                double sum = (double) left.tape.gradient(parameter).data[i] + right.tape.gradient(parameter).data[i];
                // Float sums of 30 rows in another grouping.
                assertEquals(all[i], sum, 2e-6 * largest, parameter.name());
            }
        }
    }

    @Test void gradient_branchTheLossIgnores_isLeftOut() {
        Tape tape = Tape.of(Kernels.get());
        Parameter used = Parameter.of("used", new FMatrixRMaj(1, 1, true, 3));
        Parameter unused = Parameter.of("unused", new FMatrixRMaj(1, 1, true, 2));
        Var ignored = Exp.of(tape.parameter(unused));
        Var loss = Square.of(tape.parameter(used));
        tape.forward();
        tape.backward(loss);
        assertEquals(6, tape.gradient(used).data[0]);
        assertEquals(0, tape.gradient(unused).data[0]);
        assertThrows(IllegalStateException.class, ignored::gradient);
        tape.backward(ignored);
        assertEquals(0, tape.gradient(used).data[0], "a second loss starts afresh");
        assertEquals(Math.exp(2), tape.gradient(unused).data[0], 1e-5);
    }

    @Test void parameter_twiceOnOneTape_isOneVariable() {
        Tape tape = Tape.of(Kernels.get());
        Parameter shared = Parameter.of("shared", new FMatrixRMaj(2, 2));
        assertSame(tape.parameter(shared), tape.parameter(shared));
        assertSame(shared.value(), tape.parameter(shared).value());
        assertEquals(List.of(shared), tape.parameters());
        assertTrue(tape.uses(shared));
        assertFalse(Tape.of(Kernels.get()).uses(shared));
    }

    @Test void backward_ofConstant_saysSo() {
        Tape tape = Tape.of(Kernels.get());
        Var x = tape.input(2, 2);
        Var mean = Mean.of(x);
        assertEquals("The loss depends on no parameter", message(() -> run(() -> tape.backward(mean))));
        assertTrue(message(() -> run(() -> tape.backward(x))).startsWith("A loss is [1 x 1]; given: [2 x 2]"));
    }

    @Test void operation_shapesThatDoNotFit_namesThem() {
        Tape tape = Tape.of(Kernels.get());
        Var a = tape.input(4, 3);
        Var b = tape.input(3, 3);
        assertEquals("Add: an operand [3 x 3] cannot be repeated to [4 x 3]; its rows must divide 4 and its columns be 1 or 3",
                message(() -> Add.of(a, b)));
        assertEquals("MatMul: the columns of [4 x 3] are not the rows of [4 x 3]", message(() -> MatMul.of(a, a)));
        assertEquals("Add: the inputs belong to different tapes", message(() -> Add.of(a, Tape.of(Kernels.get()).input(4, 3))));
        assertEquals("CategoricalProbabilities: offsets rise from 0 to 3; given: [0, 2]",
                message(() -> CategoricalProbabilities.of(a, new int[] {0, 2})));
    }

    @Test void parameters_namesAndCopies_areKept() {
        Parameters parameters = new Parameters();
        parameters.add("b", 2, 3).value().data[4] = 5;
        parameters.add("a", 1, 1);
        assertEquals(List.of("b", "a"), parameters.names());
        assertEquals(7, parameters.totalSize());
        assertEquals("There is already a parameter named b", message(() -> parameters.add("b", 1, 1)));
        assertTrue(message(() -> parameters.get("c")).startsWith("No parameter is named c; there are: [b, a]"));
        Parameters copy = parameters.copy();
        copy.get("b").value().data[4] = 6;
        assertEquals(5, parameters.get("b").value().data[4]);
        parameters.setAll(copy);
        assertEquals(6, parameters.get("b").value().data[4]);
    }

    private static Var run(Runnable action) {
        action.run();
        throw new AssertionError("nothing was thrown");
    }

    private static String message(Supplier<?> action) {
        return assertThrows(IllegalArgumentException.class, action::get).getMessage();
    }
}

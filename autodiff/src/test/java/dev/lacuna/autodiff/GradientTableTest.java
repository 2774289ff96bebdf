package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.kernels.Kernels;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation against its double-precision twin: values, gradients by a five-point difference, gradients when one input alone
 * wants one, gradients when they are added to others.
 */
class GradientTableTest {
    private static final long SEED = 20261121;
    /** Relative to the largest element: float32 rounds by 6e-8; the largest found is below 4e-7. */
    private static final double VALUE_TOLERANCE = 1e-6;
    /** Relative to the largest element of the gradient; found: at most 4.4e-7, and 2.3e-6 where 5,120 rows are summed in float. */
    private static final double GRADIENT_TOLERANCE = 5e-6;
    /** Error of the five-point rule: h⁴ f⁽⁵⁾ / 30 plus rounding 1e-16 / h, both near 1e-12. */
    private static final double STEP = 1e-3;
    private static final int MOST_ELEMENTS = 50;

    @Test void table_classesOfPackage_hasThemAll() throws IOException, URISyntaxException, ReflectiveOperationException {
        Path classes = Path.of(Operation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> missing = new TreeSet<>();
        List<Path> files;
        try (Stream<Path> walk = Files.list(classes.resolve("dev/lacuna/autodiff"))) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : files) {
            Class<?> type = Class.forName("dev.lacuna.autodiff." + file.getFileName().toString().replace(".class", ""));
            if (Operation.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                missing.add(type.getSimpleName());
            }
        }
        assertTrue(missing.size() > 40, "the scan found only " + missing);
        missing.removeAll(GradientTable.cases().stream().map(line -> line.operation().getSimpleName())
                .collect(Collectors.toSet()));
        assertEquals(Set.of(), missing, "operations without a line in the gradient table");
    }

    @TestFactory Stream<DynamicTest> gradient_everyLine_agreesWithDouble() {
        return GradientTable.cases().stream().map(line -> DynamicTest.dynamicTest(line.name(), () -> check(line)));
    }

    private static void check(GradientCase line) {
        SplittableRandom random = new SplittableRandom(SEED);
        Matrix[] inputs = line.inputs().stream().map(given -> given.draw(random)).toArray(Matrix[]::new);
        Recording all = new Recording(line, inputs, -1);
        Matrix value = line.reference().apply(inputs);
        assertEquals(value.rows() + " x " + value.columns(), all.output.rows() + " x " + all.output.columns(), "shape");
        float[] seed = new float[all.output.size()];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (float) random.nextDouble(0.5, 1.5) * (random.nextBoolean() ? 1 : -1);
        }
        all.run(seed);
        compare("value", value.data(), all.output.value(), VALUE_TOLERANCE);

        Recording twice = new Recording(line, inputs, -1);
        Var added = Add.of(twice.output, line.build().apply(twice.variables));
        twice.tape.forward();
        twice.tape.backward(added, seed);
        for (int i = 0; i < inputs.length; i++) {
            if (!line.inputs().get(i).parameter()) {
                continue;
            }
            double[] expected = derivative(line.surrogate(), inputs, i, seed);
            compare("gradient of input " + i, expected, all.variables[i].gradient(), GRADIENT_TOLERANCE);
            for (int e = 0; e < expected.length; e++) {
                expected[e] *= 2;
            }
            compare("accumulated gradient of input " + i, expected, twice.variables[i].gradient(), GRADIENT_TOLERANCE);
            Recording alone = new Recording(line, inputs, i);
            if (alone.output.needsGradient()) {
                alone.run(seed);
                assertArrayEquals(all.variables[i].gradient().data, alone.variables[i].gradient().data,
                        "gradient of input " + i + " where no other wants one");
            }
        }
    }

    /** A line of the table on a tape; with {@code only} >= 0 that input alone is a parameter. */
    private static final class Recording {
        final Tape tape = Tape.of(Kernels.get());
        final Var[] variables;
        final Var output;

        Recording(GradientCase line, Matrix[] inputs, int only) {
            variables = new Var[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                Matrix m = inputs[i];
                boolean parameter = only < 0 ? line.inputs().get(i).parameter() : i == only;
                variables[i] = parameter ? tape.parameter(Parameter.of("p" + i, new FMatrixRMaj(m.rows(), m.columns())))
                        : tape.input(m.rows(), m.columns());
                for (int e = 0; e < m.data().length; e++) {
                    variables[i].value().data[e] = (float) m.data()[e];
                }
            }
            output = line.build().apply(variables);
        }

        void run(float[] seed) {
            tape.forward();
            tape.backward(output, seed);
        }
    }

    /** The derivative of Σ seed · f(inputs) with respect to the elements of one input; of a large one every so many, else NaN. */
    private static double[] derivative(Function<Matrix[], Matrix> f, Matrix[] inputs, int input, float[] seed) {
        double[] data = inputs[input].data();
        double[] derivative = new double[data.length];
        Arrays.fill(derivative, Double.NaN);
        int stride = 1 + data.length / MOST_ELEMENTS;
        for (int e = 0; e < data.length; e += stride) {
            double x = data[e];
            double sum = 0;
            double[] at = {-2, -1, 1, 2};
            double[] weight = {1, -8, 8, -1};
            for (int i = 0; i < 4; i++) {
                data[e] = x + at[i] * STEP;
                double[] y = f.apply(inputs).data();
                for (int j = 0; j < y.length; j++) {
                    sum += weight[i] * seed[j] * y[j];
                }
            }
            data[e] = x;
            derivative[e] = sum / (12 * STEP);
        }
        return derivative;
    }

    private static void compare(String what, double[] expected, FMatrixRMaj actual, double tolerance) {
        double largest = Arrays.stream(expected).filter(x -> !Double.isNaN(x)).map(Math::abs).max().orElseThrow();
        double allowed = tolerance * largest + 1e-11;
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i])) {
                continue;
            }
            assertEquals(expected[i], actual.data[i], allowed, what + ", element " + i);
        }
    }
}

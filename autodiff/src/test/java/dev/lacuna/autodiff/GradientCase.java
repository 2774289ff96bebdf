package dev.lacuna.autodiff;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * One line of the gradient table: an operation on inputs of given shapes and ranges, and the same in double.
 *
 * @param surrogate what the gradient is the derivative of; the reference itself but for operations that change gradients on
 * purpose
 */
record GradientCase(Class<? extends Operation> operation, String variant, List<Given> inputs, Function<Var[], Var> build,
        Function<Matrix[], Matrix> reference, Function<Matrix[], Matrix> surrogate) {

    /** An input: a parameter or a constant [rows x columns] with numbers drawn from a domain. */
    record Given(int rows, int columns, Domain domain, boolean parameter) {
        Given constant() {
            return new Given(rows, columns, domain, false);
        }

        Matrix draw(SplittableRandom random) {
            return Matrix.of(rows, columns, (r, c) -> (float) domain.draw(random, r, c));
        }

        @Override public String toString() {
            return (parameter ? "" : "constant ") + "[" + rows + " x " + columns + "]";
        }
    }

    interface Domain {
        double draw(SplittableRandom random, int row, int column);
    }

    /** -2 to 2, but not near 0, where relu and clamp have kinks. */
    static final Domain ANY = (random, r, c) -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.05, 2);
    static final Domain POSITIVE = (random, r, c) -> random.nextDouble(0.3, 2.5);
    static final Domain BIT = (random, r, c) -> random.nextInt(2);

    static Given any(int rows, int columns) {
        return new Given(rows, columns, ANY, true);
    }

    static Given positive(int rows, int columns) {
        return new Given(rows, columns, POSITIVE, true);
    }

    static Given bits(int rows, int columns) {
        return new Given(rows, columns, BIT, false);
    }

    static Given in(int rows, int columns, double low, double high) {
        return new Given(rows, columns, (random, r, c) -> random.nextDouble(low, high), true);
    }

    static GradientCase of(Class<? extends Operation> operation, String variant, List<Given> inputs, Function<Var[], Var> build,
            Function<Matrix[], Matrix> reference) {
        return new GradientCase(operation, variant, inputs, build, reference, reference);
    }

    String name() {
        return operation.getSimpleName() + (variant.isEmpty() ? "" : ", " + variant) + " " + inputs;
    }
}

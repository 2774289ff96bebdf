package dev.lacuna.autodiff;

import static dev.lacuna.autodiff.GradientCase.any;
import static dev.lacuna.autodiff.GradientCase.bits;
import static dev.lacuna.autodiff.GradientCase.in;
import static dev.lacuna.autodiff.GradientCase.positive;

import dev.lacuna.autodiff.GradientCase.Given;
import dev.lacuna.kernels.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** Every operation with its double-precision twin; {@link GradientTableTest} checks them and that none is missing. */
final class GradientTable {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private final List<GradientCase> cases = new ArrayList<>();

    static List<GradientCase> cases() {
        GradientTable table = new GradientTable();
        table.elementwise();
        table.arithmetic();
        table.products();
        table.jointProducts();
        table.longSums();
        table.shapes();
        table.sums();
        table.gaussians();
        table.mixtures();
        table.otherDensities();
        table.softmax();
        table.losses();
        table.changedGradients();
        return table.cases;
    }

    private void add(Class<? extends Operation> operation, String variant, List<Given> inputs, Function<Var[], Var> build,
            Function<Matrix[], Matrix> reference) {
        cases.add(GradientCase.of(operation, variant, inputs, build, reference));
    }

    private void unary(Class<? extends Operation> operation, Given input, UnaryOperator<Var> build, DoubleUnaryOperator f) {
        add(operation, "", List.of(input), v -> build.apply(v[0]),
                m -> Matrix.of(m[0].rows(), m[0].columns(), (r, c) -> f.applyAsDouble(m[0].at(r, c))));
    }

    private void elementwise() {
        unary(Exp.class, any(5, 7), Exp::of, Math::exp);
        unary(Log.class, positive(5, 7), Log::of, Math::log);
        unary(Log1p.class, in(5, 7, -0.7, 3), Log1p::of, Math::log1p);
        unary(Tanh.class, any(5, 7), Tanh::of, Math::tanh);
        unary(Sigmoid.class, any(5, 7), Sigmoid::of, GradientTable::sigmoid);
        unary(Softplus.class, any(5, 7), Softplus::of, GradientTable::softplus);
        unary(Relu.class, any(5, 7), Relu::of, x -> Math.max(x, 0));
        unary(Square.class, any(5, 7), Square::of, x -> x * x);
        unary(Negate.class, any(5, 7), Negate::of, x -> -x);
        unary(Scale.class, any(5, 7), x -> Scale.of(x, 0.75), x -> 0.75 * x);
        unary(Scale.class, any(5, 7), x -> Scale.of(x, -1.5, 0.25), x -> -1.5 * x + 0.25);
        unary(Clamp.class, in(9, 11, -3, 3), x -> Clamp.of(x, -1.0625, 1.5), x -> Math.min(Math.max(x, -1.0625), 1.5));
        unary(StandardNormalLogDensity.class, any(5, 7), StandardNormalLogDensity::of, x -> -x * x / 2 - HALF_LOG_TWO_PI);
    }

    private void arithmetic() {
        binary(Add.class, Add::of, (a, b) -> a + b);
        binary(Subtract.class, Subtract::of, (a, b) -> a - b);
        binary(Multiply.class, Multiply::of, (a, b) -> a * b);
        add(Add.class, "the same variable twice", List.of(any(3, 4)), v -> Add.of(v[0], v[0]), m -> map(m, x -> 2 * x));
        add(Subtract.class, "the same variable twice", List.of(any(3, 4)), v -> Subtract.of(Scale.of(v[0], 3), v[0]),
                m -> map(m, x -> 2 * x));
        add(Multiply.class, "the same variable twice", List.of(any(3, 4)), v -> Multiply.of(v[0], v[0]), m -> map(m, x -> x * x));
        add(Select.class, "", List.of(bits(2, 3), any(2, 3), any(6, 3)), v -> Select.of(v[0], v[1], v[2]), GradientTable::select);
        add(Select.class, "", List.of(bits(6, 3), any(1, 3), any(6, 1)), v -> Select.of(v[0], v[1], v[2]), GradientTable::select);
    }

    private void binary(Class<? extends Operation> operation, BinaryOperator<Var> build, DoubleBinaryOperator f) {
        int[][] shapes = {{6, 5, 6, 5}, {6, 5, 2, 5}, {6, 5, 1, 5}, {6, 5, 6, 1}, {6, 5, 1, 1}, {6, 5, 2, 1}, {2, 5, 6, 5},
            {3, 1, 6, 5},
            {6, 1, 1, 5}, {6, 1, 1, 1}};
        for (int[] s : shapes) {
            add(operation, "", List.of(any(s[0], s[1]), any(s[2], s[3])), v -> build.apply(v[0], v[1]),
                    m -> Matrix.of(Matrix.rows(m), Matrix.columns(m), (r, c) -> f.applyAsDouble(m[0].at(r, c), m[1].at(r, c))));
        }
    }

    private void products() {
        add(MatMul.class, "", List.of(any(5, 4), any(4, 3)), v -> MatMul.of(v[0], v[1]), m -> product(m[0], m[1]));
        add(MatMul.class, "a matrix times itself", List.of(any(4, 4)), v -> MatMul.of(v[0], v[0]), m -> product(m[0], m[0]));
        Given farFromRelusKink = new Given(1, 9, (random, r, c) -> (c % 2 == 0 ? 1 : -1) * random.nextDouble(6.1, 7), true);
        for (Activation activation : Activation.values()) {
            Given bias = activation == Activation.RELU ? farFromRelusKink : in(1, 9, -1, 1);
            add(Affine.class, activation.name(), List.of(in(17, 6, -1, 1), in(6, 9, -1, 1), bias),
                    v -> Affine.of(v[0], v[1], v[2], activation), m -> {
                        Matrix p = product(m[0], m[1]);
                        return Matrix.of(17, 9, (r, c) -> activate(activation, p.at(r, c) + m[2].at(r, c)));
                    });
        }
    }

    private void jointProducts() {
        add(JointAffine.class, "two layers", List.of(in(17, 6, -1, 1), in(6, 3, -1, 1), in(1, 3, -1, 1), in(6, 2, -1, 1),
                in(1, 2, -1, 1)), v -> JointAffine.of(v[0], List.of(v[1], v[3]), List.of(v[2], v[4])), m -> {
                    Matrix first = product(m[0], m[1]);
                    Matrix second = product(m[0], m[3]);
                    return Matrix.of(17, 5, (r, c) -> c < 3 ? first.at(r, c) + m[2].at(0, c)
                            : second.at(r, c - 3) + m[4].at(0, c - 3));
                });
        add(JointAffine.class, "the same layer twice", List.of(in(7, 4, -1, 1), in(4, 3, -1, 1), in(1, 3, -1, 1)),
                v -> JointAffine.of(v[0], List.of(v[1], v[1]), List.of(v[2], v[2])), m -> {
                    Matrix p = product(m[0], m[1]);
                    return Matrix.of(7, 6, (r, c) -> p.at(r, c % 3) + m[2].at(0, c % 3));
                });
    }

    /** As many rows as a wide training step has: 20 draws of 256 rows. */
    private void longSums() {
        add(Affine.class, "long sums", List.of(in(5120, 3, -1, 1), in(3, 4, -1, 1), in(1, 4, -1, 1)),
                v -> Affine.of(v[0], v[1], v[2], Activation.TANH), m -> {
                    Matrix p = product(m[0], m[1]);
                    return Matrix.of(5120, 4, (r, c) -> Math.tanh(p.at(r, c) + m[2].at(r, c)));
                });
        add(Multiply.class, "long sums", List.of(any(5120, 3), any(1, 3)), v -> Multiply.of(v[0], v[1]),
                m -> Matrix.of(5120, 3, (r, c) -> m[0].at(r, c) * m[1].at(r, c)));
        add(Multiply.class, "long sums", List.of(any(5120, 3), any(1, 1)), v -> Multiply.of(v[0], v[1]),
                m -> Matrix.of(5120, 3, (r, c) -> m[0].at(r, c) * m[1].at(r, c)));
    }

    private void shapes() {
        add(SliceColumns.class, "", List.of(any(4, 7)), v -> SliceColumns.of(v[0], 2, 5),
                m -> Matrix.of(4, 3, (r, c) -> m[0].at(r, c + 2)));
        add(SliceColumns.class, "two of one variable", List.of(any(4, 6)),
                v -> Multiply.of(SliceColumns.of(v[0], 0, 3), SliceColumns.of(v[0], 3, 6)),
                m -> Matrix.of(4, 3, (r, c) -> m[0].at(r, c) * m[0].at(r, c + 3)));
        add(SliceColumns.class, "two wide ones of one variable", List.of(any(4, 18)),
                v -> Multiply.of(SliceColumns.of(v[0], 0, 9), SliceColumns.of(v[0], 9, 18)),
                m -> Matrix.of(4, 9, (r, c) -> m[0].at(r, c) * m[0].at(r, c + 9)));
        add(RowSlice.class, "", List.of(any(6, 4)), v -> RowSlice.of(v[0], 1, 4),
                m -> Matrix.of(3, 4, (r, c) -> m[0].at(r + 1, c)));
        add(ConcatColumns.class, "", List.of(any(2, 3), any(6, 2), any(1, 1)), v -> ConcatColumns.of(v), m -> Matrix.of(6, 6,
                (r, c) -> c < 3 ? m[0].at(r, c) : c < 5 ? m[1].at(r, c - 3) : m[2].at(r, 0)));
        add(ConcatColumns.class, "wide", List.of(any(2, 9), any(6, 8)), v -> ConcatColumns.of(v),
                m -> Matrix.of(6, 17, (r, c) -> c < 9 ? m[0].at(r, c) : m[1].at(r, c - 9)));
        add(ConcatColumns.class, "the same variable twice", List.of(any(4, 3)), v -> ConcatColumns.of(v[0], v[0]),
                m -> Matrix.of(4, 6, (r, c) -> m[0].at(r, c % 3)));
        add(ConcatRows.class, "", List.of(any(2, 3), any(1, 3), any(3, 3)), v -> ConcatRows.of(v),
                m -> Matrix.of(6, 3, (r, c) -> r < 2 ? m[0].at(r, c) : r < 3 ? m[1].at(0, c) : m[2].at(r - 3, c)));
        add(ConcatRows.class, "the same variable twice", List.of(any(2, 3)), v -> ConcatRows.of(v[0], v[0]),
                m -> Matrix.of(4, 3, (r, c) -> m[0].at(r, c)));
    }

    private void sums() {
        add(RowSum.class, "", List.of(any(5, 19)), v -> RowSum.of(v[0]),
                m -> Matrix.of(5, 1, (r, c) -> sum(19, j -> m[0].at(r, j))));
        int[] group = {0, 2, 2, 1, 0};
        add(GroupSum.class, "", List.of(any(4, 5)), v -> GroupSum.of(v[0], group, 3),
                m -> Matrix.of(4, 3, (r, c) -> sum(5, e -> group[e] == c ? m[0].at(r, e) : 0)));
        add(LogSumExpSamples.class, "", List.of(in(12, 1, -9, 9)), v -> LogSumExpSamples.of(v[0], 4),
                m -> Matrix.of(3, 1, (b, c) -> Math.log(sum(4, k -> Math.exp(m[0].at(k * 3 + b, 0))))));
        add(Mean.class, "", List.of(any(5, 4)), v -> Mean.of(v[0]), m -> Matrix.scalar(sum(20, i -> m[0].data()[i]) / 20));
        add(Mean.class, "own divisor", List.of(any(5, 4)), v -> Mean.of(v[0], 7),
                m -> Matrix.scalar(sum(20, i -> m[0].data()[i]) / 7));
        add(DotRows.class, "", List.of(any(4, 6), any(4, 6)), v -> DotRows.of(v[0], v[1]),
                m -> Matrix.of(4, 1, (r, c) -> sum(6, j -> m[0].at(r, j) * m[1].at(r, j))));
        add(DotRows.class, "the same variable twice", List.of(any(4, 6)), v -> DotRows.of(v[0], v[0]),
                m -> Matrix.of(4, 1, (r, c) -> sum(6, j -> m[0].at(r, j) * m[0].at(r, j))));
    }

    /** M = 1 and 3 components, B = 2 rows, K = 2 draws of each component, H = 3. */
    private void mixtures() {
        for (int components : new int[] {1, 3}) {
            int parameters = 2 * components;
            add(MixtureProposal.class, components + " components", List.of(any(2 * parameters, 3), any(parameters, 3),
                            any(parameters, 3), any(2, components), any(2 * parameters, 3).constant()),
                    v -> MixtureProposal.of(v[0], v[1], v[2], v[3], v[4]), m -> mixtureProposal(m, components));
        }
        add(StackColumns.class, "", List.of(any(2, 6)), v -> StackColumns.of(v[0], 3),
                m -> Matrix.of(6, 2, (r, c) -> m[0].at(r % 2, r / 2 * 2 + c)));
    }

    private static Matrix mixtureProposal(Matrix[] m, int components) {
        return Matrix.of(m[0].rows(), 1, (i, ignored) -> {
            int b = i % 2;
            int own = i / 2 % components;
            double density = sum(components, j -> softmax(m[3], b, 0, components, j) * Math.exp(sum(3, h -> {
                double l = m[2].at(j * 2 + b, h);
                double distance = m[0].at(i, h) - m[1].at(j * 2 + b, h);
                double square = j == own ? Math.pow(m[4].at(i, h), 2) : distance * distance / Math.exp(l);
                return -square / 2 - l / 2 - HALF_LOG_TWO_PI;
            })));
            return Math.log(components * softmax(m[3], b, 0, components, own)) - Math.log(density);
        });
    }

    private void gaussians() {
        int[][] shapes = {{6, 3, 6, 3, 6, 3}, {2, 3, 6, 3, 6, 3}, {2, 3, 6, 3, 1, 3}, {2, 3, 6, 3, 1, 1}, {6, 3, 1, 3, 2, 1},
            {6, 3, 2, 3, 2, 3},
            {2, 17, 8, 17, 8, 17}, {2, 513, 6, 513, 6, 513}};
        for (int[] s : shapes) {
            List<Given> scaled = List.of(any(s[0], s[1]), any(s[2], s[3]), positive(s[4], s[5]));
            add(GaussianLogDensity.class, "", scaled, v -> GaussianLogDensity.of(v[0], v[1], v[2]),
                    m -> density(m, (x, mean, std) ->
                            -(x - mean) * (x - mean) / (2 * std * std) - Math.log(std) - HALF_LOG_TWO_PI));
            List<Given> logs = List.of(any(s[0], s[1]), any(s[2], s[3]), any(s[4], s[5]));
            add(DiagonalGaussianLogDensity.class, "", logs, v -> DiagonalGaussianLogDensity.of(v[0], v[1], v[2]),
                    m -> density(m, (x, mean, l) -> -(x - mean) * (x - mean) / (2 * Math.exp(l)) - l / 2 - HALF_LOG_TWO_PI));
            add(Reparameterise.class, "", logs, v -> Reparameterise.of(v[0], v[1], v[2]),
                    m -> density(m, (mean, l, noise) -> mean + Math.exp(l / 2) * noise));
        }
        double std = Math.exp(-2);
        add(GaussianLogDensity.class, "fixed std", List.of(any(2, 3), any(6, 3)), v -> GaussianLogDensity.of(v[0], v[1], std),
                m -> Matrix.of(6, 3, (r, c) -> -Math.pow(m[0].at(r, c) - m[1].at(r, c), 2) / (2 * (float) std * (float) std)
                        - Math.log((float) std) - HALF_LOG_TWO_PI));
        add(GaussianLogDensity.class, "x and mean of one variable", List.of(any(3, 4), positive(3, 4)),
                v -> GaussianLogDensity.of(Square.of(v[0]), v[0], v[1]),
                m -> Matrix.of(3, 4, (r, c) -> -Math.pow(m[0].at(r, c) * m[0].at(r, c) - m[0].at(r, c), 2)
                        / (2 * m[1].at(r, c) * m[1].at(r, c)) - Math.log(m[1].at(r, c)) - HALF_LOG_TWO_PI));
        add(ReparameterisedLogDensity.class, "", List.of(any(6, 3).constant(), any(2, 3)),
                v -> ReparameterisedLogDensity.of(v[0], v[1]), m -> Matrix.of(6, 3,
                        (r, c) -> -m[0].at(r, c) * m[0].at(r, c) / 2 - m[1].at(r, c) / 2 - HALF_LOG_TWO_PI));
        for (int prior : new int[] {6, 2, 1}) {
            add(GaussianKl.class, "", List.of(any(6, 3), any(6, 3), any(prior, 3), any(prior, 3)),
                    v -> GaussianKl.of(v[0], v[1], v[2], v[3]), m -> Matrix.of(6, 3,
                            (r, c) -> kl(m[0].at(r, c), m[1].at(r, c), m[2].at(r, c), m[3].at(r, c))));
        }
        add(GaussianKl.class, "standard normal prior", List.of(any(6, 3), any(6, 3)), v -> GaussianKl.of(v[0], v[1]),
                m -> Matrix.of(6, 3, (r, c) -> kl(m[0].at(r, c), m[1].at(r, c), 0, 0)));
    }

    private void otherDensities() {
        for (int[] s : new int[][] {{6, 5, 6, 5}, {2, 5, 6, 5}, {6, 5, 1, 5}, {6, 5, 1, 1}, {2, 513, 6, 513}}) {
            add(BernoulliLogDensity.class, "", List.of(bits(s[0], s[1]), any(s[2], s[3])),
                    v -> BernoulliLogDensity.of(v[0], v[1]), GradientTable::bernoulli);
        }
        add(BernoulliLogDensity.class, "x with a gradient", List.of(in(2, 5, 0, 1), any(6, 5)),
                v -> BernoulliLogDensity.of(v[0], v[1]), GradientTable::bernoulli);
        int[][] shapes = {{6, 3, 6, 3, 6, 3, 6, 3}, {2, 3, 6, 3, 6, 3, 1, 3}, {2, 3, 6, 3, 1, 3, 1, 1}, {6, 3, 6, 1, 6, 1, 2, 1}};
        for (int[] s : shapes) {
            add(StudentTLogDensity.class, "",
                    List.of(any(s[0], s[1]), any(s[2], s[3]), positive(s[4], s[5]), in(s[6], s[7], 2.1, 12)),
                    v -> StudentTLogDensity.of(v[0], v[1], v[2], v[3]), GradientTable::studentT);
        }
        add(StudentTLogDensity.class, "fixed degrees of freedom", List.of(any(2, 3), any(6, 3), positive(6, 3)),
                v -> StudentTLogDensity.of(v[0], v[1], v[2], 4),
                m -> studentT(new Matrix[] {m[0], m[1], m[2], Matrix.scalar(4)}));
        int[] offsets = {0, 3, 5};
        for (int rows : new int[] {6, 2}) {
            Given oneHot = new Given(rows, 5, (random, r, c) -> r == 1 ? 0 : c == r % 3 || c == 3 + r % 2 ? 1 : 0, false);
            add(CategoricalLogDensity.class, "", List.of(oneHot, any(6, 5)), v -> CategoricalLogDensity.of(v[0], v[1], offsets),
                    m -> Matrix.of(6, 2, (r, g) -> sum(offsets[g + 1] - offsets[g], e -> m[0].at(r, offsets[g] + e)
                            * Math.log(softmax(m[1], r, offsets[g], offsets[g + 1], offsets[g] + e)))));
        }
    }

    private void softmax() {
        int[] offsets = {0, 2, 5};
        add(CategoricalProbabilities.class, "", List.of(any(4, 5)), v -> CategoricalProbabilities.of(v[0], offsets),
                m -> Matrix.of(4, 5, (r, c) -> c < 2 ? softmax(m[0], r, 0, 2, c) : softmax(m[0], r, 2, 5, c)));
        add(SoftmaxRows.class, "", List.of(any(4, 5)), v -> SoftmaxRows.of(v[0]),
                m -> Matrix.of(4, 5, (r, c) -> softmax(m[0], r, 0, 5, c)));
        add(LogSoftmaxRows.class, "", List.of(any(4, 5)), v -> LogSoftmaxRows.of(v[0]),
                m -> Matrix.of(4, 5, (r, c) -> Math.log(softmax(m[0], r, 0, 5, c))));
    }

    /** Terms: [K*B x 5] with weights [B x 5], [K*B x 2], [B x 3] with coefficient -1, [K*B x 5] with weights of one column. */
    private void losses() {
        List<Given> inputs = List.of(any(8, 5), bits(2, 5), any(8, 7), any(2, 3), any(8, 5), bits(8, 1),
                in(1, 5, 0, 1).constant());
        add(ImportanceWeightedLoss.class, "", inputs, v -> ImportanceWeightedLoss.of(terms(v), 4, 2).variable(),
                m -> Matrix.scalar(importanceWeighted(m, 2)));
        add(ImportanceWeightedLoss.class, "a shard", inputs, v -> ImportanceWeightedLoss.of(terms(v), 4, 16).variable(),
                m -> Matrix.scalar(importanceWeighted(m, 16)));
        add(ElboLoss.class, "", inputs, v -> ElboLoss.of(terms(v), 4, 2).variable(),
                m -> Matrix.scalar(-sum(8, row -> termSum(m, row)) / 8));
        add(CategoryBoundLoss.class, "", List.of(any(6, 5), bits(2, 5), any(2, 4), any(2, 3)),
                v -> CategoryBoundLoss.of(List.of(Term.of(v[0], 0.5, v[1]), Term.of(v[2], -1)), v[3], 7).variable(),
                m -> Matrix.scalar(-sum(2, b -> sum(3, c -> categoryBound(m, b, c))) / 7));
    }

    /** q (T - log q - log 3) of category c of row b. */
    private static double categoryBound(Matrix[] m, int b, int c) {
        double q = softmax(m[3], b, 0, 3, c);
        int row = c * 2 + b;
        double terms = 0.5 * sum(5, j -> m[0].at(row, j) * m[1].at(row, j)) - sum(4, j -> m[2].at(row, j));
        return q * (terms - Math.log(q) - Math.log(3));
    }

    private static List<Term> terms(Var[] v) {
        return List.of(Term.of(v[0], 0.5, v[1]), Term.of(v[2]), new Term(v[3], -1, Optional.empty()), Term.of(v[4], 0.25, v[5]),
                Term.of(v[0], 0.125, v[6]));
    }

    private static double termSum(Matrix[] m, int row) {
        return 0.5 * sum(5, j -> m[0].at(row, j) * m[1].at(row, j)) + sum(7, j -> m[2].at(row, j)) - sum(3, j -> m[3].at(row, j))
                + 0.25 * sum(5, j -> m[4].at(row, j) * m[5].at(row, j)) + 0.125 * sum(5, j -> m[0].at(row, j) * m[6].at(row, j));
    }

    private static double importanceWeighted(Matrix[] m, int rowsInBatch) {
        return -sum(2, b -> Math.log(sum(4, k -> Math.exp(termSum(m, k * 2 + b))) / 4)) / rowsInBatch;
    }

    private void changedGradients() {
        Matrix frozen = Matrix.of(3, 4, (r, c) -> 0.25 * (r + 1) - 0.5 * c);
        Given left = new Given(3, 4, (random, r, c) -> frozen.at(r, c), true);
        cases.add(new GradientCase(StopGradient.class, "", List.of(left, any(3, 4)),
                v -> Multiply.of(StopGradient.of(v[0]), Add.of(v[1], v[1])),
                m -> Matrix.of(3, 4, (r, c) -> 2 * m[0].at(r, c) * m[1].at(r, c)),
                m -> Matrix.of(3, 4, (r, c) -> 2 * frozen.at(r, c) * m[1].at(r, c))));
        double[] weights = {0.5, 2, -1};
        cases.add(new GradientCase(ScaleGradient.class, "", List.of(any(3, 4)), v -> ScaleGradient.of(v[0], weights), m -> m[0],
                m -> Matrix.of(3, 4, (r, c) -> weights[r] * m[0].at(r, c))));
    }

    private static double sum(int n, IntToDoubleFunction f) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += f.applyAsDouble(i);
        }
        return sum;
    }

    private static Matrix map(Matrix[] m, DoubleUnaryOperator f) {
        return new Matrix(m[0].rows(), m[0].columns(), Arrays.stream(m[0].data()).map(f).toArray());
    }

    private static Matrix product(Matrix a, Matrix b) {
        return Matrix.of(a.rows(), b.columns(),
                (r, c) -> sum(b.rows(), k -> a.data()[r * b.rows() + k] * b.data()[k * b.columns() + c]));
    }

    private static Matrix select(Matrix[] m) {
        return Matrix.of(Matrix.rows(m), Matrix.columns(m), (r, c) -> m[0].at(r, c) == 1 ? m[1].at(r, c) : m[2].at(r, c));
    }

    private interface Density {
        double at(double x, double location, double scale);
    }

    private static Matrix density(Matrix[] m, Density f) {
        return Matrix.of(Matrix.rows(m), Matrix.columns(m), (r, c) -> f.at(m[0].at(r, c), m[1].at(r, c), m[2].at(r, c)));
    }

    private static double kl(double m, double l, double m0, double p) {
        return 0.5 * (p - l + (Math.exp(l) + (m - m0) * (m - m0)) / Math.exp(p) - 1);
    }

    private static Matrix bernoulli(Matrix[] m) {
        return Matrix.of(Matrix.rows(m), Matrix.columns(m), (r, c) -> m[0].at(r, c) * Math.log(sigmoid(m[1].at(r, c)))
                + (1 - m[0].at(r, c)) * Math.log(1 - sigmoid(m[1].at(r, c))));
    }

    private static Matrix studentT(Matrix[] m) {
        return Matrix.of(Matrix.rows(m), Matrix.columns(m), (r, c) -> {
            double v = m[3].at(r, c);
            double s = m[2].at(r, c);
            double z = (m[0].at(r, c) - m[1].at(r, c)) / s;
            return logBetaRatio(v) - Math.log(s) - (v + 1) / 2 * Math.log(1 + z * z / v);
        });
    }

    /**
     * log of Γ((v+1)/2) / (Γ(v/2) sqrt(vπ)) without gamma functions: 1 over the integral of (1 + x²/v)^(-(v+1)/2), with
     * x = sqrt(v) tan t: sqrt(v) ∫ cos(t)^(v-1) dt over ±π/2, by the tanh-sinh rule.
     */
    private static double logBetaRatio(double v) {
        double step = 1.0 / 64;
        double integral = sum(2 * 320 + 1, i -> {
            double u = (i - 320) * step;
            double w = Math.PI / 2 * Math.sinh(u);
            double weight = Math.PI / 2 * Math.PI / 2 * Math.cosh(u) / (Math.cosh(w) * Math.cosh(w));
            double gap = Math.PI / 2 * 2 / (1 + Math.exp(2 * Math.abs(w)));
            return weight == 0 || gap == 0 ? 0 : weight * Math.pow(Math.sin(gap), v - 1);
        }) * step;
        return -Math.log(integral) - 0.5 * Math.log(v);
    }

    private static double softmax(Matrix m, int row, int from, int to, int column) {
        return Math.exp(m.at(row, column)) / sum(to - from, e -> Math.exp(m.at(row, from + e)));
    }

    private static double activate(Activation activation, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(x, 0);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> softplus(x);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}

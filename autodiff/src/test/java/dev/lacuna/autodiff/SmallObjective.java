package dev.lacuna.autodiff;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;

/** A small not-MIWAE objective with most operations in it, on one tape. */
final class SmallObjective {
    private static final int D = 4;
    private static final int H = 3;
    private static final int W = 8;
    private static final int[] GROUP = {0, 1, 1, 2};
    private static final int[] OFFSETS = {0, 2, 4};

    final Tape tape;
    final ImportanceWeightedLoss loss;
    private final int rows;
    private final int samples;
    private final Var x;
    private final Var observed;
    private final Var noise;
    private final Parameters parameters;

    SmallObjective(Parameters parameters, int rows, int samples, int rowsInBatch) {
        this(Kernels.get(), parameters, rows, samples, rowsInBatch);
    }

    SmallObjective(Kernels kernels, Parameters parameters, int rows, int samples, int rowsInBatch) {
        tape = Tape.of(kernels);
        this.parameters = parameters;
        this.rows = rows;
        this.samples = samples;
        x = tape.input(rows, D);
        observed = tape.input(rows, D);
        noise = tape.input(samples * rows, H);
        double[] weights = new double[samples * rows];

        Var hidden = affine("encoder.0", ConcatColumns.of(Multiply.of(x, observed), observed), Activation.RELU);
        Var posterior = affine("encoder.1", hidden, Activation.IDENTITY);
        Var mean = SliceColumns.of(posterior, 0, H);
        Var logVariance = Clamp.of(SliceColumns.of(posterior, H, 2 * H), -10, 10);
        Var z = ScaleGradient.of(Reparameterise.of(mean, logVariance, noise), weights);
        Var trunk = affine("trunk.0", z, Activation.TANH);
        Var location = affine("head.mean", trunk, Activation.IDENTITY);
        Var scale = Scale.of(affine("head.std", trunk, Activation.SOFTPLUS), 1, 1e-3);
        Var completed = Select.of(observed, x, location);
        Var slope = Softplus.of(tape.parameter(parameters.get("mask.slope")));
        Var logits = Negate.of(Multiply.of(slope, Subtract.of(completed, tape.parameter(parameters.get("mask.offset")))));
        Var nu = Scale.of(Softplus.of(tape.parameter(parameters.get("nu"))), 1, 3);
        Var probabilities = CategoricalProbabilities.of(location, OFFSETS);
        loss = ImportanceWeightedLoss.of(List.of(
                Term.of(GaussianLogDensity.of(x, location, scale), 1, observed),
                Term.of(StudentTLogDensity.of(x, location, scale, nu), 0.1, observed),
                Term.of(GaussianLogDensity.of(x, location, 0.5), 0.1, observed),
                Term.of(BernoulliLogDensity.of(observed, logits)),
                Term.of(CategoricalLogDensity.of(observed, location, OFFSETS), 0.1),
                Term.of(GroupSum.of(Square.of(probabilities), GROUP, 3), 0.1),
                Term.of(RowSum.of(Log1p.of(Exp.of(LogSoftmaxRows.of(location)))), 0.1),
                Term.of(StandardNormalLogDensity.of(z)),
                Term.of(DiagonalGaussianLogDensity.of(z, StopGradient.of(mean), StopGradient.of(logVariance)), -1),
                Term.of(GaussianKl.of(mean, logVariance), -0.1)), samples, rowsInBatch, weights);
    }

    static Parameters parameters(long seed) {
        Parameters parameters = new Parameters();
        affine(parameters, "encoder.0", 2 * D, W);
        affine(parameters, "encoder.1", W, 2 * H);
        affine(parameters, "trunk.0", H, W);
        affine(parameters, "head.mean", W, D);
        affine(parameters, "head.std", W, D);
        parameters.add("mask.slope", 1, D);
        parameters.add("mask.offset", 1, D);
        parameters.add("nu", 1, 1);
        long stream = 0;
        for (Parameter parameter : parameters) {
            Kernels.get().normal(seed, stream++, 0, parameter.value().data, 0, parameter.size());
        }
        return parameters;
    }

    private static void affine(Parameters parameters, String name, int inputs, int outputs) {
        parameters.add(name + ".weight", inputs, outputs);
        parameters.add(name + ".bias", 1, outputs);
    }

    private Var affine(String name, Var input, Activation activation) {
        return Affine.of(input, tape.parameter(parameters.get(name + ".weight")), tape.parameter(parameters.get(name + ".bias")),
                activation);
    }

    /** Fills the inputs with the rows from {@code from} on of a batch of {@code all} rows. */
    void fill(long seed, int from, int all) {
        float[] batch = new float[all * D];
        Kernels.get().normal(seed + 100, 0, 0, batch, 0, batch.length);
        float[] shown = new float[all * D];
        Kernels.get().uniform(seed + 101, 0, 0, shown, 0, shown.length);
        for (int i = 0; i < rows * D; i++) {
            observed.value().data[i] = shown[from * D + i] < 0.7 ? 1 : 0;
            x.value().data[i] = batch[from * D + i] * observed.value().data[i];
        }
        float[] draws = new float[samples * all * H];
        Kernels.get().normal(seed + 102, 0, 0, draws, 0, draws.length);
        for (int k = 0; k < samples; k++) {
            System.arraycopy(draws, (k * all + from) * H, noise.value().data, k * rows * H, rows * H);
        }
    }

    void step() {
        tape.forward();
        tape.backward(loss.variable());
    }

    List<float[]> gradients() {
        List<float[]> gradients = new ArrayList<>();
        for (Parameter parameter : parameters) {
            gradients.add(tape.gradient(parameter).data.clone());
        }
        return gradients;
    }
}

package dev.lacuna.models.mixture.deep;

import dev.lacuna.autodiff.Add;
import dev.lacuna.autodiff.BernoulliLogDensity;
import dev.lacuna.autodiff.DotRows;
import dev.lacuna.autodiff.Exp;
import dev.lacuna.autodiff.LogSoftmaxRows;
import dev.lacuna.autodiff.Mean;
import dev.lacuna.autodiff.Multiply;
import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Scale;
import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.engine.nn.Mlp;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.models.mixture.PartlyLabelled;
import org.ejml.data.FMatrixRMaj;

/**
 * Minus the mean log-likelihood of a batch of rows, recorded once:
 * Σ_{present} log τ_z + Σ [m log q + (1 - m) log(1 - q)], q = sigmoid(ξ₀ + ξ₁ e(τ) / log g), τ = softmax(network(y)).
 *
 * <p>The entropy stays on the tape: the missing labels teach the network through q. A link without slope is left out whole.
 */
final class InformativeObjective {
    final Tape tape;
    final Var loss;
    private final Var features;
    private final Var indicator;
    private final Var missing;
    private final int classes;

    /** For batches of {@code rows} rows; with {@code linked} false only the labels count. */
    InformativeObjective(Mlp network, Parameter intercept, Parameter slope, boolean linked, int rows, int columns, int classes) {
        this.classes = classes;
        tape = Tape.of(Kernels.get());
        features = tape.input(rows, columns);
        indicator = tape.input(rows, classes);
        missing = tape.input(rows, 1);
        Var logProbability = LogSoftmaxRows.of(network.apply(features));
        Var term = DotRows.of(indicator, logProbability);
        if (linked) {
            Var entropy = DotRows.of(Exp.of(logProbability), logProbability);
            Var uncertainty = Scale.of(entropy, -1 / StrictMath.log(classes));
            Var eta = Add.of(Multiply.of(uncertainty, tape.parameter(slope)), tape.parameter(intercept));
            term = Add.of(term, BernoulliLogDensity.of(missing, eta));
        }
        loss = Scale.of(Mean.of(term), -1);
    }

    /** Writes row {@code row} of the sample, standardised, into position {@code at} of the batch. */
    void put(int at, PartlyLabelled sample, int row, double[] centre, double[] scale) {
        FMatrixRMaj x = features.value();
        for (int c = 0; c < x.numCols; c++) {
            x.data[at * x.numCols + c] = (float) ((sample.feature(row, c) - centre[c]) / scale[c]);
        }
        int label = sample.label(row);
        for (int k = 0; k < classes; k++) {
            indicator.value().data[at * classes + k] = k == label ? 1 : 0;
        }
        missing.value().data[at] = label < 0 ? 1 : 0;
    }

    /** The loss of the batch at the current parameters; {@code backward} fills the gradients too. */
    float run(boolean backward) {
        tape.forward();
        if (backward) {
            tape.backward(loss);
        }
        return loss.value().data[0];
    }
}

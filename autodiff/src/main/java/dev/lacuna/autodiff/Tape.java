package dev.lacuna.autodiff;

import dev.lacuna.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * A computation that is recorded once and replayed many times.
 *
 * <p>Operations are recorded in the order in which they are made, with all their buffers. {@link #forward()} runs them in that
 * order, {@link #backward} in reverse; both allocate nothing after the first call. Between replays the caller writes new numbers
 * into the inputs, and an optimiser into the parameters.
 *
 * <p>No gradient is ever filled with zeros: when a backward pass is planned, the operations are walked in reverse once, and each
 * input is marked with whether this operation is the first to write its gradient (overwrite) or a later one (add). Operations
 * that the loss does not depend on, and gradients that no parameter needs, are left out.
 *
 * <p>One tape is used by one thread at a time. Several tapes may run at once on the same parameters, each with its own gradients.
 */
public final class Tape {
    /** More than any operation of this package asks for; {@link Operation#reserve} names the slot. */
    private static final int SCRATCH_SLOTS = 16;

    private final Kernels kernels;
    private final List<Operation> recorded = new ArrayList<>();
    private final Map<Parameter, Var> parameters = new IdentityHashMap<>();
    private final List<Parameter> parameterOrder = new ArrayList<>();
    private final float[][] scratch = new float[SCRATCH_SLOTS][0];
    private Operation[] operations = new Operation[0];
    private Operation[] backwardOrder = new Operation[0];
    private Var plannedLoss;

    private Tape(Kernels kernels) {
        this.kernels = kernels;
    }

    public static Tape of(Kernels kernels) {
        return new Tape(kernels);
    }

    public Kernels kernels() {
        return kernels;
    }

    /** [rows x columns] of zeros that the caller fills before each replay: data, noise. It gets no gradient. */
    public Var input(int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("An input needs at least one row and one column; given: " + rows + " x "
                    + columns);
        }
        return new Var(this, new FMatrixRMaj(rows, columns), false);
    }

    /** [1 x 1], a number that stays the same. */
    public Var constant(double number) {
        Var constant = input(1, 1);
        constant.value().data[0] = (float) number;
        return constant;
    }

    /** The variable of a parameter on this tape: always the same one for the same parameter. */
    public Var parameter(Parameter parameter) {
        Var known = parameters.get(parameter);
        if (known != null) {
            return known;
        }
        Var made = new Var(this, parameter.value(), true);
        made.ensureGradient();
        parameters.put(parameter, made);
        parameterOrder.add(parameter);
        return made;
    }

    /** The parameters in the order of their first use. */
    public List<Parameter> parameters() {
        return List.copyOf(parameterOrder);
    }

    public boolean uses(Parameter parameter) {
        return parameters.containsKey(parameter);
    }

    /** [rows x columns] of the parameter: this tape's gradient; throws where the tape does not use the parameter. */
    public FMatrixRMaj gradient(Parameter parameter) {
        Var known = parameters.get(parameter);
        if (known == null) {
            throw new IllegalArgumentException("This tape does not use the parameter " + parameter.name());
        }
        return known.gradient();
    }

    /** Runs every recorded operation in the order of recording. */
    public void forward() {
        if (operations.length != recorded.size()) {
            operations = recorded.toArray(new Operation[0]);
        }
        for (Operation operation : operations) {
            operation.forward();
        }
    }

    /** Writes the gradient of the loss [1 x 1] with respect to every parameter; {@link #forward()} must have run before. */
    public void backward(Var loss) {
        if (loss.rows() != 1 || loss.columns() != 1) {
            throw new IllegalArgumentException("A loss is [1 x 1]; given: " + loss);
        }
        plan(loss);
        loss.gradient().data[0] = 1;
        runBackward();
    }

    /** As {@link #backward(Var)} for Σ seed · output. */
    void backward(Var output, float[] seed) {
        plan(output);
        System.arraycopy(seed, 0, output.gradient().data, 0, output.size());
        runBackward();
    }

    private void runBackward() {
        for (Operation operation : backwardOrder) {
            operation.backward();
        }
    }

    private void plan(Var loss) {
        if (loss == plannedLoss) {
            return;
        }
        if (loss.tape() != this) {
            throw new IllegalArgumentException("The loss belongs to another tape");
        }
        if (!loss.needsGradient()) {
            throw new IllegalArgumentException("The loss depends on no parameter");
        }
        for (Operation operation : recorded) {
            operation.output().reached = false;
        }
        for (Parameter parameter : parameterOrder) {
            parameters.get(parameter).reached = false;
        }
        loss.reached = true;
        loss.ensureGradient();
        List<Operation> order = new ArrayList<>();
        for (int i = recorded.size() - 1; i >= 0; i--) {
            Operation operation = recorded.get(i);
            if (operation.output().reached) {
                operation.planBackward();
                order.add(operation);
            }
        }
        for (Parameter parameter : parameterOrder) {
            Var variable = parameters.get(parameter);
            if (!variable.reached) {
                Arrays.fill(variable.gradient().data, 0);
            }
        }
        backwardOrder = order.toArray(new Operation[0]);
        plannedLoss = loss;
    }

    void record(Operation operation) {
        recorded.add(operation);
        plannedLoss = null;
    }

    void reserveScratch(int slot, int length) {
        if (scratch[slot].length < length) {
            scratch[slot] = new float[length];
        }
    }

    float[] scratch(int slot) {
        return scratch[slot];
    }
}

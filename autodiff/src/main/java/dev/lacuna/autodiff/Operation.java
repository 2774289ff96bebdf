package dev.lacuna.autodiff;

import dev.lacuna.kernels.Kernels;
import org.ejml.data.FMatrixRMaj;

/**
 * One step of a {@link Tape}: how its output follows from its inputs, and how gradients flow back.
 *
 * <p>A subclass makes its buffers in its constructor and ends its factory with {@link #record()}. {@link #forward()} overwrites
 * the whole output. {@link #backward()} handles the inputs in ascending order; for each input i with {@link #wants}(i) it
 * writes the gradient or, with {@link #accumulates}(i), adds to it. The same variable may be given twice because of that order.
 *
 * <p><b>Broadcasting.</b> An input with fewer rows than the output repeats (row index modulo its rows): [1 x n] is a row vector
 * and [B x n] meets sample tensors [K*B x n]. An input of one column repeats over the columns. {@link #expanded} gives such an
 * input at the output's shape; {@link #contribution} and {@link #contribute} take the gradient at the output's shape and sum
 * it, columns first, then rows ascending. Repeating by copying costs less than it seems: plain loops over arrays with the same
 * index become vector code on every JDK, loops with different offsets do not (6 to 9 against 31 to 69 GFLOP/s in products).
 */
public abstract class Operation {
    /** Scratch slots 0 to 3 hold expanded inputs, 4 a gradient at the output's shape, 5 its row sums; later ones are free. */
    private static final int CONTRIBUTION = 4;
    private static final int CONTRIBUTION_ROWS = 5;
    protected static final int FIRST_FREE_SLOT = 6;
    /** 4 KiB: below, the copy stays in the first-level cache and costs less than the calls. */
    private static final int LEAST_BLOCK = 1024;

    private final Tape tape;
    private final Var[] inputs;
    private final Var output;
    private final boolean[] wanted;
    private final boolean[] accumulating;

    /** An operation whose output [rows x columns] needs a gradient where one of its inputs does. */
    protected Operation(int rows, int columns, Var... inputs) {
        this(rows, columns, anyNeedsGradient(inputs), inputs);
    }

    protected Operation(int rows, int columns, boolean needsGradient, Var... inputs) {
        this.tape = inputs[0].tape();
        for (Var input : inputs) {
            if (input.tape() != tape) {
                throw new IllegalArgumentException(getClass().getSimpleName() + ": the inputs belong to different tapes");
            }
        }
        this.inputs = inputs.clone();
        this.output = new Var(tape, new FMatrixRMaj(rows, columns), needsGradient);
        this.wanted = new boolean[inputs.length];
        this.accumulating = new boolean[inputs.length];
    }

    /** Computes the whole output from the inputs. */
    protected abstract void forward();

    /** Passes the output's gradient on to the inputs that want one. */
    protected abstract void backward();

    /** Puts this operation on its tape and returns its output: the last call of every factory. */
    protected final Var record() {
        tape.record(this);
        return output;
    }

    protected final Kernels kernels() {
        return tape.kernels();
    }

    protected final Var output() {
        return output;
    }

    protected final Var input(int i) {
        return inputs[i];
    }

    protected final int rows() {
        return output.rows();
    }

    protected final int columns() {
        return output.columns();
    }

    /** Elements of the output. */
    protected final int size() {
        return output.size();
    }

    /** The output's array. */
    protected final float[] out() {
        return output.value().data;
    }

    /** The array of the output's gradient; valid in {@link #backward()}. */
    protected final float[] outGradient() {
        return output.ensureGradient().data;
    }

    /** The array of input i. */
    protected final float[] value(int i) {
        return inputs[i].value().data;
    }

    /** Whether the planned backward pass needs the gradient of input i. */
    protected final boolean wants(int i) {
        return wanted[i];
    }

    /** Whether the gradient of input i already holds a part, so that this operation's part is to be added. */
    protected final boolean accumulates(int i) {
        return accumulating[i];
    }

    /** The array of the gradient of input i; valid in {@link #backward()} where {@link #wants}(i). */
    protected final float[] gradient(int i) {
        return inputs[i].ensureGradient().data;
    }

    /** Asks for a scratch array, shared with the other operations of the tape and valid within one call only. */
    protected final void reserve(int slot, int length) {
        tape.reserveScratch(slot, length);
    }

    protected final float[] scratch(int slot) {
        return tape.scratch(slot);
    }

    /** Reserves what {@link #expanded} and {@link #contribution} need for inputs that are broadcast to the output's shape. */
    protected final void reserveBroadcast() {
        for (int i = 0; i < inputs.length; i++) {
            Broadcast.check(this, inputs[i], output);
            if (!Broadcast.sameShape(inputs[i], output)) {
                reserve(i, size());
            }
        }
        reserve(CONTRIBUTION, size());
        reserve(CONTRIBUTION_ROWS, rows() + 1);
    }

    /** Input i at the output's shape: its own array where the shapes agree. */
    protected final float[] expanded(int i) {
        Var input = inputs[i];
        if (Broadcast.sameShape(input, output)) {
            return input.value().data;
        }
        float[] expanded = scratch(i);
        Broadcast.expand(input.value().data, input.rows(), input.columns(), expanded, rows(), columns());
        return expanded;
    }

    /**
     * For kernels that take offsets, instead of {@link #expanded}: the array whose first {@link #block}(i) elements serve each
     * block of the output, input i itself where only its rows repeat and a block is worth a call.
     */
    protected final float[] rowsOrExpanded(int i) {
        return servesBlocks(i) ? value(i) : expanded(i);
    }

    /** How many elements of {@link #rowsOrExpanded}(i) there are before they repeat; it divides {@link #size()}. */
    protected final int block(int i) {
        return servesBlocks(i) ? inputs[i].size() : size();
    }

    private boolean servesBlocks(int i) {
        return inputs[i].columns() == columns() && inputs[i].size() >= LEAST_BLOCK;
    }

    /** Where to write the gradient of input i at the output's shape; {@link #contribute}(i) must follow. */
    protected final float[] contribution(int i) {
        return inPlace(i) ? gradient(i) : scratch(CONTRIBUTION);
    }

    /** Sums what was written to {@link #contribution}(i) into the gradient of input i. */
    protected final void contribute(int i) {
        if (!inPlace(i)) {
            contribute(i, scratch(CONTRIBUTION));
        }
    }

    /** Sums a gradient of input i, given at the output's shape, into the gradient of input i. */
    protected final void contribute(int i, float[] full) {
        Broadcast.reduce(kernels(), full, rows(), columns(), inputs[i].gradient(), scratch(CONTRIBUTION_ROWS), accumulating[i]);
    }

    private boolean inPlace(int i) {
        return !accumulating[i] && Broadcast.sameShape(inputs[i], output);
    }

    final void planBackward() {
        for (int i = 0; i < inputs.length; i++) {
            Var input = inputs[i];
            wanted[i] = input.needsGradient();
            if (wanted[i]) {
                accumulating[i] = input.reached;
                input.reached = true;
                input.ensureGradient();
            }
        }
    }

    private static boolean anyNeedsGradient(Var[] inputs) {
        for (Var input : inputs) {
            if (input.needsGradient()) {
                return true;
            }
        }
        return false;
    }
}

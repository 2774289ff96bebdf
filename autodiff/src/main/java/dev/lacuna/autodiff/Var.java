package dev.lacuna.autodiff;

import org.ejml.data.FMatrixRMaj;

/** A matrix on a {@link Tape}: an input, a parameter or the output of an {@link Operation}. */
public final class Var {
    private final Tape tape;
    private final FMatrixRMaj value;
    private final boolean needsGradient;
    private FMatrixRMaj gradient;
    /** Set while a backward pass is planned: whether the loss depends on this variable. */
    boolean reached;

    Var(Tape tape, FMatrixRMaj value, boolean needsGradient) {
        this.tape = tape;
        this.value = value;
        this.needsGradient = needsGradient;
    }

    public Tape tape() {
        return tape;
    }

    /** [rows x columns], of the last {@link Tape#forward()}; callers write it for inputs only. */
    public FMatrixRMaj value() {
        return value;
    }

    /** [rows x columns], of the last {@link Tape#backward}; throws {@link IllegalStateException} where there is none. */
    public FMatrixRMaj gradient() {
        if (gradient == null) {
            throw new IllegalStateException("This variable [" + rows() + " x " + columns() + "] has no gradient: "
                    + (needsGradient ? "no backward pass has reached it" : "it depends on no parameter"));
        }
        return gradient;
    }

    public int rows() {
        return value.numRows;
    }

    public int columns() {
        return value.numCols;
    }

    public int size() {
        return value.numRows * value.numCols;
    }

    /** Whether it is a parameter or depends on one through operations that pass gradients on. */
    public boolean needsGradient() {
        return needsGradient;
    }

    FMatrixRMaj ensureGradient() {
        if (gradient == null) {
            gradient = new FMatrixRMaj(rows(), columns());
        }
        return gradient;
    }

    boolean hasGradient() {
        return gradient != null;
    }

    @Override public String toString() {
        return "[" + rows() + " x " + columns() + "]";
    }
}

package dev.lacuna.autodiff;

import org.ejml.data.FMatrixRMaj;

/**
 * A named matrix that training changes. Its value is shared by every tape that uses it; gradients belong to the tapes.
 *
 * <p>Not thread-safe: tapes may read the value from several threads while no thread writes it.
 */
public final class Parameter {
    private final String name;
    private final FMatrixRMaj value;

    Parameter(String name, FMatrixRMaj value) {
        this.name = name;
        this.value = value;
    }

    /** A parameter of the given value, which is used as it is, not copied. */
    public static Parameter of(String name, FMatrixRMaj value) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A parameter needs a name; given: \"" + name + "\"");
        }
        if (value.data.length != value.getNumElements()) {
            throw new IllegalArgumentException("Parameter " + name + ": the array holds " + value.data.length
                    + " numbers, the matrix " + value.numRows + " x " + value.numCols);
        }
        return new Parameter(name, value);
    }

    public String name() {
        return name;
    }

    /** The matrix itself: what is written here is read by every tape's next forward pass. */
    public FMatrixRMaj value() {
        return value;
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

    @Override public String toString() {
        return name + "[" + rows() + " x " + columns() + "]";
    }
}

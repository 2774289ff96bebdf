package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import java.util.Optional;

/** Scale and degrees of freedom of the real features on a block of samples. */
final class Scale {
    /** Added to softplus: fewer degrees of freedom have no variance. */
    private static final float LEAST_DEGREES_OF_FREEDOM = 3;

    private final Kernels kernels;
    private final FrozenScale model;
    private final FeatureLayout layout;
    private final HeadStack stack;
    private final int capacity;
    private final boolean anyDegrees;
    /** Row of feature e: std[stdOffset + e · capacity + s]; filled once where all samples share one scale. */
    private final float[] shared;
    final int stdOffset;
    /** Rows of the degrees of freedom, where the network has Student-t features. */
    final int degreesOffset;

    Scale(Kernels kernels, FrozenNetwork network, FeatureLayout layout, HeadStack stack, int capacity) {
        this.kernels = kernels;
        this.layout = layout;
        this.stack = stack;
        this.capacity = capacity;
        model = network.scale();
        Optional<DenseLayer> degreesHead = network.degreesOfFreedom().filter(head -> layout.anyStudentT);
        anyDegrees = degreesHead.isPresent();
        degreesOffset = degreesHead.map(stack::add).orElse(0);
        if (model instanceof FrozenScale.PerEntry perEntry) {
            shared = new float[0];
            stdOffset = stack.add(perEntry.raw());
        } else {
            shared = new float[layout.features * capacity];
            stdOffset = 0;
            for (int e = 0; e < layout.features; e++) {
                Arrays.fill(shared, e * capacity, (e + 1) * capacity, ((FrozenScale.Constant) model).std()[e]);
            }
        }
    }

    float[] std() {
        return model instanceof FrozenScale.PerEntry ? stack.out() : shared;
    }

    float[] degrees() {
        return stack.out();
    }

    void run(int width) {
        if (model instanceof FrozenScale.PerEntry perEntry) {
            softplusPlus(perEntry.floor(), width, stdOffset);
        }
        if (anyDegrees) {
            softplusPlus(LEAST_DEGREES_OF_FREEDOM, width, degreesOffset);
        }
    }

    /** In place. A discrete feature has no scale. */
    private void softplusPlus(float floor, int width, int offset) {
        float[] rows = stack.out();
        if (layout.anyDiscrete() || width < capacity) {
            for (int e : layout.real) {
                softplusPlus(floor, rows, offset + e * capacity, width);
            }
        } else {
            softplusPlus(floor, rows, offset, layout.features * capacity);
        }
    }

    private void softplusPlus(float floor, float[] rows, int from, int length) {
        kernels.softplus(rows, from, rows, from, length);
        for (int i = from; i < from + length; i++) {
            rows[i] += floor;
        }
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Optional;

/** Scale and degrees of freedom of the real features on a block of samples. */
final class Scale {
    /** Added to softplus: fewer degrees of freedom have no variance. */
    private static final float LEAST_DEGREES_OF_FREEDOM = 3;

    private final Kernels kernels;
    private final FrozenScale model;
    private final HeadStack stack;
    private final int features;
    private final int stdColumn;
    private final int degreesColumn;
    /** Scale of (sample, feature) at sample x stride + feature, and its logarithm. */
    final float[] std;
    final float[] logStd;
    /** The number of features, or 0 where all samples share one scale. */
    final int stride;
    /** [samples x features] where the network has Student-t features. */
    final float[] degrees;

    Scale(Kernels kernels, FrozenNetwork network, FeatureLayout layout, HeadStack stack, int capacity) {
        this.kernels = kernels;
        this.stack = stack;
        model = network.scale();
        features = layout.features;
        int cells = capacity * features;
        Optional<DenseLayer> degreesHead = network.degreesOfFreedom().filter(head -> layout.anyStudentT);
        degrees = new float[degreesHead.isPresent() ? cells : 0];
        degreesColumn = degreesHead.map(stack::add).orElse(0);
        if (model instanceof FrozenScale.PerEntry perEntry) {
            stride = features;
            std = new float[cells];
            logStd = new float[cells];
            stdColumn = stack.add(perEntry.raw());
        } else {
            stride = 0;
            std = ((FrozenScale.Constant) model).std();
            logStd = new float[std.length];
            stdColumn = 0;
            kernels.log(std, 0, logStd, 0, std.length);
        }
    }

    void run(int samples) {
        int length = samples * features;
        if (model instanceof FrozenScale.PerEntry perEntry) {
            softplusPlus(perEntry.floor(), samples, stdColumn, std);
            kernels.log(std, 0, logStd, 0, length);
        }
        if (degrees.length > 0) {
            softplusPlus(LEAST_DEGREES_OF_FREEDOM, samples, degreesColumn, degrees);
        }
    }

    private void softplusPlus(float floor, int samples, int column, float[] to) {
        int length = samples * features;
        stack.copy(samples, column, features, to);
        kernels.softplus(to, 0, to, 0, length);
        for (int i = 0; i < length; i++) {
            to[i] += floor;
        }
    }
}

package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;

/** Scale and degrees of freedom of the real features on a block of samples. */
final class Scale {
    /** Added to softplus: fewer degrees of freedom have no variance. */
    private static final float LEAST_DEGREES_OF_FREEDOM = 3;

    private final Kernels kernels;
    private final FrozenNetwork network;
    /** Scale of (sample, feature) at sample x stride + feature, and its logarithm. */
    final float[] std;
    final float[] logStd;
    /** The number of features, or 0 where all samples share one scale. */
    final int stride;
    /** [samples x features] where the network has Student-t features. */
    final float[] degrees;

    Scale(Kernels kernels, FrozenNetwork network, FeatureLayout layout, int capacity) {
        this.kernels = kernels;
        this.network = network;
        int cells = capacity * layout.features;
        degrees = new float[layout.anyStudentT ? cells : 0];
        if (network.scale() instanceof FrozenScale.Constant constant) {
            stride = 0;
            std = constant.std();
            logStd = new float[std.length];
            kernels.log(std, 0, logStd, 0, std.length);
        } else {
            stride = layout.features;
            std = new float[cells];
            logStd = new float[cells];
        }
    }

    void run(int samples, float[] trunk, int trunkStride) {
        int length = samples * network.features();
        if (network.scale() instanceof FrozenScale.PerEntry perEntry) {
            softplus(perEntry.raw(), samples, trunk, trunkStride, std);
            float floor = perEntry.floor();
            for (int i = 0; i < length; i++) {
                std[i] += floor;
            }
            kernels.log(std, 0, logStd, 0, length);
        }
        if (degrees.length > 0) {
            softplus(network.degreesOfFreedom().orElseThrow(), samples, trunk, trunkStride, degrees);
            for (int i = 0; i < length; i++) {
                degrees[i] += LEAST_DEGREES_OF_FREEDOM;
            }
        }
    }

    private void softplus(DenseLayer layer, int samples, float[] trunk, int trunkStride, float[] out) {
        kernels.affine(samples, layer.outputs(), layer.inputs(), trunk, 0, trunkStride, layer.weight(), 0, layer.outputs(),
                layer.bias(), 0, Activation.SOFTPLUS, out, 0, layer.outputs());
    }
}
